//! Rows that earlier code wrote are read for ever, and written again as they were.
//!
//! The folders in `rows` hold them as DynamoDB got them; `keep_rows` says how they came there.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aws::stored::job::JobMessage;
use aws::stored::{Row, Unreadable, setting};
use domain::authorisation::KeyTerms;
use domain::contact::{Book, Contact, ImportCounts};
use domain::digest::Digest;
use domain::envelope::{ChainHead, Envelope};
use domain::evidence::{Event, EventKind, verify_chain};
use domain::factor::{FactorSecret, KnownDevice, OneTimeCode, SignIn};
use domain::folder::Folder;
use domain::ids::PersonId;
use domain::job::Job;
use domain::link::AccessLink;
use domain::organisation::{
    AddressBoundLinks, Directory, Entry, EntryKind, LinkRule, ListedKey, Organisation, Person, Session,
};
use domain::policy::KeepContacts;
use domain::ports::{Account, Invitation, SealHolder, SealIntent, SealPersons, SealingCertificate, StoredAnswer};
use domain::preparation::Progress;
use domain::seal_use::SealUseEntry;
use domain::summary::EnvelopeSummary;
use serde_json::{Value, json};

/// Messages of queues, which are no rows.
const JOBS: &str = "jobs.json";

/// Every file with its items.
fn files() -> BTreeMap<String, Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rows");
    let folders = std::fs::read_dir(folder).unwrap().map(|folder| folder.unwrap().path());
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()));
    let read = |file: &Path| serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let name = |file: &Path| file.display().to_string();
    files.map(|file| (name(&file), read(&file))).collect()
}

fn items() -> impl Iterator<Item = Value> {
    files().into_iter().filter(|(name, _)| !name.ends_with(JOBS)).flat_map(|(_, items)| items)
}

fn text<'i>(item: &'i Value, attribute: &str) -> &'i str {
    item[attribute]["S"].as_str().unwrap_or_else(|| panic!("{attribute} is missing in {item}"))
}

/// The row is read, and written again as it was but for what it says about its schema.
fn round_trip<R: Row>(stored: &str) -> R {
    let read = R::from_row(stored).unwrap_or_else(|error| panic!("{error:?}: {stored}"));
    let mut was: Value = serde_json::from_str(stored).unwrap();
    let mut is: Value = serde_json::from_str(&read.to_row().unwrap()).unwrap();
    assert_eq!(is["schema"], R::SCHEMA);
    for row in [&mut was, &mut is] {
        row.as_object_mut().unwrap().remove("schema");
    }
    assert_eq!(is, was);
    read
}

/// Whether a value is the same, with parts that were not there before if need be.
fn holds(value: &Value, before: &Value) -> bool {
    match before.as_object() {
        Some(parts) => parts.iter().all(|(name, part)| holds(&value[name], part)),
        None => value == before,
    }
}

