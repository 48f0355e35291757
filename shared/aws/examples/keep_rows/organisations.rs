//! Rows of organisations: people, groups, keys, sessions, invitations, and every kind of entry of a log.

use aws::table::Table;
use domain::authorisation::{AccessLevel, Role};
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::folder::{Folder, FolderTree, Grant, Grantee};
use domain::ids::{FolderId, GroupId};
use domain::language::Language;
use domain::organisation::{
    Actor, AddressBoundLinks, Change, Directory, Facts, KeyHolder, ListedKey, LoggedCertificate, MemberPolicy,
    OidcIdentity, Organisation, Person, Profile, SealAct, Session, decide_change,
};
use domain::ports::{Directories, Invitation, Invitations, SealingCertificate, Sessions};
use domain::registered_seal::{RegisteredSeal, SealName};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::common::start;
use crate::names::{bound_terms, key, organisation, person};
use crate::table::Recorded;

/// An organisation to which everything happens once.
pub async fn all(recorded: &Recorded) {
    let mut life =
        Life { table: recorded.table(), directory: Directory::new(organisation("takikawa")), facts: Facts::default() };
    let row = Organisation::new(organisation("takikawa"), "滝川市".to_owned(), start());
    life.record(Change::AddOrganisation(Box::new(row.clone()))).await;
    let addresses = vec!["203.0.113.0/24".parse().unwrap()];
    let row = Organisation { addresses, ..row };
    life.record(Change::SetOrganisation(Box::new(row.clone()))).await;
    let bound = Organisation { address_bound_links: AddressBoundLinks::All, ..row.clone() };
    life.record(Change::SetOrganisation(Box::new(bound))).await;
    let members = MemberPolicy { mail_domains: ["city.example".to_owned()].into(), ..MemberPolicy::default() };
    let bound = Organisation { address_bound_links: AddressBoundLinks::OwnDomains, members, ..row };
    life.record(Change::SetOrganisation(Box::new(bound))).await;
    people(&mut life).await;
    keys(&mut life).await;
    folders(&mut life).await;
    seal(&mut life).await;
    sessions(&mut life).await;
}

/// One that is changed, and one that is removed.
async fn folders(life: &mut Life) {
    life.facts.actor_person.clone_from(&life.facts.person);
    let folder = |number, parent| Folder {
        id: FolderId::new(Uuid::from_u128(number)),
        name: format!("契約{number}"),
        parent,
        inherits: true,
        grants: Vec::new(),
    };
    let (outer, gone) = (folder(20, None), folder(21, None));
    life.record(Change::AddFolder(Box::new(outer.clone()))).await;
    life.record(Change::AddFolder(Box::new(gone.clone()))).await;
    let grants = vec![
        Grant { to: Grantee::Everybody, level: AccessLevel::See },
        Grant { to: Grantee::Person(person(1)), level: AccessLevel::Manage },
        Grant { to: Grantee::Group(GroupId::new(Uuid::from_u128(5))), level: AccessLevel::Download },
        Grant { to: Grantee::Role(Role::Approver), level: AccessLevel::Change },
    ];
    life.facts.actor_person.clone_from(&life.facts.person);
    let groups = &mut life.directory.groups;
    groups.insert(GroupId::new(Uuid::from_u128(5)), "総務課".to_owned());
    life.record(Change::SetFolder(Box::new(Folder { grants, inherits: false, ..outer }))).await;
    life.record(Change::RemoveFolder { id: gone.id }).await;
}

struct Life {
    table: Table,
    directory: Directory,
    facts: Facts,
}

impl Life {
    async fn record(&mut self, change: Change) {
        let actor = match self.directory.log.sequence % 4 {
            0 => Actor::Operator,
            1 if self.directory.administrators.contains(&person(1)) => Actor::Person { person: person(1) },
            2 => Actor::Key { key: Some(key(9)), label: "会計システム".to_owned() },
            _ => Actor::Key { key: None, label: String::new() },
        };
        self.record_as(actor, change).await;
    }

    async fn record_as(&mut self, actor: Actor, change: Change) {
        self.facts.actor_key = Some(listed(9, service()));
        let hours = i64::try_from(self.directory.log.sequence).unwrap();
        let now = start() + SignedDuration::from_hours(hours);
        let decision = decide_change(&self.directory, &self.facts, change, actor, now).unwrap();
        Directories::commit(&self.table, &decision, None).await.unwrap();
        self.directory = decision.directory;
        if let Some((_, row)) = decision.organisation {
            self.facts.organisation = Some(row);
        }
        if let Some((_, row)) = decision.person {
            self.facts.person = Some(row);
        }
        if let Some((before, after)) = decision.folder {
            let gone = before.map(|before| before.id);
            let others = self.facts.folders.all().filter(|folder| Some(folder.id) != gone).cloned();
            self.facts.folders = FolderTree::new(others.chain(after).collect::<Vec<_>>());
        }
        if let Some((listed, _)) = decision.made_key {
            self.facts.key = Some(listed);
        }
    }

    fn invited_by(&self) -> u64 {
        self.directory.log.sequence
    }
}

fn profile(email: &str) -> Profile {
    Profile {
        name: "佐藤 花子".to_owned(),
        email: email.parse().unwrap(),
        language: Language::Ja,
        roles: Role::ALL.into(),
        groups: [GroupId::new(Uuid::from_u128(5))].into(),
    }
}

