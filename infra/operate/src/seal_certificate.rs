//! The commands of `keiin key`: a seal's key, the request for its certificate, the certificate's import.

use std::fmt;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use aws::table::{
    Found, ListedSettings, Setting, SettingsKey, Table, change_setting, find_setting, list_settings, note_seal,
    remove_setting,
};
use aws_sdk_kms::types;
use domain::ids::OrganisationId;
use domain::organisation::{LoggedCertificate, SealAct};
use domain::ports::{SealHolder, SealingCertificate, SealingCertificates};
use domain::registered_seal::{RegisteredSeal, SealName};
use jiff::Timestamp;
use pades::certificate::CertificateChain;
use pades::request::{RequestError, SignedRequest, SubjectName};
use serde_json::json;

use crate::answer::{Answer, columns};
use crate::arguments::{ImportCertificate, KeyMake, KeySpec, Owner, RequestCertificate, SubjectPart};
use crate::certificate::{self, Issued};
use crate::connection::Connection;
use crate::seal_acts;
use crate::seal_key::{self, Requester, SealKey};
use crate::seal_users::{self, Certificate, Users};
use crate::seal_words::{arguments, words};
use crate::{Usage, read_file};

impl From<KeySpec> for types::KeySpec {
    fn from(spec: KeySpec) -> Self {
        match spec {
            KeySpec::Rsa3072 => Self::Rsa3072,
            KeySpec::P256 => Self::EccNistP256,
        }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.registered() {
            Some(seal) => f.write_str(&words(&seal)),
            None => f.write_str("the operator's seal"),
        }
    }
}

impl Owner {
    /// The arguments that name this owner.
    fn arguments(&self) -> String {
        self.registered().map_or_else(|| "--operator".to_owned(), |seal| arguments(&seal))
    }
}

/// Makes a key.
pub async fn make(connection: &Connection, asked: KeyMake) -> Result<Answer> {
    let KeyMake { owner, spec, another } = asked;
    let (kms, stack) = (connection.kms(), &connection.stack);
    if let Some(there) = newest_key(connection, owner.registered().as_ref()).await?
        && !another
    {
        bail!(
            "{owner} has a key already, {}: `keiin key request-certificate {}` makes a request for it; --another makes \
             another key",
            there.arn,
            owner.arguments()
        );
    }
    let registered = owner.registered();
    let arn = seal_key::create(&kms, stack, registered.as_ref(), spec.into()).await?;
    let alias = seal_key::alias(&stack.name, registered.as_ref());
    let json = json!({"key": arn, "alias": alias});
    let note = format!("Next: `keiin key request-certificate {} --subject …`.", owner.arguments());
    Ok(Answer::new(format!("{arn}\n{alias}"), json).with_note(note))
}

/// The key that was made last for an owner.
async fn newest_key(connection: &Connection, seal: Option<&RegisteredSeal>) -> Result<Option<SealKey>> {
    let (kms, stack) = (connection.kms(), &connection.stack);
    let by_alias = seal_key::find(&kms, &seal_key::alias(&stack.name, seal)).await?;
    match (by_alias, seal) {
        (Some(key), _) => Ok(Some(key)),
        // The stack's own.
        (None, None) => seal_key::find(&kms, stack.output("OperatorSealKeyArn")?).await,
        (None, Some(_)) => Ok(None),
    }
}

async fn key(connection: &Connection, owner: &Owner, named: Option<&str>) -> Result<SealKey> {
    let found = match named {
        Some(named) => seal_key::find(&connection.kms(), named).await?,
        None => newest_key(connection, owner.registered().as_ref()).await?,
    };
    match (found, named) {
        (Some(key), _) => Ok(key),
        (None, Some(named)) => bail!("there is no key {named} in {}", connection.stack.region()),
        (None, None) => bail!("{owner} has no key yet; make one by `keiin key make {}`", owner.arguments()),
    }
}