#[test]
fn every_kept_row_is_read_and_written_again_as_it_was() {
    for item in items() {
        let (pk, sk) = (text(&item, "PK"), text(&item, "SK"));
        let body = |attribute| text(&item, attribute);
        match (pk.split('#').next().unwrap(), sk.split('#').next().unwrap()) {
            ("ENVELOPE", "META") => {
                let envelope: Envelope = round_trip(body("body"));
                assert_eq!(pk, format!("ENVELOPE#{}", envelope.id));
                assert_eq!(item["version"]["N"], envelope.version.to_string());
                // Since there are lists; the first rows had no summary.
                if item["summary"].is_object() {
                    let summary = round_trip::<EnvelopeSummary>(body("summary"));
                    assert_eq!((summary.id, summary.version), (envelope.id, envelope.version));
                }
            }
            ("ENVELOPE", "EVENT") => {
                let event = Event::from_json(body("body")).unwrap();
                assert_eq!(event.to_json().unwrap(), body("body"), "byte for byte");
                assert_eq!(Digest::of(body("body").as_bytes()).to_string(), body("digest"));
                assert_eq!(sk, format!("EVENT#{:08}", event.sequence));
            }
            ("LINKADDRESSES", "RULE") => drop(round_trip::<LinkRule>(body("body"))),
            ("SEALPERSONS", "PERSONS") => drop(round_trip::<SealPersons>(body("body"))),
            ("SEALUSE", "USE") => {
                let used: SealUseEntry = round_trip(body("body"));
                assert_eq!((pk, sk), (&*seal_use_key(&used), &*format!("USE#{}", used.place())));
            }
            ("ENVELOPE", "SEAL") => drop(round_trip::<SealIntent>(body("intent"))),
            ("ENVELOPE", "UPLOAD") => {
                if item["body"].is_object() {
                    round_trip::<Progress>(body("body"));
                }
            }
            ("LINK", "LINK") => drop(round_trip::<AccessLink>(body("body"))),
            ("FACTOR", "SECRET") => drop(round_trip::<FactorSecret>(body("body"))),
            ("FACTOR", "CODE") => drop(round_trip::<OneTimeCode>(body("body"))),
            ("SIGNIN", "SIGNIN") => drop(round_trip::<SignIn>(body("body"))),
            ("DEVICE", "DEVICE-2") => drop(round_trip::<KnownDevice>(body("body"))),
            ("IDEMPOTENCY", "KEY") => drop(round_trip::<StoredAnswer>(body("answer"))),
            ("ORGANISATION", "ORGANISATION") => {
                // Until the fourth schema they said less.
                let organisation = Organisation::from_row(body("body")).unwrap();
                let again: Value = serde_json::from_str(&organisation.to_row().unwrap()).unwrap();
                let stored: Value = serde_json::from_str(body("body")).unwrap();
                let mut kept = stored.as_object().unwrap().iter().filter(|(name, _)| *name != "schema");
                assert!(kept.all(|(name, value)| holds(&again[name], value)), "{again}");
                assert!(stored["schema"] != 1 || organisation.addresses.is_empty());
                // Whoever was there before it could be set has told nobody that recipients are kept.
                let says_nothing = stored["policy"]["keep_contacts"].is_null();
                assert!(!says_nothing || organisation.policy.keep_contacts == KeepContacts::Off, "{organisation:?}");
                let is_bound = organisation.address_bound_links != AddressBoundLinks::None;
                assert!(!is_bound || stored["schema"].as_u64() >= Some(4), "{organisation:?}");
            }
            ("ORGANISATION", "DIRECTORY") => drop(round_trip::<Directory>(body("body"))),
            ("ORGANISATION", "FOLDER") => drop(round_trip::<Folder>(body("body"))),
            ("ORGANISATION", "PERSON") => drop(round_trip::<Person>(body("body"))),
            ("SESSIONS", "SESSION") => drop(round_trip::<Session>(body("body"))),
            ("ORGANISATION", "KEY") => drop(round_trip::<ListedKey>(body("body"))),
            ("CONTACTS", "BOOK") => {
                let book: Book = round_trip(body("body"));
                assert_eq!(item["version"]["N"], book.version.to_string());
            }
            ("CONTACTS", "CONTACT") => {
                let contact: Contact = round_trip(body("body"));
                assert_eq!(
                    (sk, &item["version"]["N"]),
                    (&*format!("CONTACT#{}", contact.id), &json!(contact.version.to_string()))
                );
            }
            ("CONTACTS", "IMPORT") => drop(round_trip::<ImportCounts>(body("body"))),
            ("INVITATION", "INVITATION") => drop(round_trip::<Invitation>(body("body"))),
            ("LOG", "ENTRY") => {
                let entry = Entry::from_json(body("body")).unwrap();
                if let EntryKind::OrganisationAdded { after } = &entry.kind
                    && !body("body").contains("keep_contacts")
                {
                    assert_eq!(after.policy.keep_contacts, KeepContacts::Off);
                }
                assert_eq!(entry.to_json().unwrap(), body("body"), "byte for byte");
                assert_eq!(Digest::of(body("body").as_bytes()).to_string(), body("digest"));
                assert_eq!(sk, format!("ENTRY#{:012}", entry.sequence));
            }
            ("ORGANISATION", "ADDRESS" | "IDENTITY") => drop(body("person").parse::<PersonId>().unwrap()),
            ("CERTIFICATE", "SEAL") => drop(round_trip::<SealHolder>(body("body"))),
            ("CERTIFICATE", "CERTIFICATE") => drop(round_trip::<SealingCertificate>(body("body"))),
            ("APIKEY", "KEY") => {
                // The first rows had no policy, and until the second schema keys had no terms.
                let account = Account::from_row(body("body")).unwrap();
                let again: Value = serde_json::from_str(&account.to_row().unwrap()).unwrap();
                let stored: Value = serde_json::from_str(body("body")).unwrap();
                let mut kept = stored.as_object().unwrap().iter().filter(|(name, _)| *name != "schema");
                assert!(kept.all(|(name, value)| again[name] == *value), "{again}");
                if stored["terms"].is_null() {
                    assert!(
                        stored["schema"].as_u64() < Some(2) && account.terms == KeyTerms::for_envelopes(),
                        "{account:?}"
                    );
                }
                assert_eq!(account.has_organisation, stored["has_organisation"] == true);
                assert_eq!(again["policy"]["two_factor_required"], stored["policy"]["two_factor_required"] == true);
            }
            ("SETTINGS", "TIMESTAMP_AUTHORITIES") => {
                let authorities = setting::authorities_from_row(body("body")).unwrap();
                assert_eq!(setting::authorities_to_row(&authorities).unwrap(), body("body"));
            }
            ("SETTINGS", "TRUST_ANCHORS") => {
                let anchors = setting::anchors_from_row(body("body")).unwrap();
                assert_eq!(setting::anchors_to_row(&anchors).unwrap(), body("body"));
            }
            // Nothing in them is JSON.
            ("CONTACTS", "KEPT")
            | ("ENVELOPE", "MAIL")
            | ("FACTOR", "SPENT")
            | ("SPENT", "TOTP")
            | ("COUNTER", "COUNTER") => {}
            other => panic!("nobody reads rows like {other:?}"),
        }
    }
}

