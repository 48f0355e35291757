//! What is answered about the organisation, its people, groups, folders, keys and seals.

use anyhow::{Context, Result};
use api::routes;
use api::v1::folders::{FolderListView, FolderRequest, FolderView};
use api::v1::organisation::{
    GroupListView, GroupView, KeyListView, KeyRequest, KeyView, LogView, MadeKeyView, MeView,
    OrganisationChangeRequest, OrganisationView, OwnKeyListView, OwnKeyRequest, PersonListView, PersonView,
    RegisteredSealListView, RegisteredSealView, SealChangeRequest, SealUseListView, SealUseView, SessionListView,
    SessionView,
};
use domain::authorisation::{AccessLevel, KeyTerms, Member, Principal, Role};
use domain::digest::Digest;
use domain::evidence::Identity;
use domain::folder::{Folder, FolderTree};
use domain::ids::{DocumentNumber, EnvelopeNumber, KeyId, RecipientNumber};
use domain::mirror::Convert;
use domain::organisation::{
    Actor, Change, Directory, Facts, KeyHolder, ListedKey, Organisation, Person, PersonState, Session, decide_change,
};
use domain::ports::SealingCertificate;
use domain::registered_seal::{RegisteredSeal, SealName};
use domain::seal_certificate::CertificateFacts;
use domain::seal_use::SealUseEntry;
use jiff::SignedDuration;
use serde_json::value::RawValue;

use super::super::names::{ENVELOPE, FOLDER, GROUP, KEY, MANAGER, SENDER};
use super::super::requests::{self, read_value};
use super::story::{now, organisation, person, person_id, refused, sender, sending_person};
use super::{AnswerExample, example};

/// What a key looks like. It was never one.
const SHOWN_KEY: &str = "keiin_exampleOfAnApiKey-xxxxxxxxxxxxxxxxxxxxxxxxxxx";
const NAME: &str = "滝川市";

pub(super) fn all() -> Result<Vec<AnswerExample>> {
    let mut all = own()?;
    all.extend(rules()?);
    all.extend(people()?);
    all.extend(groups_and_folders()?);
    all.extend(keys()?);
    all.extend(seals()?);
    Ok(all)
}

fn own() -> Result<Vec<AnswerExample>> {
    let caller = sending_person()?;
    let principal = Principal {
        organisation: organisation()?,
        actor: Actor::Person { person: caller.id },
        scopes: None,
        member: Some(Member::of(&caller, &FolderTree::default())),
    };
    let me = MeView::of(&principal, &sender()?);
    Ok(vec![
        example("Me", "A person who may send", &[&routes::GET_ME], &me)?,
        example(
            "SessionList",
            "A browser in which a person has signed in",
            &[&routes::LIST_OWN_SESSIONS, &routes::LIST_SESSIONS],
            &SessionListView { sessions: vec![session()?] },
        )?,
    ])
}

fn session() -> Result<SessionView> {
    Ok(SessionView::from(Session {
        digest: Digest::of(b"a session"),
        person: person_id(SENDER)?,
        generation: 1,
        began_at: now()? - SignedDuration::from_hours(1),
        used_at: now()? - SignedDuration::from_mins(5),
        second_factor: true,
        address: Some([203, 0, 113, 24].into()),
        user_agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0".to_owned(),
    }))
}