/// Makes a certificate request.
pub async fn request(connection: &Connection, asked: RequestCertificate) -> Result<Answer> {
    let RequestCertificate { owner, key: named, subject: parts, out, allow_once } = asked;
    let subject = subject(&parts)?;
    if let Some(out) = out.as_deref().filter(|out| out.exists()) {
        return Err(Usage(format!("{} is there already; name another file, or remove it", out.display())).into());
    }
    let key = key(connection, &owner, named.as_deref()).await?;
    let signed = match allow_once {
        false => seal_key::request_certificate(&connection.kms(), &key, &subject).await,
        true => {
            let requester = caller(connection).await?;
            let (kms, stack) = (connection.kms(), &connection.stack);
            seal_key::request_certificate_once(&kms, stack, &key, &subject, &requester).await
        }
    };
    // What was typed for the subject is wrong, and not what was found.
    let signed = signed.map_err(|error| match error.downcast_ref::<RequestError>() {
        Some(wrong @ RequestError::Name { .. }) => Usage(wrong.to_string()).into(),
        _ => error,
    })?;
    let json = json!({"key": key.arn, "subject": subject.to_string(), "request_pem": signed.to_pem()});
    let note = format!(
        "The request for {owner} has the subject {subject}. Have a certification authority issue the certificate, then \
         `keiin key import-certificate {} --chain FILE`.",
        owner.arguments()
    );
    let text = match &out {
        Some(out) => {
            write_new(out, &signed)?;
            format!("{} has the request.", out.display())
        }
        None => signed.to_pem(),
    };
    Ok(Answer::new(text, json).with_note(note))
}

fn write_new(out: &Path, request: &SignedRequest) -> Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(out);
    let written = file.and_then(|mut file| file.write_all(request.to_pem().as_bytes()));
    written.with_context(|| format!("writing {}", out.display()))
}

async fn caller(connection: &Connection) -> Result<Requester> {
    let sts = aws_sdk_sts::Client::new(&connection.config);
    let caller = sts.get_caller_identity().send().await.context("asking who you are")?.arn;
    Ok(Requester::of_caller(&caller.context("the answer holds no ARN")?))
}

/// Puts a key's policy in place again.
pub async fn protect(connection: &Connection, owner: &Owner, named: Option<&str>) -> Result<Answer> {
    let key = key(connection, owner, named).await?;
    seal_key::protect(&connection.kms(), &connection.stack, &key).await?;
    let text = format!("By {} nobody but seal-document may sign.", key.arn);
    Ok(Answer::new(text, json!({"key": key.arn})))
}

/// The subject of its parts, each of which stands once.
fn subject(parts: &[SubjectPart]) -> Result<SubjectName, Usage> {
    let mut subject = SubjectName::default();
    let mut common_name = None;
    for SubjectPart { name, value } in parts {
        let place = match *name {
            "C" => &mut subject.country,
            "ST" => &mut subject.state,
            "L" => &mut subject.locality,
            "O" => &mut subject.organization,
            "OU" => &mut subject.organizational_unit,
            _ => &mut common_name,
        };
        if place.replace(value.clone()).is_some() {
            return Err(Usage(format!("--subject {name}=… is given twice; a subject has each part once")));
        }
    }
    let Some(common_name) = common_name else {
        return Err(Usage("--subject CN=… is missing; it is the name that viewers of the contract see".to_owned()));
    };
    Ok(SubjectName { common_name, ..subject })
}

/// Imports a certificate.
pub async fn import(connection: &Connection, asked: ImportCertificate, now: Timestamp) -> Result<Answer> {
    let ImportCertificate { owner, key: named, chain, name, name_en, persons, organisations, replace } = asked;
    let name = name.map(|ja| SealName { ja, en: name_en });
    let pem = read_file(&chain)?;
    let key = key(connection, &owner, named.as_deref()).await?;
    let issued = certificate::judge(&pem, &key.public_key, now)?;
    let users = Users { persons, organisations };
    let stored = store(&connection.table()?, &owner, name, &key, &issued, users, replace).await?;
    let nobody = owner.organisation.is_some() && stored.persons.is_empty();
    let answer = imported(&owner, &key, &issued);
    let note = || format!("Nobody may sign with it yet: `keiin key allow {} --person ADDRESS`.", owner.arguments());
    Ok(if nobody { answer.with_note(note()) } else { answer })
}