#[test]
fn every_kept_chain_is_whole_and_ends_where_its_envelope_says() {
    for (name, items) in files() {
        let of = |prefix: &str, item: &&Value| item["SK"]["S"].as_str().is_some_and(|sk| sk.starts_with(prefix));
        let texts: Vec<&str> = items.iter().filter(|item| of("EVENT#", item)).map(|item| text(item, "body")).collect();
        for item in items.iter().filter(|item| of("META", item)) {
            let head: ChainHead = Envelope::from_row(text(item, "body")).unwrap().evidence;
            let until = usize::try_from(head.sequence).unwrap();
            assert!(verify_chain(texts[..until].iter().copied(), head).is_ok(), "{name}, version {}", item["version"]);
        }
    }
}

#[test]
fn messages_of_queues_are_read_and_written_as_they_were() {
    let files = files();
    for message in files.iter().filter(|(name, _)| name.ends_with(JOBS)).flat_map(|(_, messages)| messages) {
        let stored = message.as_str().unwrap();
        let job = Job::from(serde_json::from_str::<JobMessage>(stored).unwrap());
        assert_eq!(serde_json::to_string(&JobMessage::from(job)).unwrap(), stored);
    }
}

#[test]
fn an_envelope_of_a_later_schema_is_refused() {
    let item = items().find(|item| item["SK"]["S"] == "META").unwrap();
    let mut later: Value = serde_json::from_str(text(&item, "body")).unwrap();
    later["schema"] = json!(4);
    let error = Envelope::from_row(&later.to_string()).unwrap_err();
    assert!(matches!(error, Unreadable::Schema { found: 4, newest: 3 }));
    assert!(error.to_string().contains("schema 4"), "{error}");
}

