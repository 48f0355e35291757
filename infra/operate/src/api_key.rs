//! API keys: made, listed and revoked. A key is shown once; the table holds its SHA-256.

use std::io::Read as _;

use anyhow::{Context as _, Result, bail};
use aws::table::{Found, ListedSettings, Setting, SettingsKey, Table, change_setting, list_settings, remove_setting};
use domain::authorisation::{KeyTerms, Scope};
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::envelope::Sender;
use domain::ids::{KeyId, OrganisationId, uuid_of};
use domain::organisation::{Actor, ApiKey, Change, KeyHolder, ListedKey, Organisation, Refusal};
use domain::policy::{KeepContacts, Policy};
use domain::ports::{About, Account, ApiKeys, ChangeError, Clock as _, Organisations, People, Randomness};
use jiff::{SignedDuration, Timestamp};
use lambda::clock::MachineClock;
use serde_json::{Value, json};

use crate::answer::{Answer, columns};
use crate::arguments;
use crate::registry::registry;

/// How many digits of the SHA-256 are shown: enough that no two keys of a deployment share them.
const ID_LENGTH: usize = 16;

/// Makes a key for whoever sends by it, and stores what is stored of it. Where the organisation has a row, its log says so, and
/// the organisation lists the key.
pub async fn make(table: &Table, randomness: &dyn Randomness, account: Account) -> Result<ApiKey> {
    let key = ApiKey::from_random(randomness.bytes());
    if account.has_organisation {
        let Account { sender, terms, .. } = account;
        let now = MachineClock.now();
        let holder = KeyHolder::Service { name: sender.name, email: sender.email, language: sender.language };
        let id = KeyId::new(uuid_of(now, &randomness.bytes()));
        let listed = ListedKey { id, digest: key.digest(), holder, terms, made_at: now, last_used_at: None };
        let change = |_: &_, _: &_| Ok(Change::MakeKey(Box::new(listed.clone())));
        let registry = registry(table);
        let made = registry.change(&sender.organisation, &About::default(), &Actor::Operator, None, change).await;
        made.context("storing the API key")?;
        return Ok(key);
    }
    let setting = Setting::ApiKey(key.digest(), account);
    let store = |before| if before == Found::Nothing { Ok(setting) } else { Err("the key is there already") };
    change_setting(table, &SettingsKey::ApiKey(key.digest()), store).await.context("storing the API key")?;
    Ok(key)
}

/// Who sends by a key that is made now, and under which terms.
pub fn account(organisation: &Organisation, of: &arguments::Sender, terms: KeyTerms) -> Account {
    let sender = Sender {
        organisation: organisation.id.clone(),
        organisation_name: organisation.name.clone(),
        organisation_name_en: organisation.name_en.clone(),
        person: None,
        name: of.sender_name.clone(),
        email: of.sender_email.clone(),
        language: of.language.into(),
    };
    Account { sender, terms, policy: organisation.policy.clone(), id: None, generation: 0, has_organisation: true }
}

/// What a key that is made now is good for.
pub fn terms(asked: arguments::Terms, now: Timestamp) -> KeyTerms {
    let arguments::Terms { label, scopes, expires_in, addresses } = asked;
    let scopes = if scopes.is_empty() { Scope::ENVELOPES.into() } else { scopes.into_iter().collect() };
    let end = |days| now.saturating_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MAX);
    KeyTerms { label: label.unwrap_or_default(), scopes, expires_at: expires_in.map(end), addresses }
}

/// An organisation, by its row; where it has none, by what all of its keys say. And whether it has one.
async fn organisation(table: &Table, id: &OrganisationId, now: Timestamp) -> Result<(Organisation, bool)> {
    match Organisations::find(table, id).await? {
        Some(organisation) => Ok((organisation, true)),
        None => organisation_by_keys(table, id, now).await.map(|organisation| (organisation, false)),
    }
}

/// An organisation as all of its keys say.
///
/// # Errors
/// It has none, they do not agree, or a key cannot be read, which may be one of its own.
pub async fn organisation_by_keys(table: &Table, id: &OrganisationId, now: Timestamp) -> Result<Organisation> {
    let (name, policy) = known(&all_accounts(table).await?, id)?;
    // It was there before this could be set.
    let policy = Policy { keep_contacts: KeepContacts::Off, ..policy };
    Ok(Organisation { policy, ..Organisation::new(id.clone(), name, now) })
}

