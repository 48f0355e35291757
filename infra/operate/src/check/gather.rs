//! Asks AWS, the authorities and the service. Nothing is changed.

use anyhow::{Context as _, Result};
use aws::table::{ListedSettings, Setting, list_settings};
use aws_sdk_kms::error::ProvideErrorMetadata as _;
use aws_sdk_sesv2::types::DkimStatus;
use domain::authorisation::{KeyTerms, Role};
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::organisation::{Organisation, Person, PersonState};
use domain::ports::{
    Directories, KnownSeals, People, ProviderTransport, Randomness, SealHolder, SealingCertificate,
    TimestampAuthorities, TimestampTransport, TrustAnchors,
};
use domain::registered_seal::RegisteredSeal;
use jiff::Timestamp;
use sign_in_person::provider::{Published, Reach};

use super::{
    Administered, Answered, EntranceTransport, Entrances, Facts, Identity, Key, Lock, Provider, Seal, Sending,
    Subscriptions, Unusable,
};
use crate::authority::{self, Tested};
use crate::connection::Connection;
use crate::seal_certificate::certificate_in;
use crate::{api_key, seal_acts, seal_key};

/// People that are read at a time.
const PEOPLE_AT_A_TIME: u16 = 100;

/// Asks for everything that [`judge`](super::judge) judges by. What does not answer is a fact as well.
pub async fn gather(
    connection: &Connection,
    transports: Transports<'_>,
    randomness: &dyn Randomness,
    now: impl Fn() -> Timestamp + Send + Copy,
) -> Facts {
    let Transports { authorities: transport, providers, entrances } = transports;
    let (seals, api_keys, open, unreadable) = match settings(connection).await {
        Ok(Settings { seals, api_keys, open, unreadable }) => (Ok(seals), Ok(api_keys), Ok(open), unreadable),
        Err(error) => (Err(words(&error)), Err(words(&error)), Err(words(&error)), Vec::new()),
    };
    let organisations = match open {
        Ok(open) => answered(administered(connection, providers, open, now()).await),
        Err(reason) => Err(reason),
    };
    let provider = match connection.stack.parameter("OidcIssuer") {
        Some(issuer) => Some(asked(connection, providers, issuer.to_owned()).await),
        None => None,
    };
    let (mut operator, mut registered) = (None, Vec::new());
    for (of, seal) in seals.iter().flatten().cloned() {
        match of {
            None => operator = Some(seal),
            Some(of) => registered.push((of, seal)),
        }
    }
    let known = |seals: Answered<Vec<_>>| seals.map(drop);
    Facts {
        stack: connection.stack.clone(),
        entrances: Entrances::ask(&connection.stack, entrances).await,
        identity: answered(identity(connection).await),
        sending: answered(sending(connection).await),
        operator: known(seals.clone()).map(|()| operator),
        registered: known(seals).map(|()| registered),
        api_keys,
        organisations,
        provider,
        unreadable,
        authorities: answered(authorities(connection, transport, randomness, now).await),
        anchors: answered(anchors(connection).await),
        subscriptions: answered(subscriptions(connection).await),
        lock: answered(lock(connection).await),
    }
}

fn answered<T>(result: Result<T>) -> Answered<T> {
    result.map_err(|error| words(&error))
}

fn words(error: &anyhow::Error) -> String {
    format!("{error:#}")
}

/// How others are asked.
#[derive(Clone, Copy)]
pub struct Transports<'t> {
    /// Timestamp authorities.
    pub authorities: &'t dyn TimestampTransport,
    /// Identity providers.
    pub providers: &'t dyn ProviderTransport,
    /// The service.
    pub entrances: &'t dyn EntranceTransport,
}

/// What the operator has set up.
struct Settings {
    seals: Vec<(Option<RegisteredSeal>, Seal)>,
    api_keys: Vec<KeyTerms>,
    /// Organisations whose contract goes on.
    open: Vec<Organisation>,
    /// Why rows cannot be read.
    unreadable: Vec<String>,
}

async fn settings(connection: &Connection) -> Result<Settings> {
    let table = connection.table()?;
    let ListedSettings { settings, unreadable } = list_settings(&table).await?;
    let open = settings.iter().filter_map(|setting| match setting {
        Setting::Organisation(organisation) if organisation.closed_at.is_none() => Some(organisation.clone()),
        _ => None,
    });
    let mut open: Vec<Organisation> = open.collect();
    open.sort_by(|one, other| one.id.cmp(&other.id));
    let api_keys = api_key::accounts(settings.clone()).into_iter().map(|(_, account)| account.terms).collect();
    let mut seals = Vec::new();
    for (of, certificate) in settings.into_iter().filter_map(certificate_in) {
        let key = answered(key(connection, &certificate).await);
        let deactivated =
            answered(deactivated(&table, of.as_ref().map(RegisteredSeal::owner), &certificate.persons).await);
        let is_known = answered(is_known(&table, of.as_ref(), &certificate.chain_pem).await);
        seals.push((of, Seal { certificate, key, deactivated, is_known }));
    }
    seals.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(Settings { seals, api_keys, open, unreadable: unreadable.into_iter().map(|row| row.reason).collect() })
}