#[test]
fn a_setting_that_is_no_list_any_more_is_refused() {
    let later = r#"{"schema":2,"anchors":[]}"#;
    assert!(setting::anchors_from_row(later).is_err());
    assert!(setting::authorities_from_row(later).is_err());
}

/// Whoever adds a kind of event finds here that a row of it has to be kept.
#[test]
fn there_is_a_kept_row_of_every_kind_of_event() {
    let bodies = items().filter(|item| item["SK"]["S"].as_str().is_some_and(|sk| sk.starts_with("EVENT#")));
    let kinds = bodies.map(|item| number(&Event::from_json(text(&item, "body")).unwrap().kind));
    assert_eq!(kinds.collect::<BTreeSet<u8>>(), (0..46).collect());
}

/// The partition of a seal's uses: further seals have one of their own.
fn seal_use_key(used: &SealUseEntry) -> String {
    match &used.seal {
        None => format!("SEALUSE#{}", used.owner),
        Some(seal) => format!("SEALUSE#{}#{seal}", used.owner),
    }
}

/// Whoever adds a kind of entry finds here that a row of it has to be kept.
#[test]
fn there_is_a_kept_row_of_every_kind_of_entry() {
    let bodies = items().filter(|item| item["SK"]["S"].as_str().is_some_and(|sk| sk.starts_with("ENTRY#")));
    let kinds = bodies.map(|item| number_of_entry(&Entry::from_json(text(&item, "body")).unwrap().kind));
    assert_eq!(kinds.collect::<BTreeSet<u8>>(), (0..29).collect());
}

const fn number_of_entry(kind: &EntryKind) -> u8 {
    match kind {
        EntryKind::OrganisationAdded { .. } => 0,
        EntryKind::OrganisationChanged { .. } => 1,
        EntryKind::PersonInvited { .. } => 2,
        EntryKind::InvitationRenewed { .. } => 3,
        EntryKind::InvitationAccepted { .. } => 4,
        EntryKind::PersonChanged { .. } => 5,
        EntryKind::PersonDeactivated { .. } => 6,
        EntryKind::PersonReactivated { .. } => 7,
        EntryKind::SessionsEnded { .. } => 8,
        EntryKind::GroupAdded { .. } => 9,
        EntryKind::GroupRenamed { .. } => 10,
        EntryKind::GroupRemoved { .. } => 11,
        EntryKind::KeyMade { .. } => 12,
        EntryKind::KeyRevoked { .. } => 13,
        EntryKind::FolderAdded { .. } => 14,
        EntryKind::FolderChanged { .. } => 15,
        EntryKind::FolderRemoved { .. } => 16,
        EntryKind::ContactAdded { .. } => 17,
        EntryKind::ContactChanged { .. } => 18,
        EntryKind::ContactRemoved { .. } => 19,
        EntryKind::ContactsImported { .. } => 20,
        EntryKind::SealPersonsChanged { .. } => 21,
        EntryKind::SessionEnded { .. } => 22,
        EntryKind::SealCertificateImported { .. } => 23,
        EntryKind::SealCertificateReplaced { .. } => 24,
        EntryKind::SealCertificateRemoved { .. } => 25,
        EntryKind::SealAskersChanged { .. } => 26,
        EntryKind::ContactsKept { .. } => 27,
        EntryKind::SealNameChanged { .. } => 28,
    }
}