fn rules() -> Result<Vec<AnswerExample>> {
    let added = Organisation::new(organisation()?, NAME.to_owned(), now()? - SignedDuration::from_hours(24 * 90));
    let change: OrganisationChangeRequest = read_value(&requests::demand()).map_err(refused)?;
    let changed = change.accept(&added).map_err(refused)?;
    let view = OrganisationView::from(changed);
    let mut directory = Directory::new(organisation()?);
    let mut entries = Vec::new();
    for change in [
        Change::AddOrganisation(Box::new(added)),
        Change::AddGroup { id: GROUP.parse()?, name: "総務部総務課".to_owned() },
    ] {
        let decision = decide_change(&directory, &Facts::default(), change, Actor::Operator, now()?)?;
        entries.push(RawValue::from_string(decision.entry.to_json()?)?);
        directory = decision.directory;
    }
    let log = LogView { entries, next_cursor: None, head: directory.log.convert(), intact: true };
    Ok(vec![
        example(
            "Organisation",
            "An organisation with rules, fields and a name of its own",
            &[&routes::GET_ORGANISATION, &routes::CHANGE_ORGANISATION],
            &view,
        )?,
        example("LogPage", "A log of two entries", &[&routes::LIST_LOG], &log)?,
    ])
}

fn people() -> Result<Vec<AnswerExample>> {
    let active = sending_person()?;
    let manager = person(MANAGER, "田中 次郎", "tanaka", &[Role::DocumentManager])?;
    let until = now()? + SignedDuration::from_hours(24 * 7);
    let invited = Person { version: 1, state: PersonState::Invited { by_entry: 57, until }, ..active.clone() };
    let identity = active.state.identity().cloned();
    let gone = Person { version: 4, state: PersonState::Deactivated { identity, since: now()? }, ..active.clone() };
    let list = PersonListView {
        next_cursor: None,
        people: [active.clone(), manager].into_iter().map(PersonView::from).collect(),
    };
    Ok(vec![
        example("PersonPage", "Two people", &[&routes::LIST_PEOPLE], &list)?,
        example(
            "InvitedPerson",
            "A person who has not signed in yet",
            &[&routes::INVITE_PERSON, &routes::INVITE_AGAIN],
            &PersonView::from(invited),
        )?,
        example(
            "Person",
            "A person who signs in",
            &[&routes::GET_PERSON, &routes::CHANGE_PERSON, &routes::REACTIVATE_PERSON],
            &PersonView::from(active),
        )?,
        example(
            "DeactivatedPerson",
            "A person who does not come in any more",
            &[&routes::DEACTIVATE_PERSON],
            &PersonView::from(gone),
        )?,
    ])
}

fn groups_and_folders() -> Result<Vec<AnswerExample>> {
    let mut directory = Directory::new(organisation()?);
    let name = "総務部総務課".to_owned();
    directory.groups.insert(GROUP.parse()?, name.clone());
    let group = GroupView { id: GROUP.parse()?, name };
    let request: FolderRequest = read_value(&requests::folder()).map_err(refused)?;
    let folder = domain::folder::FolderRequest::try_from(request).map_err(refused)?;
    let folder: Folder = folder.accept(FOLDER.parse()?).map_err(refused)?;
    let view = || FolderView::of(folder.clone(), AccessLevel::Manage);
    Ok(vec![
        example("GroupList", "One group", &[&routes::LIST_GROUPS], &GroupListView::from(directory))?,
        example(
            "Group",
            "A division as a group",
            &[&routes::ADD_GROUP, &routes::GET_GROUP, &routes::RENAME_GROUP],
            &group,
        )?,
        example("FolderList", "One folder", &[&routes::LIST_FOLDERS], &FolderListView { folders: vec![view()] })?,
        example(
            "Folder",
            "A folder that gives rights to a group and to a role",
            &[&routes::ADD_FOLDER, &routes::GET_FOLDER, &routes::CHANGE_FOLDER],
            &view(),
        )?,
    ])
}

/// A service's key: the one of the request's example.
pub(super) fn listed_key() -> Result<ListedKey> {
    let request: KeyRequest = read_value(&requests::key()).map_err(refused)?;
    let (terms, holder) = request.accept(now()?).map_err(refused)?;
    key_of(terms, holder)
}

fn key_of(terms: KeyTerms, holder: KeyHolder) -> Result<ListedKey> {
    let id: KeyId = KEY.parse()?;
    Ok(ListedKey { id, digest: Digest::of(b"a key"), holder, terms, made_at: now()?, last_used_at: None })
}