/// Who of these belongs to the seal's organisation and was deactivated there. The operator's seal names nobody.
async fn deactivated(
    people: &dyn People,
    owner: Option<&OrganisationId>,
    named: &[EmailAddress],
) -> Result<Vec<EmailAddress>> {
    let mut deactivated = Vec::new();
    let Some(owner) = owner else { return Ok(deactivated) };
    for address in named {
        let Some(id) = people.with_address(owner, address).await? else { continue };
        let person = people.person(owner, id).await?;
        if person.is_some_and(|person| matches!(person.state, PersonState::Deactivated { .. })) {
            deactivated.push(address.clone());
        }
    }
    Ok(deactivated)
}

/// Whether a certificate is noted as this seal's. One that cannot be read makes no seal at all.
async fn is_known(known: &dyn KnownSeals, of: Option<&RegisteredSeal>, chain_pem: &str) -> Result<bool> {
    let Some(certificate) = seal_acts::logged(chain_pem) else { return Ok(true) };
    let holder = of.cloned().map_or(SealHolder::Operator, SealHolder::Registered);
    Ok(known.holder(certificate.fingerprint).await? == Some(holder))
}

/// Who administers each organisation, and whether its own identity provider answers.
async fn administered(
    connection: &Connection,
    providers: &dyn ProviderTransport,
    open: Vec<Organisation>,
    now: Timestamp,
) -> Result<Vec<Administered>> {
    let (table, mut all) = (connection.table()?, Vec::new());
    for Organisation { id, provider, .. } in open {
        let administrators = Directories::load(&table, &id).await?.administrators.len();
        let has_invited = administrators == 0 && has_invited(&table, &id, now).await?;
        let provider = match provider {
            Some(provider) => Some(asked(connection, providers, provider.issuer).await),
            None => None,
        };
        all.push(Administered { id, administrators, has_invited, provider });
    }
    Ok(all)
}

/// Whether an invitation of an administrator can still be accepted.
async fn has_invited(people: &dyn People, organisation: &OrganisationId, now: Timestamp) -> Result<bool> {
    let is_pending = |person: &Person| {
        let is_open = matches!(person.state, PersonState::Invited { until, .. } if now < until);
        is_open && person.profile.roles.contains(&Role::Administrator)
    };
    let mut after = None;
    loop {
        let page = people.page(organisation, after, PEOPLE_AT_A_TIME).await?;
        if page.iter().any(is_pending) {
            return Ok(true);
        }
        after = page.last().map(|person| person.id);
        if page.len() < usize::from(PEOPLE_AT_A_TIME) {
            return Ok(false);
        }
    }
}

/// As a sign-in does.
async fn asked(connection: &Connection, providers: &dyn ProviderTransport, issuer: String) -> Provider {
    let reach = connection.stack.output("PublicUrl").map_or(Reach::Tls, Reach::of);
    let answers = Published::ask(providers, &issuer, &issuer, reach).await;
    Provider { issuer, answers: answers.map(drop).map_err(Unusable::from) }
}

async fn key(connection: &Connection, certificate: &SealingCertificate) -> Result<Key> {
    let (kms, id) = (connection.kms(), &certificate.key_id);
    let found = seal_key::find(&kms, id).await?.context("the key is not there")?;
    let state = kms.describe_key().key_id(id).send().await.context("asking for the key's state")?;
    let tags = kms.list_resource_tags().key_id(id).send().await.context("reading the key's tags")?;
    let policy = kms.get_key_policy().key_id(id).send().await.context("reading the key's policy")?;
    Ok(Key {
        public_key: found.public_key,
        enabled: state.key_metadata.is_some_and(|metadata| metadata.enabled),
        tagged: tags.tags().iter().any(|tag| (tag.tag_key(), tag.tag_value()) == seal_key::TAG),
        policy: serde_json::from_str(policy.policy().unwrap_or_default()).context("reading the key's policy")?,
    })
}