/// Puts a certificate that was checked to use. One that is in use already is only replaced if that is said; a list of users
/// that is empty leaves the stored one as it is, and so does no name.
pub async fn store(
    table: &Table,
    owner: &Owner,
    name: Option<SealName>,
    key: &SealKey,
    issued: &Issued,
    users: Users,
    replace: bool,
) -> Result<SealingCertificate> {
    let Users { persons, organisations } = users;
    let registered = owner.registered();
    let setting_key = SettingsKey::Certificate(registered.clone());
    let (is_there, known) = match find_setting(table, &setting_key).await.context("nothing was imported")? {
        Found::Nothing => (false, None),
        _ if !replace => bail!("{}", already(owner)),
        Found::Setting(Setting::Certificate(_, certificate)) => (true, Some(certificate)),
        // Nothing of it is taken over: who may use the seal must be said anew.
        Found::Setting(_) | Found::Unreadable(_) => (true, None),
    };
    let has_name = name.is_some() || known.as_ref().is_some_and(|known| known.name.is_some());
    if !has_name && registered.as_ref().is_some_and(|seal| seal.further().is_some()) {
        return Err(Usage(format!("{owner} has no name yet; say what people read: --name 滝川市長之印")).into());
    }
    if let Some(seal) = &registered {
        match &known {
            // Before there is a certificate that somebody of an earlier list could sign with.
            None => seal_users::set_persons(table, seal, Certificate::Unknown, persons.clone()).await?,
            Some(_) if persons.is_empty() => {}
            Some(_) => seal_users::set_persons(table, seal, Certificate::Known, persons.clone()).await?,
        }
        for act in acts(is_there, known.as_ref(), &issued.chain_pem, name.as_ref(), &organisations)? {
            seal_acts::record(table, seal, act).await?;
        }
    }
    // Before anything can be sealed with it. The one before is noted too: it may be from before certificates were.
    let holder = registered.clone().map_or(SealHolder::Operator, SealHolder::Registered);
    let before = known.as_ref().and_then(|known| seal_acts::logged(&known.chain_pem));
    for certificate in before.into_iter().chain(seal_acts::logged(&issued.chain_pem)) {
        note_seal(table, certificate.fingerprint, &holder).await.context("nothing was imported")?;
    }
    let next = |before| {
        let before = match before {
            Found::Nothing => None,
            _ if !replace => return Err(already(owner)),
            Found::Setting(Setting::Certificate(_, before)) => Some(before),
            Found::Setting(_) | Found::Unreadable(_) => None,
        };
        let (name_before, persons_before, organisations_before) =
            before.map(|before| (before.name, before.persons, before.organisations)).unwrap_or_default();
        let next = SealingCertificate {
            name: name.clone().or(name_before),
            key_id: key.arn.clone(),
            chain_pem: issued.chain_pem.clone(),
            // Where others are named, they stand in a row of their own.
            persons: if persons.is_empty() { persons_before } else { Vec::new() },
            organisations: if organisations.is_empty() { organisations_before } else { organisations.clone() },
        };
        Ok(Setting::Certificate(registered.clone(), next))
    };
    change_setting(table, &setting_key, next).await.context("nothing was imported")?;
    let stored = SealingCertificates::find(table, registered.as_ref()).await?;
    stored.context("the certificate was taken away meanwhile")
}

/// What the organisation's log tells of an import: of the certificate only where it is another than the one before.
fn acts(
    is_there: bool,
    before: Option<&SealingCertificate>,
    chain_pem: &str,
    name: Option<&SealName>,
    organisations: &[OrganisationId],
) -> Result<Vec<SealAct>> {
    let after = seal_acts::logged(chain_pem).context("the certificate cannot be read")?;
    let known = before.and_then(|before| seal_acts::logged(&before.chain_pem));
    let is_same = known.as_ref().is_some_and(|known| known.fingerprint == after.fingerprint);
    let mut acts = match is_there {
        false => vec![SealAct::Import(after)],
        true if is_same => Vec::new(),
        true => vec![SealAct::Replace { before: known, after }],
    };
    let name_before = before.and_then(|before| before.name.clone());
    if name.is_some() && name != name_before.as_ref() {
        acts.push(SealAct::SetName { before: name_before, after: name.cloned() });
    }
    let askers = before.map(|before| before.organisations.clone()).unwrap_or_default();
    if !organisations.is_empty() && askers != organisations {
        acts.push(SealAct::SetAskers { before: askers, after: organisations.to_vec() });
    }
    Ok(acts)
}

fn already(owner: &Owner) -> String {
    format!("{owner} has a certificate already; say --replace to put this one in its place")
}

fn imported(owner: &Owner, key: &SealKey, issued: &Issued) -> Answer {
    let Issued { subject, issuer, valid_until, .. } = issued;
    let text = format!("Imported for {owner}: {subject}, issued by {issuer}, valid until {valid_until}.");
    let json = json!({"key": key.arn, "subject": subject, "issuer": issuer, "valid_until": valid_until.to_string()});
    Answer::new(text, json)
}