async fn people(life: &mut Life) {
    let group = GroupId::new(Uuid::from_u128(5));
    life.record(Change::AddGroup { id: group, name: "総務課".to_owned() }).await;
    life.record(Change::RenameGroup { id: group, name: "総務部総務課".to_owned() }).await;
    life.record(Change::RemoveGroup { id: group }).await;
    life.record(Change::AddGroup { id: group, name: "財政課".to_owned() }).await;

    // Somebody who never signs in.
    life.record(Change::Invite { id: person(2), profile: profile("suzuki@city.example") }).await;
    life.record(Change::Deactivate).await;
    life.facts.person = None;

    life.record(Change::Invite { id: person(1), profile: profile("sato@city.example") }).await;
    life.record(Change::InviteAgain).await;
    let identity = OidcIdentity { issuer: "https://id.example/tenant".to_owned(), subject: "1234".to_owned() };
    let by_entry = life.invited_by();
    life.record(Change::AcceptInvitation { by_entry, identity }).await;
    life.record(Change::SetProfile(Profile { language: Language::En, ..profile("hanako@city.example") })).await;
    life.record(Change::EndSessions).await;
    let first: Person = life.facts.person.clone().unwrap();

    // A second administrator, without whom the first could not go.
    life.facts.person = None;
    life.record(Change::Invite { id: person(3), profile: profile("tanaka@city.example") }).await;
    let identity = OidcIdentity { issuer: "https://id.example/tenant".to_owned(), subject: "5678".to_owned() };
    let by_entry = life.invited_by();
    life.record(Change::AcceptInvitation { by_entry, identity }).await;

    life.facts.person = Some(first);
    life.record(Change::Deactivate).await;
    life.record(Change::Reactivate).await;
}

fn service() -> KeyHolder {
    let (name, email) = ("会計システム".to_owned(), "kaikei@city.example".parse().unwrap());
    KeyHolder::Service { name, email, language: Language::En }
}

fn listed(number: u128, holder: KeyHolder) -> ListedKey {
    let digest = Digest::of(number.to_string().as_bytes());
    ListedKey { id: key(number), digest, holder, terms: bound_terms(), made_at: start(), last_used_at: None }
}

async fn keys(life: &mut Life) {
    for (number, holder) in [(21, KeyHolder::Person { person: person(1) }), (22, service())] {
        life.record(Change::MakeKey(Box::new(listed(number, holder)))).await;
    }
    life.record(Change::RevokeKey).await;
}

async fn sessions(life: &mut Life) {
    for address in [None, Some([203, 0, 113, 7].into())] {
        let session = Session {
            digest: Digest::of(format!("{address:?}").as_bytes()),
            person: person(1),
            generation: 1,
            began_at: start(),
            used_at: start(),
            second_factor: address.is_some(),
            address,
            user_agent: "Mozilla/5.0".to_owned(),
        };
        Sessions::begin(&life.table, &organisation("takikawa"), &session).await.unwrap();
    }
    let invitation = Invitation {
        digest: Digest::of(b"an invitation"),
        organisation: organisation("takikawa"),
        person: person(1),
        by_entry: 2,
        expires_at: start(),
    };
    let session = Digest::of(b"a session that was ended");
    life.record(Change::EndSession { person: person(1), session }).await;
    Invitations::store(&life.table, &invitation).await.unwrap();
}

async fn seal(life: &mut Life) {
    let persons = |addresses: &[&str]| -> Vec<EmailAddress> {
        addresses.iter().map(|address| address.parse().unwrap()).collect()
    };
    let first = RegisteredSeal::of(organisation("takikawa"));
    let water = RegisteredSeal::new(organisation("takikawa"), Some("water".to_owned().try_into().unwrap()));
    life.facts.seal = Some(SealingCertificate {
        name: None,
        key_id: "key".to_owned(),
        chain_pem: String::new(),
        persons: persons(&["mayor@city.example"]),
        organisations: Vec::new(),
    });
    for seal in [&first, &water] {
        let persons = persons(&["mayor@city.example", "deputy@city.example"]);
        life.record(Change::SetSealPersons { seal: seal.clone(), persons }).await;
    }
    let certificate = |number: u8| LoggedCertificate {
        fingerprint: Digest::of(&[number]),
        serial_number: format!("0{number}"),
        not_after: start(),
    };
    let name = |ja: &str, en: Option<&str>| Some(SealName { ja: ja.to_owned(), en: en.map(str::to_owned) });
    for seal in [&first, &water] {
        let (before, after) = (Some(certificate(1)), certificate(2));
        for act in [
            SealAct::Import(certificate(1)),
            SealAct::Replace { before, after },
            SealAct::Remove(None),
            SealAct::SetName { before: None, after: name("市長之印", Some("Seal of the Mayor")) },
            SealAct::SetName { before: name("市長之印", None), after: None },
            SealAct::SetAskers { before: vec![organisation("sorachi")], after: Vec::new() },
        ] {
            let change = Change::RecordSealAct { seal: seal.clone(), act: Box::new(act) };
            life.record_as(Actor::Operator, change).await;
        }
    }
    // Whoever may sign is deactivated, or has another address.
    let named = |address: &str| vec![(first.clone(), persons(&[address])), (water.clone(), persons(&[address]))];
    life.facts.seal_persons = named("hanako@city.example");
    life.record(Change::SetProfile(profile("sato@city.example"))).await;
    life.facts.seal_persons = named("sato@city.example");
    life.record_as(Actor::Operator, Change::Deactivate).await;
    life.record_as(Actor::Operator, Change::Reactivate).await;
}