/// The address or its domain, whichever is an identity.
async fn identity(connection: &Connection) -> Result<Option<Identity>> {
    let client = aws_sdk_sesv2::Client::new(&connection.config);
    let from = connection.stack.parameter("MailFrom").context("the stack has no parameter MailFrom")?;
    for name in identities_of(from) {
        let answer = match client.get_email_identity().email_identity(&name).send().await {
            Ok(answer) => answer,
            Err(error) if error.code() == Some("NotFoundException") => continue,
            Err(error) => return Err(error).context("asking SES for the sender's identity"),
        };
        let dkim = answer.dkim_attributes().is_some_and(|dkim| dkim.status() == Some(&DkimStatus::Success));
        return Ok(Some(Identity { name, verified: answer.verified_for_sending_status, signs: dkim }));
    }
    Ok(None)
}

/// What dispatch-email may send from, the more special first, as SES takes them.
fn identities_of(address: &str) -> Vec<String> {
    let domain = address.rsplit_once('@').map(|(_, domain)| domain.to_owned());
    [address.to_owned()].into_iter().chain(domain).collect()
}

async fn sending(connection: &Connection) -> Result<Sending> {
    let client = aws_sdk_sesv2::Client::new(&connection.config);
    let account = client.get_account().send().await.context("asking SES for the account")?;
    Ok(Sending { production: account.production_access_enabled, enabled: account.sending_enabled })
}

async fn authorities(
    connection: &Connection,
    transport: &dyn TimestampTransport,
    randomness: &dyn Randomness,
    now: impl Fn() -> Timestamp + Send + Copy,
) -> Result<Vec<Tested>> {
    let mut tested = Vec::new();
    for authority in TimestampAuthorities::list(&connection.table()?).await? {
        tested.push(authority::ask(authority, transport, randomness, now).await);
    }
    Ok(tested)
}

async fn anchors(connection: &Connection) -> Result<Vec<String>> {
    Ok(TrustAnchors::list(&connection.table()?).await?)
}

async fn subscriptions(connection: &Connection) -> Result<Option<Subscriptions>> {
    let Some(topic) = connection.stack.parameter("AlarmTopicArn") else { return Ok(None) };
    let client = aws_sdk_sns::Client::new(&connection.config);
    let answer = client.list_subscriptions_by_topic().topic_arn(topic).send().await;
    let answer = answer.with_context(|| format!("asking who is subscribed to {topic}"))?;
    let confirmed = |arn: &&str| arn.starts_with("arn:");
    let arns: Vec<&str> = answer.subscriptions().iter().filter_map(|s| s.subscription_arn()).collect();
    let count = arns.iter().copied().filter(confirmed).count();
    Ok(Some(Subscriptions { confirmed: count, pending: arns.len() - count }))
}

async fn lock(connection: &Connection) -> Result<Lock> {
    let by_path = connection.config.endpoint_url().is_some();
    let config = aws_sdk_s3::config::Builder::from(&connection.config).force_path_style(by_path).build();
    let client = aws_sdk_s3::Client::from_conf(config);
    let bucket = connection.stack.output("BucketName")?;
    let answer = match client.get_object_lock_configuration().bucket(bucket).send().await {
        Ok(answer) => answer,
        Err(error) if error.code() == Some("ObjectLockConfigurationNotFoundError") => {
            return Ok(Lock { enabled: false, default: None });
        }
        Err(error) => return Err(error).with_context(|| format!("asking for the lock of the bucket {bucket}")),
    };
    let configuration = answer.object_lock_configuration();
    let rule = configuration.and_then(|c| c.rule()).and_then(|rule| rule.default_retention());
    let default = rule.map(|rule| {
        let mode = rule.mode().map(ToString::to_string).unwrap_or_default();
        let days = rule.days().map(|days| format!("{days} days"));
        let years = rule.years().map(|years| format!("{years} years"));
        format!("{mode} for {}", days.or(years).unwrap_or_default())
    });
    Ok(Lock { enabled: configuration.is_some_and(|c| c.object_lock_enabled().is_some()), default })
}

#[cfg(test)]
mod tests {
    use fakes::{SealOwner, certificate, city};

    use super::*;

    #[tokio::test]
    async fn whoever_was_deactivated_is_found_by_the_address_whatever_its_case() {
        let owner =
            SealOwner::new(&certificate(&["sato@example.jp"], &[]), "sato@example.jp", "2026-12-01T01:00:00Z").await;
        let named = ["guest@other.example", "SATO@example.jp"].map(|address| address.parse().unwrap());
        let people = &*owner.organisations;
        let city = &city().organisation;
        assert_eq!(deactivated(people, Some(city), &named).await.unwrap(), []);
        owner.deactivate().await;
        assert_eq!(deactivated(people, Some(city), &named).await.unwrap(), [named[1].clone()]);
        assert_eq!(deactivated(people, None, &named).await.unwrap(), [], "the operator's seal names nobody");
    }
}