const fn number(kind: &EventKind) -> u8 {
    match kind {
        EventKind::Drafted => 0,
        EventKind::Sent { .. } => 1,
        EventKind::DocumentSealed { .. } => 2,
        EventKind::SealDiscarded { .. } => 3,
        EventKind::DocumentTimestamped { .. } => 4,
        EventKind::OriginalsFixed => 5,
        EventKind::Invited { .. } => 6,
        EventKind::Reminded { .. } => 7,
        EventKind::Opened { .. } => 8,
        EventKind::Approved { .. } => 9,
        EventKind::Confirmed { .. } => 10,
        EventKind::Declined { .. } => 11,
        EventKind::CodeRequested { .. } => 12,
        EventKind::FactorTried { .. } => 13,
        EventKind::CodesUsedUp { .. } => 14,
        EventKind::Authenticated { .. } => 15,
        EventKind::LockedOut { .. } => 16,
        EventKind::Delegated { .. } => 17,
        EventKind::Bounced { .. } => 18,
        EventKind::AddressCorrected { .. } => 19,
        EventKind::TelephoneCorrected { .. } => 20,
        EventKind::Delayed { .. } => 21,
        EventKind::WaitReported { .. } => 22,
        EventKind::Retried { .. } => 23,
        EventKind::Sealed { .. } => 24,
        EventKind::Completed { .. } => 25,
        EventKind::Voided { .. } => 26,
        EventKind::Expired { .. } => 27,
        EventKind::Failed { .. } => 28,
        EventKind::Mailed { .. } => 29,
        EventKind::MailRefused { .. } => 30,
        EventKind::Downloaded { .. } => 31,
        EventKind::Retained { .. } => 32,
        EventKind::SendingRequested { .. } => 33,
        EventKind::SendingRefused { .. } => 34,
        EventKind::RevisionsRemoved { .. } => 35,
        EventKind::RevisionsKept { .. } => 36,
        EventKind::DocumentsRemoved { .. } => 37,
        EventKind::RetentionEnded => 38,
        EventKind::DraftChanged { .. } => 39,
        EventKind::DocumentAdded { .. } => 40,
        EventKind::DocumentRemoved { .. } => 41,
        EventKind::DraftDeleted => 42,
        EventKind::RemindedBySender { .. } => 43,
        EventKind::Moved { .. } => 44,
        EventKind::NotNeeded { .. } => 45,
    }
}

/// What was lost from a row must not read as "no limit".
#[test]
fn an_api_key_of_the_second_schema_says_all_of_its_terms() {
    let item = items().find(|item| text(item, "PK").starts_with("APIKEY") && text(item, "body").contains("terms"));
    let whole: Value = serde_json::from_str(text(&item.unwrap(), "body")).unwrap();
    for term in ["label", "scopes", "expires_at", "addresses"] {
        let mut lacks = whole.clone();
        lacks["terms"].as_object_mut().unwrap().remove(term).unwrap();
        assert!(Account::from_row(&lacks.to_string()).is_err(), "{term}");
    }
    let mut wrong = whole.clone();
    wrong["terms"]["scopes"] = json!(["envelopes:everything"]);
    assert!(Account::from_row(&wrong.to_string()).is_err());
    let mut lacks = whole;
    lacks.as_object_mut().unwrap().remove("terms").unwrap();
    assert!(Account::from_row(&lacks.to_string()).is_err());
}

/// A part that was lost must not read as "opens everywhere".
#[test]
fn a_link_rule_says_all_of_its_parts() {
    let item = items()
        .find(|item| text(item, "PK").starts_with("LINKADDRESSES") && text(item, "body").contains("domains\":[\""));
    let whole: Value = serde_json::from_str(text(&item.unwrap(), "body")).unwrap();
    for part in ["bound", "mail_domains", "addresses"] {
        let mut lacks = whole.clone();
        lacks.as_object_mut().unwrap().remove(part).unwrap();
        assert!(LinkRule::from_row(&lacks.to_string()).is_err(), "{part}");
    }
    let mut wrong = whole.clone();
    wrong["bound"] = json!("somebody");
    assert!(LinkRule::from_row(&wrong.to_string()).is_err());
    let organisation = items().find(|item| {
        text(item, "PK").starts_with("ORGANISATION")
            && text(item, "SK") == "ORGANISATION"
            && text(item, "body").contains("\"schema\":4")
    });
    let mut lacks: Value = serde_json::from_str(text(&organisation.unwrap(), "body")).unwrap();
    lacks.as_object_mut().unwrap().remove("address_bound_links").unwrap();
    assert!(Organisation::from_row(&lacks.to_string()).is_err());
}