/// Takes an organisation's certificate out of use, also one whose row cannot be read, and where the organisation's log cannot be
/// written: first it goes, then that is recorded.
pub async fn remove(table: &Table, seal: &RegisteredSeal) -> Result<Answer> {
    let key = SettingsKey::Certificate(Some(seal.clone()));
    let certificate = match remove_setting(table, &key).await.context("removing the certificate")? {
        Found::Nothing => bail!("there is nothing to remove: {} has no certificate", words(seal)),
        Found::Setting(Setting::Certificate(_, certificate)) => Some(certificate),
        Found::Setting(_) | Found::Unreadable(_) => None,
    };
    let logged = certificate.as_ref().and_then(|certificate| seal_acts::logged(&certificate.chain_pem));
    let recorded = seal_acts::record(table, seal, SealAct::Remove(logged.clone())).await;
    // Whoever might sign with this certificate is not named for one that comes later.
    let unnamed = seal_users::set_persons(table, seal, Certificate::Unknown, Vec::new()).await;
    let answer = removed(seal, certificate.map(|certificate| certificate.key_id));
    let answer = match recorded {
        Ok(()) => answer,
        Err(error) => not_recorded(answer, logged.as_ref(), &error),
    };
    Ok(match unnamed {
        Ok(()) => answer,
        Err(error) => {
            let note = format!("Who might sign with it is still stored; an import says anew who may sign: {error:#}.");
            Answer { complete: false, ..answer.with_note(note) }
        }
    })
}

fn removed(seal: &RegisteredSeal, key_id: Option<String>) -> Answer {
    let text = format!(
        "{} is out of use. Envelopes that wait for it cannot be signed with it.",
        words(seal).replacen("the", "The", 1)
    );
    let json = json!({"organisation": seal.owner().as_str(), "seal": seal.id().as_str(), "key": key_id});
    let answer = Answer::new(text, json);
    let note = |key| format!("Its key {key} is still in KMS; `aws kms schedule-key-deletion` ends it for good.");
    match key_id {
        Some(key) => answer.with_note(note(key)),
        None => answer,
    }
}

/// The same where the log could not be written. Nothing can tell later which certificate it was, so that it is told here.
fn not_recorded(answer: Answer, certificate: Option<&LoggedCertificate>, error: &anyhow::Error) -> Answer {
    let certificate = match certificate {
        Some(LoggedCertificate { fingerprint, serial_number, .. }) => {
            format!("the certificate with the serial number {serial_number} and the SHA-256 {fingerprint}")
        }
        None => "the certificate, which could not be read,".to_owned(),
    };
    let note = format!(
        "The organisation's log does not tell of it: {certificate} is out of use, and that could not be recorded: {error:#}. \
         Note it elsewhere."
    );
    Answer { complete: false, ..answer.with_note(note) }
}