/// Makes another key for an organisation.
pub async fn make_another(
    table: &Table,
    randomness: &dyn Randomness,
    id: &OrganisationId,
    of: &arguments::Sender,
    (terms, now): (KeyTerms, Timestamp),
) -> Result<Answer> {
    let (organisation, has_organisation) = organisation(table, id, now).await?;
    if organisation.closed_at.is_some() {
        bail!("{}", is_closed(id));
    }
    let account = Account { has_organisation, ..account(&organisation, of, terms) };
    let key = make(table, randomness, account.clone()).await?;
    Ok(shown(&key, &account))
}

/// Makes a key of the person with this address, as people make their own: it sends in the person's name, may do no more than the
/// person, and ends with them.
pub async fn make_for_person(
    table: &Table,
    randomness: &dyn Randomness,
    organisation: &OrganisationId,
    address: &EmailAddress,
    terms: KeyTerms,
) -> Result<Answer> {
    let row = Organisations::find(table, organisation)
        .await?
        .with_context(|| format!("there is no organisation {organisation}, or it has no row and no people yet"))?;
    if row.closed_at.is_some() {
        bail!("{}", is_closed(organisation));
    }
    let found = match People::with_address(table, organisation, address).await? {
        Some(id) => People::person(table, organisation, id).await?,
        None => None,
    };
    let person = match found {
        Some(person) if person.is_active() => person.id,
        Some(_) => bail!("{address} has not signed in yet, or was deactivated: a key of theirs would be refused"),
        None => bail!(
            "nobody of {organisation} has the address {address}; `keiin organisation invite {organisation}` invites somebody"
        ),
    };
    let (key, now) = (ApiKey::from_random(randomness.bytes()), MachineClock.now());
    let (id, holder) = (KeyId::new(uuid_of(now, &randomness.bytes())), KeyHolder::Person { person });
    let listed = ListedKey { id, digest: key.digest(), holder, terms, made_at: now, last_used_at: None };
    let about = About { person: Some(person), ..About::default() };
    let change = |_: &_, _: &_| Ok(Change::MakeKey(Box::new(listed.clone())));
    let made = registry(table).change(organisation, &about, &Actor::Operator, None, change).await;
    let made = made.with_context(|| format!("no key was made for {address}"))?;
    let (_, account) = made.made_key.context("no key was made")?;
    Ok(shown(&key, &account))
}

fn is_closed(id: &OrganisationId) -> String {
    format!("the organisation {id} is closed, and none of its keys is taken; `keiin organisation reopen {id}`")
}

/// The answer that shows a new key, once.
pub fn shown(key: &ApiKey, account: &Account) -> Answer {
    let Sender { organisation, organisation_name, name, email, .. } = &account.sender;
    let note = format!(
        "An API key of {organisation} ({organisation_name}) for {name} <{email}>, id {}, {}. It is shown this once and stored \
         nowhere: hand it over by a way that nobody else reads.",
        id(key.digest()),
        in_words(&account.terms)
    );
    let json = json!({"organisation": organisation.as_str(), "id": id(key.digest()), "key": key.reveal()});
    Answer::new(key.reveal(), json).with_note(note)
}