fn keys() -> Result<Vec<AnswerExample>> {
    let request: OwnKeyRequest = read_value(&requests::own_key()).map_err(refused)?;
    let terms = request.accept(now()?).map_err(refused)?;
    let own = key_of(terms, KeyHolder::Person { person: person_id(SENDER)? })?;
    let made = |key| MadeKeyView { listed: KeyView::from(key), key: Some(SHOWN_KEY.to_owned()) };
    let used = ListedKey { last_used_at: Some(now()?), ..listed_key()? };
    let list = KeyListView { keys: vec![used.into()], next_cursor: None };
    let own_list = OwnKeyListView { keys: vec![own.clone().into()] };
    Ok(vec![
        example("KeyPage", "A service's key", &[&routes::LIST_KEYS], &list)?,
        example("MadeKey", "A service's key that was made", &[&routes::MAKE_KEY], &made(listed_key()?))?,
        example("OwnKeyList", "A person's own key", &[&routes::LIST_OWN_KEYS], &own_list)?,
        example("MadeOwnKey", "A person's own key that was made", &[&routes::MAKE_OWN_KEY], &made(own))?,
    ])
}

fn seals() -> Result<Vec<AnswerExample>> {
    let change: SealChangeRequest = read_value(&requests::seal()).map_err(refused)?;
    let persons = change.accept().map_err(refused)?.context("persons")?;
    let email = persons.first().context("a person")?.clone();
    let certificate = |name: &str| SealingCertificate {
        name: Some(SealName { ja: name.to_owned(), en: None }),
        key_id: String::new(),
        chain_pem: String::new(),
        persons: persons.clone(),
        organisations: Vec::new(),
    };
    let facts = CertificateFacts {
        subject: "CN=滝川市長,O=滝川市,C=JP".to_owned(),
        issuer: "CN=Example CA,O=Example,C=JP".to_owned(),
        serial_number: "1a2b3c".to_owned(),
        valid_from: "2025-04-01T00:00:00Z".parse()?,
        valid_until: "2028-03-31T14:59:59Z".parse()?,
    };
    let now = now()?;
    let view = |seal: &RegisteredSeal, name: &str| {
        RegisteredSealView::of((seal, NAME), &certificate(name), Some(facts.clone()), now)
    };
    let (first, water) = (
        RegisteredSeal::of(organisation()?),
        RegisteredSeal::new(organisation()?, Some("water".to_owned().try_into()?)),
    );
    let seal = || view(&first, "滝川市長之印");
    let used = SealUseEntry {
        owner: organisation()?,
        seal: None,
        at: now,
        sender: organisation()?,
        sender_name: NAME.to_owned(),
        envelope: ENVELOPE.parse()?,
        envelope_number: EnvelopeNumber::of_count(7),
        title: "業務委託契約".to_owned(),
        document: DocumentNumber(1),
        document_name: "業務委託契約書".to_owned(),
        recipient: RecipientNumber(2),
        name: "市長 田中 一郎".to_owned(),
        email,
        identity: Some(Identity::Totp),
        approved_at: Some(now - SignedDuration::from_mins(1)),
        signed: Digest::of(b"signed attributes"),
        key_id: String::new(),
    };
    let uses = SealUseListView { uses: vec![SealUseView::from(used)], next_cursor: None };
    Ok(vec![
        example(
            "SealList",
            "A city's registered seals",
            &[&routes::LIST_SEALS],
            &RegisteredSealListView { seals: vec![seal(), view(&water, "滝川市水道事業管理者之印")] },
        )?,
        example(
            "Seal",
            "A registered seal that two people sign with",
            &[&routes::GET_SEAL, &routes::CHANGE_SEAL],
            &seal(),
        )?,
        example("SealUsePage", "A use by the seal's own organisation", &[&routes::LIST_SEAL_USES], &uses)?,
    ])
}