/// All certificates in use.
pub async fn list(connection: &Connection) -> Result<Answer> {
    let ListedSettings { settings, unreadable } = list_settings(&connection.table()?).await?;
    let mut all: Vec<_> = settings.into_iter().filter_map(certificate_in).collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    let owner = |seal: &Option<RegisteredSeal>| match seal {
        Some(seal) => (seal.owner().to_string(), seal.id().to_string()),
        None => ("(operator)".to_owned(), "-".to_owned()),
    };
    let read = |certificate: &SealingCertificate| match CertificateChain::from_pem(&certificate.chain_pem) {
        Ok(chain) => (chain.signer().not_after().to_string(), chain.signer().subject()),
        Err(error) => ("unreadable".to_owned(), error.to_string()),
    };
    let name = |certificate: &SealingCertificate| certificate.name.clone().map(|name| (name.ja, name.en)).unzip();
    let row = |(of, certificate): &(Option<RegisteredSeal>, SealingCertificate)| {
        let (until, subject) = read(certificate);
        let list = |texts: Vec<String>| if texts.is_empty() { "-".to_owned() } else { texts.join(",") };
        let (persons, may_ask) = (list(seal_users::persons(certificate)), list(seal_users::organisations(certificate)));
        let (owner, seal) = owner(of);
        let name = name(certificate).0.unwrap_or_else(|| "-".to_owned());
        [owner, seal, name, until, certificate.key_id.clone(), persons, may_ask, subject]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    let json = all.iter().map(|(of, certificate)| {
        let (until, subject) = read(certificate);
        let (persons, organisations) = (seal_users::persons(certificate), seal_users::organisations(certificate));
        let (name, name_en) = name(certificate);
        json!({"organisation": of.as_ref().map(|seal| seal.owner().to_string()), "seal": of.as_ref().map(RegisteredSeal::id),
            "name": name, "name_en": name_en.flatten(), "key": certificate.key_id, "subject": subject, "valid_until": until, "persons": persons, "may_ask": organisations})
    });
    let text = columns(["OWNER", "SEAL", "NAME", "VALID UNTIL", "KEY", "MAY SIGN", "MAY ASK", "SUBJECT"], &rows);
    Ok(Answer::new(text, json.collect()).without(&unreadable))
}

/// A setting that is a certificate, with its registered seal.
pub(crate) fn certificate_in(setting: Setting) -> Option<(Option<RegisteredSeal>, SealingCertificate)> {
    match setting {
        Setting::Certificate(seal, certificate) => Some((seal, certificate)),
        Setting::Organisation(_)
        | Setting::ApiKey(..)
        | Setting::TimestampAuthorities(_)
        | Setting::TrustAnchors(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_has_each_part_once_and_a_common_name() {
        let parts = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<SubjectPart>>();
        let full = subject(&parts(&["C=JP", "ST=北海道", "L=滝川市", "O=滝川市", "OU=総務課", "CN=滝川市長"])).unwrap();
        assert_eq!((full.country.as_deref(), full.common_name.as_str()), (Some("JP"), "滝川市長"));
        assert_eq!(full.organizational_unit.as_deref(), Some("総務課"));
        let error = subject(&parts(&["CN=a", "O=b", "O=c"])).unwrap_err().to_string();
        assert!(error.contains("O=… is given twice"), "{error}");
        let error = subject(&parts(&["O=b"])).unwrap_err().to_string();
        assert!(error.contains("CN=… is missing"), "{error}");
    }

    #[test]
    fn a_removal_that_the_log_lacks_is_told_with_the_certificate_and_is_not_complete() {
        let takikawa = RegisteredSeal::of("takikawa".to_owned().try_into().unwrap());
        let answer = removed(&takikawa, Some("key/1".to_owned()));
        assert!(answer.complete && answer.notes[0].contains("key/1 is still in KMS"), "{answer:?}");
        let certificate = LoggedCertificate {
            fingerprint: domain::digest::Digest::ZERO,
            serial_number: "0a1b".to_owned(),
            not_after: "2030-01-01T00:00:00Z".parse().unwrap(),
        };
        let error = anyhow::anyhow!("the row is about another");
        let lacking = not_recorded(answer.clone(), Some(&certificate), &error);
        assert!(!lacking.complete && lacking.text.contains("is out of use"), "{lacking:?}");
        let note = lacking.notes.last().unwrap();
        for part in ["log does not tell of it", "0a1b", "0000", "is out of use", "the row is about another"] {
            assert!(note.contains(part), "{part}: {note}");
        }
        assert!(not_recorded(answer, None, &error).notes[1].contains("could not be read"));
    }

    #[test]
    fn an_import_of_the_same_certificate_is_logged_by_what_changes_beside_it() {
        let before = fakes::readable_certificate(&["mayor@city.example"], &["sorachi"]);
        let name = SealName { ja: "滝川市長之印".to_owned(), en: None };
        let of = |is_there: bool, before: Option<&SealingCertificate>, name: Option<&SealName>| {
            acts(is_there, before, &fakes::readable_certificate(&[], &[]).chain_pem, name, &[])
        };
        let logged = seal_acts::logged(&before.chain_pem).unwrap();
        assert_eq!(of(true, Some(&before), None).unwrap(), []);
        let named = SealAct::SetName { before: None, after: Some(name.clone()) };
        assert_eq!(of(true, Some(&before), Some(&name)).unwrap(), [named]);
        // The one before is another, or cannot be read.
        let damaged = SealingCertificate { chain_pem: String::new(), ..before.clone() };
        let replaced = SealAct::Replace { before: None, after: logged.clone() };
        assert_eq!(of(true, Some(&damaged), None).unwrap(), std::slice::from_ref(&replaced));
        assert_eq!(of(true, None, None).unwrap(), [replaced]);
        assert_eq!(of(false, None, None).unwrap(), [SealAct::Import(logged)]);
    }
}