/// All keys, or those of an organisation.
pub async fn list(table: &Table, organisation: Option<&OrganisationId>) -> Result<Answer> {
    let ListedSettings { settings, unreadable } = list_settings(table).await?;
    let mut all = accounts(settings);
    all.retain(|(_, account)| organisation.is_none_or(|one| *one == account.sender.organisation));
    all.sort_by(|(d1, a), (d2, b)| (&a.sender.organisation, d1).cmp(&(&b.sender.organisation, d2)));
    let row = |(digest, Account { sender, terms, .. }): &(Digest, Account)| {
        let who = format!("{}, {} <{}>", sender.organisation_name, sender.name, sender.email);
        let or_dash = |text: String| if text.is_empty() { "-".to_owned() } else { text };
        let expires = or_dash(terms.expires_at.map(|end| end.to_string()).unwrap_or_default());
        let (organisation, from) = (sender.organisation.to_string(), or_dash(joined(&terms.addresses)));
        let (scopes, label) = (joined(&terms.scopes), or_dash(terms.label.clone()));
        [id(*digest), organisation, scopes, expires, from, label, who]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    let json: Vec<Value> = all.iter().map(|(digest, account)| in_json(*digest, account)).collect();
    let text = columns(["ID", "ORGANISATION", "SCOPES", "EXPIRES", "FROM", "LABEL", "SENDER"], &rows);
    Ok(Answer::new(text, Value::Array(json)).without(&unreadable))
}

/// Revokes the key with this id, or the one on standard input. A key that is given whole is revoked without being looked for,
/// and one whose row cannot be read like any other.
pub async fn revoke(table: &Table, given: Option<&str>) -> Result<Answer> {
    let digest = match given {
        Some(id) => with_id(&list_settings(table).await?, id)?,
        None => digest_of_input()?,
    };
    let removed = take(table, digest).await.context("removing the API key")?;
    let account = match removed {
        Found::Setting(Setting::ApiKey(_, account)) => account,
        Found::Nothing => bail!("{NO_SUCH_KEY}"),
        Found::Setting(_) | Found::Unreadable(_) => {
            let text = format!("Revoked the API key {}, whose row could not be read.", id(digest));
            return Ok(Answer::new(text, json!({"id": id(digest)})));
        }
    };
    let Sender { organisation, name, email, .. } = &account.sender;
    let text = format!("Revoked the API key {} of {organisation} ({name} <{email}>).", id(digest));
    let answer = Answer::new(text, in_json(digest, &account));
    let note = match all_accounts(table).await {
        Ok(all) if all.iter().any(|(other, a)| *other != digest && a.sender.organisation == *organisation) => {
            return Ok(answer);
        }
        Ok(_) => format!(
            "It was the last one of {organisation}, which can send nothing any more; envelopes that are on their way go on."
        ),
        Err(error) => format!("Whether {organisation} has another is not known: {error:#}."),
    };
    Ok(answer.with_note(note))
}

/// Takes the key away, out of its organisation's list as well where it is there.
async fn take(table: &Table, digest: Digest) -> Result<Found> {
    // A row that cannot be read says of nothing more that goes with it.
    if let Ok(Some(account)) = ApiKeys::find(table, digest).await
        && let Some(id) = account.id
    {
        let (about, organisation) = (About { key: Some(id), ..About::default() }, &account.sender.organisation);
        let revoke = |_: &_, _: &_| Ok(Change::RevokeKey);
        match registry(table).change(organisation, &about, &Actor::Operator, None, revoke).await {
            Ok(_) => return Ok(Found::Setting(Setting::ApiKey(digest, account))),
            Err(ChangeError::Refused(Refusal::UnknownKey)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(remove_setting(table, &SettingsKey::ApiKey(digest)).await?)
}

/// Also where it has just been revoked, and the answer was lost.
const NO_SUCH_KEY: &str = "there is no such API key (any more); `keiin api-key list` shows the ids of all";

/// The key whose SHA-256 begins so, among those that can be read and those that cannot.
fn with_id(listed: &ListedSettings, id: &str) -> Result<Digest> {
    if let Ok(whole) = id.parse() {
        return Ok(whole);
    }
    let readable = listed.settings.iter().map(Setting::key);
    let unreadable = listed.unreadable.iter().filter_map(|row| row.key.clone());
    let digests = readable.chain(unreadable).filter_map(|key| match key {
        SettingsKey::ApiKey(digest) => Some(digest),
        SettingsKey::Organisation(_)
        | SettingsKey::Certificate(_)
        | SettingsKey::TimestampAuthorities
        | SettingsKey::TrustAnchors => None,
    });
    let matching: Vec<_> = digests.filter(|digest| digest.to_string().starts_with(id)).collect();
    match matching[..] {
        [one] => Ok(one),
        [] => bail!("{NO_SUCH_KEY}"),
        _ => bail!("{id} is the beginning of several ids; give more digits"),
    }
}

fn digest_of_input() -> Result<Digest> {
    let mut text = String::new();
    std::io::stdin().take(4096).read_to_string(&mut text).context("reading the key from standard input")?;
    Ok(Digest::of(text.trim().as_bytes()))
}

/// All API keys.
///
/// # Errors
/// One that cannot be read may be of any organisation: nothing is decided without it.
pub async fn all_accounts(table: &Table) -> Result<Vec<(Digest, Account)>> {
    let ListedSettings { settings, unreadable } = list_settings(table).await?;
    if let Some(row) = unreadable
        .iter()
        .find(|row| !matches!(row.key, Some(SettingsKey::Certificate(_) | SettingsKey::Organisation(_))))
    {
        bail!("{}; revoke that API key first, or use the `keiin` of the version that made it", row.reason);
    }
    Ok(accounts(settings))
}

/// The API keys among settings.
pub fn accounts(settings: Vec<Setting>) -> Vec<(Digest, Account)> {
    let account = |setting| match setting {
        Setting::ApiKey(digest, account) => Some((digest, account)),
        Setting::Organisation(_)
        | Setting::Certificate(..)
        | Setting::TimestampAuthorities(_)
        | Setting::TrustAnchors(_) => None,
    };
    settings.into_iter().filter_map(account).collect()
}

/// What all keys of an organisation say of it.
fn known(accounts: &[(Digest, Account)], organisation: &OrganisationId) -> Result<(String, Policy)> {
    let own = || accounts.iter().map(|(_, account)| account).filter(|a| a.sender.organisation == *organisation);
    let Some(first) = own().next() else {
        bail!("the organisation {organisation} has no API key yet; add it by `keiin organisation add {organisation}`");
    };
    let says = |account: &Account| (account.sender.organisation_name.clone(), account.policy.clone());
    if let Some(other) = own().find(|other| says(other) != says(first)) {
        let (one, other) = (&first.sender.organisation_name, &other.sender.organisation_name);
        bail!(
            "the keys of {organisation} do not agree on its name and policy ({one}, {other}): revoke those that are wrong"
        );
    }
    Ok(says(first))
}

/// What a key is called in lists.
pub fn id(digest: Digest) -> String {
    digest.to_string().chars().take(ID_LENGTH).collect()
}

/// Terms as a part of a sentence.
fn in_words(terms: &KeyTerms) -> String {
    let until = terms.expires_at.map_or("without end".to_owned(), |end| format!("until {end}"));
    let from = if terms.addresses.is_empty() { "anywhere".to_owned() } else { joined(&terms.addresses) };
    format!("good for {} from {from}, {until}", joined(&terms.scopes))
}

fn joined<'a, T: ToString + 'a>(all: impl IntoIterator<Item = &'a T>) -> String {
    texts(all).join(",")
}

fn texts<'a, T: ToString + 'a>(all: impl IntoIterator<Item = &'a T>) -> Vec<String> {
    all.into_iter().map(ToString::to_string).collect()
}

fn in_json(digest: Digest, Account { sender, terms, .. }: &Account) -> Value {
    json!({
        "label": terms.label,
        "scopes": texts(&terms.scopes),
        "expires_at": terms.expires_at.map(|end| end.to_string()),
        "from": texts(&terms.addresses),
        "id": id(digest),
        "organisation": sender.organisation.as_str(),
        "organisation_name": sender.organisation_name,
        "sender_name": sender.name,
        "sender_email": sender.email.to_string(),
        "language": sender.language.tag(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(organisation: &str, name: &str) -> (Digest, Account) {
        let sender = Sender {
            organisation: organisation.to_owned().try_into().unwrap(),
            organisation_name: name.to_owned(),
            organisation_name_en: None,
            person: None,
            name: "佐藤 花子".to_owned(),
            email: "sato@city.example".parse().unwrap(),
            language: domain::language::Language::Ja,
        };
        let (terms, policy) = (KeyTerms::for_envelopes(), Policy::default());
        let account = Account { sender, terms, policy, id: None, generation: 0, has_organisation: false };
        (Digest::of(name.as_bytes()), account)
    }

    #[test]
    fn a_key_is_good_for_what_was_said_and_for_everything_where_nothing_was() {
        let now: Timestamp = "2026-11-28T00:00:00Z".parse().unwrap();
        assert_eq!(terms(arguments::Terms::default(), now), KeyTerms::for_envelopes());
        let asked = arguments::Terms {
            label: Some("会計システム".to_owned()),
            scopes: vec![Scope::EnvelopesRead, Scope::EnvelopesRead],
            expires_in: Some(90),
            addresses: vec!["203.0.113.7".parse().unwrap()],
        };
        let made = terms(asked, now);
        assert_eq!(made.expires_at, Some("2027-02-26T00:00:00Z".parse().unwrap()));
        let said = in_words(&made);
        assert_eq!(said, "good for envelopes:read from 203.0.113.7/32, until 2027-02-26T00:00:00Z");
    }

    #[test]
    fn another_key_says_of_the_organisation_what_the_others_say() {
        let id = |text: &str| OrganisationId::try_from(text.to_owned()).unwrap();
        let all = [account("takikawa", "滝川市"), account("sorachi", "空知総合振興局")];
        assert_eq!(known(&all, &id("takikawa")).unwrap().0, "滝川市");
        let error = known(&all, &id("asahikawa")).unwrap_err().to_string();
        assert!(error.contains("keiin organisation add asahikawa"), "{error}");
        let torn = [account("takikawa", "滝川市"), account("takikawa", "瀧川市")];
        let error = known(&torn, &id("takikawa")).unwrap_err().to_string();
        assert!(error.contains("revoke those that are wrong"), "{error}");
    }
}
