//! People, groups, keys, sessions and invitations of organisations, and what is recorded of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use domain::authorisation::{AccessLevel, KeyTerms, Role};
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::folder::{Folder, FolderTree, Grant, Grantee};
use domain::ids::{FolderId, KeyId, OrganisationId, PersonId};
use domain::language::Language;
use domain::organisation::{
    Actor, AddressBoundLinks, Change, Decision, Entry, Facts, KeyHolder, LinkRule, ListedKey, MemberPolicy,
    OidcIdentity, Organisation, Profile, Session, decide_change,
};
use domain::ports::{About, ApiKeys, CommitError, Invitation, Invitations, LinkRules, Registry, Sessions};
use futures::future::join_all;
use jiff::SignedDuration;
use uuid::Uuid;

use crate::contract::contract;
use crate::fixtures::{at, digest, fresh, organisation};

/// Where organisations are kept, and what goes with them.
pub struct Registered {
    /// Organisations, their people and keys.
    pub registry: Registry,
    /// By which calls are known.
    pub api_keys: Arc<dyn ApiKeys>,
    /// Who has signed in.
    pub sessions: Arc<dyn Sessions>,
    /// Who is invited.
    pub invitations: Arc<dyn Invitations>,
    /// From where links open.
    pub link_rules: Arc<dyn LinkRules>,
}

contract!(
    Registered: a_change_stores_everything_that_it_says, of_two_changes_of_one_state_one_is_stored,
    changes_at_once_are_all_made_one_after_another, people_are_found_by_address_and_identity_in_their_own_organisation,
    a_freed_address_is_nobodys, people_are_listed_page_by_page_in_the_order_of_invitation,
    the_log_is_read_from_anywhere, a_key_is_taken_from_when_it_is_made_until_it_is_revoked,
    keys_are_listed_with_their_last_use, a_session_is_there_until_it_is_ended, the_use_of_a_session_is_noted,
    an_invitation_is_known_by_its_token_alone, from_where_links_open_is_stored_with_the_organisation, folders_are_there_until_they_are_removed, organisations_have_people_and_logs_of_their_own,
);

async fn from_where_links_open_is_stored_with_the_organisation(r: &Registered) -> Result<()> {
    let (id, unknown) = (r.organisation().await?, organisation());
    ensure!(r.link_rules.find(&id).await? == LinkRule::default());
    let row = r.registry.organisations.find(&id).await?.context("the organisation")?;
    let members = MemberPolicy { mail_domains: ["city.example".to_owned()].into(), ..MemberPolicy::default() };
    let addresses = vec!["203.0.113.0/24".parse()?, "2001:db8::/32".parse()?];
    for bound in [AddressBoundLinks::All, AddressBoundLinks::OwnDomains, AddressBoundLinks::None] {
        let (addresses, members) = (addresses.clone(), members.clone());
        let after = Organisation { addresses, address_bound_links: bound, members, ..row.clone() };
        r.change(&id, About::default(), Change::SetOrganisation(Box::new(after.clone()))).await?;
        ensure!(r.link_rules.find(&id).await? == after.link_rule(), "{bound:?}");
        ensure!(r.link_rules.find(&unknown).await? == LinkRule::default());
    }
    let incomplete = Organisation { address_bound_links: AddressBoundLinks::All, addresses: Vec::new(), ..row };
    let refused = r.change(&id, About::default(), Change::SetOrganisation(Box::new(incomplete))).await;
    let refused = refused.expect_err("links would open nowhere");
    ensure!(refused.to_string().contains("no ranges of addresses"), "{refused}");
    Ok(())
}

async fn folders_are_there_until_they_are_removed(registered: &Registered) -> Result<()> {
    let (organisation, other) = (organisation(), organisation());
    let about = || About { folders: true, ..About::default() };
    let folder = |parent: Option<FolderId>| Folder {
        id: FolderId::new(Uuid::from_u128(u128::from(fresh()))),
        name: "契約".to_owned(),
        parent,
        inherits: parent.is_none(),
        grants: vec![Grant { to: Grantee::Role(Role::Approver), level: AccessLevel::See }],
    };
    let outer = folder(None);
    let inner = folder(Some(outer.id));
    let mut all = vec![outer.clone(), inner.clone()];
    for folder in &all {
        registered.change(&organisation, about(), Change::AddFolder(Box::new(folder.clone()))).await?;
    }
    let read = async |of: &OrganisationId| registered.registry.directories.all(of).await;
    ensure!(read(&organisation).await? == FolderTree::new(all.clone()));
    ensure!(read(&other).await?.is_empty(), "another's are not among them");
    all[1] = Folder { name: "工事".to_owned(), parent: None, grants: Vec::new(), ..inner };
    registered.change(&organisation, about(), Change::SetFolder(Box::new(all[1].clone()))).await?;
    ensure!(read(&organisation).await? == FolderTree::new(all.clone()));
    registered.change(&organisation, about(), Change::RemoveFolder { id: outer.id }).await?;
    ensure!(read(&organisation).await? == FolderTree::new([all[1].clone()]));
    Ok(())
}

fn person_id() -> PersonId {
    PersonId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(fresh())))
}

fn profile(email: &str) -> Profile {
    Profile {
        name: "佐藤 花子".to_owned(),
        email: email.parse().expect("an address"),
        language: Language::Ja,
        roles: [Role::Administrator, Role::Sender].into(),
        groups: BTreeSet::new(),
    }
}

impl Registered {
    async fn change(&self, organisation: &OrganisationId, about: About, change: Change) -> Result<Decision> {
        let next = |_: &_, _: &_| Ok(change.clone());
        Ok(self.registry.change(organisation, &about, &Actor::Operator, None, next).await?)
    }

    /// An organisation of its own.
    async fn organisation(&self) -> Result<OrganisationId> {
        let id = organisation();
        let row = Organisation::new(id.clone(), "滝川市".to_owned(), at(0));
        self.change(&id, About::default(), Change::AddOrganisation(Box::new(row))).await?;
        Ok(id)
    }

    async fn invite(&self, organisation: &OrganisationId, email: &str) -> Result<(PersonId, u64)> {
        let id = person_id();
        let address: EmailAddress = email.parse()?;
        let about = About { person: Some(id), address: Some(address), ..About::default() };
        let invited = self.change(organisation, about, Change::Invite { id, profile: profile(email) }).await?;
        Ok((id, invited.entry.sequence))
    }

    async fn join(&self, organisation: &OrganisationId, email: &str, subject: &str) -> Result<PersonId> {
        let (id, by_entry) = self.invite(organisation, email).await?;
        let identity = identity(subject);
        let about = About { person: Some(id), identity: Some(identity.clone()), ..About::default() };
        self.change(organisation, about, Change::AcceptInvitation { by_entry, identity }).await?;
        Ok(id)
    }
}

impl Registered {
    /// Ends it with an entry of the log.
    async fn end(&self, organisation: &OrganisationId, person: PersonId, session: Digest) -> Result<()> {
        self.change(organisation, About::default(), Change::EndSession { person, session }).await.map(drop)
    }
}

fn identity(subject: &str) -> OidcIdentity {
    OidcIdentity { issuer: "https://id.example/tenant".to_owned(), subject: subject.to_owned() }
}

async fn a_change_stores_everything_that_it_says(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    let (person, _) = r.invite(&id, "sato@city.example").await?;
    let stored = r.registry.people.person(&id, person).await?.context("the person")?;
    ensure!(stored.profile == profile("sato@city.example") && stored.version == 1, "{stored:?}");
    let directory = r.registry.directories.load(&id).await?;
    ensure!(directory.log.sequence == 2 && directory.people == 1, "{directory:?}");
    let entries = r.registry.directories.entries(&id, 0, 10).await?;
    let entries: Vec<Entry> = entries.iter().map(|text| Entry::from_json(text)).collect::<Result<_, _>>()?;
    ensure!(entries.len() == 2 && entries[1].head()? == directory.log, "{entries:?}");
    ensure!(entries[1].previous == entries[0].head()?.digest);
    Ok(())
}

async fn of_two_changes_of_one_state_one_is_stored(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    let directory = r.registry.directories.load(&id).await?;
    let invite = |email| Change::Invite { id: person_id(), profile: profile(email) };
    let decide = |change| decide_change(&directory, &Facts::default(), change, Actor::Operator, at(1));
    let (one, other) = (decide(invite("one@city.example"))?, decide(invite("other@city.example"))?);
    r.registry.directories.commit(&one, None).await?;
    let lost = r.registry.directories.commit(&other, None).await;
    ensure!(matches!(lost, Err(CommitError::Conflict)), "{lost:?}");
    ensure!(r.registry.people.page(&id, None, 10).await?.len() == 1);
    ensure!(r.registry.directories.entries(&id, 0, 10).await?.len() == 2);
    Ok(())
}

async fn changes_at_once_are_all_made_one_after_another(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    let emails: Vec<String> = (0..5).map(|n| format!("person{n}@city.example")).collect();
    let all = join_all(emails.iter().map(|email| r.invite(&id, email))).await;
    all.into_iter().collect::<Result<Vec<_>>>()?;
    let directory = r.registry.directories.load(&id).await?;
    ensure!(directory.people == 5 && directory.log.sequence == 6, "{directory:?}");
    Ok(())
}

async fn people_are_found_by_address_and_identity_in_their_own_organisation(r: &Registered) -> Result<()> {
    let (id, other) = (r.organisation().await?, r.organisation().await?);
    let person = r.join(&id, "sato@city.example", "1").await?;
    let address: EmailAddress = "SATO@city.example".parse()?;
    ensure!(r.registry.people.with_address(&id, &address).await? == Some(person), "in other letters");
    ensure!(r.registry.people.with_address(&other, &address).await?.is_none());
    ensure!(r.registry.people.with_identity(&id, &identity("1")).await? == Some(person));
    ensure!(r.registry.people.with_identity(&id, &identity("2")).await?.is_none());
    ensure!(r.registry.people.with_identity(&other, &identity("1")).await?.is_none());
    let elsewhere = OidcIdentity { issuer: "https://other.example".to_owned(), ..identity("1") };
    ensure!(r.registry.people.with_identity(&id, &elsewhere).await?.is_none());
    Ok(())
}

async fn a_freed_address_is_nobodys(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    let (person, _) = r.invite(&id, "before@city.example").await?;
    let about = About { person: Some(person), ..About::default() };
    r.change(&id, about, Change::SetProfile(profile("after@city.example"))).await?;
    let (before, after) = ("before@city.example".parse()?, "after@city.example".parse()?);
    ensure!(r.registry.people.with_address(&id, &before).await?.is_none());
    ensure!(r.registry.people.with_address(&id, &after).await? == Some(person));
    Ok(())
}

async fn people_are_listed_page_by_page_in_the_order_of_invitation(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    let mut invited = Vec::new();
    for n in 0..5 {
        invited.push(r.invite(&id, &format!("person{n}@city.example")).await?.0);
    }
    let mut seen = Vec::new();
    loop {
        let page = r.registry.people.page(&id, seen.last().copied(), 2).await?;
        ensure!(page.len() <= 2, "{page:?}");
        if page.is_empty() {
            break;
        }
        seen.extend(page.iter().map(|person| person.id));
    }
    ensure!(seen == invited, "{seen:?}");
    Ok(())
}

async fn the_log_is_read_from_anywhere(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    for n in 0..4 {
        r.invite(&id, &format!("person{n}@city.example")).await?;
    }
    let sequences = async |after, limit| -> Result<Vec<u64>> {
        let texts = r.registry.directories.entries(&id, after, limit).await?;
        texts.iter().map(|text| Ok(Entry::from_json(text)?.sequence)).collect()
    };
    ensure!(sequences(0, 2).await? == [1, 2]);
    ensure!(sequences(2, 10).await? == [3, 4, 5]);
    ensure!(sequences(5, 10).await?.is_empty());
    Ok(())
}

fn key(number: u64) -> ListedKey {
    let email = "it@city.example".parse().expect("an address");
    ListedKey {
        id: KeyId::new(Uuid::from_u128(u128::from(number))),
        digest: digest(),
        holder: KeyHolder::Service { name: "会計システム".to_owned(), email, language: Language::Ja },
        terms: KeyTerms { label: format!("key {number}"), ..KeyTerms::for_envelopes() },
        made_at: at(1),
        last_used_at: None,
    }
}

async fn a_key_is_taken_from_when_it_is_made_until_it_is_revoked(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    let key = key(fresh());
    ensure!(r.api_keys.find(key.digest).await?.is_none());
    r.change(&id, About::default(), Change::MakeKey(Box::new(key.clone()))).await?;
    let account = r.api_keys.find(key.digest).await?.context("it is taken")?;
    ensure!(account.id == Some(key.id) && account.terms == key.terms && account.has_organisation, "{account:?}");
    ensure!(account.sender.organisation == id && account.sender.name == "会計システム", "{account:?}");
    ensure!(r.registry.keys.key(&id, key.id).await? == Some(key.clone()));
    r.change(&id, About { key: Some(key.id), ..About::default() }, Change::RevokeKey).await?;
    ensure!(r.api_keys.find(key.digest).await?.is_none());
    ensure!(r.registry.keys.key(&id, key.id).await?.is_none());
    Ok(())
}

async fn keys_are_listed_with_their_last_use(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    let keys = [key(fresh()), key(fresh()), key(fresh())];
    for key in &keys {
        r.change(&id, About::default(), Change::MakeKey(Box::new(key.clone()))).await?;
    }
    r.registry.keys.note_use(&id, keys[1].id, at(7)).await?;
    let first = r.registry.keys.page(&id, None, 2).await?;
    ensure!(first[0] == keys[0] && first[1] == ListedKey { last_used_at: Some(at(7)), ..keys[1].clone() });
    ensure!(r.registry.keys.page(&id, Some(keys[1].id), 2).await? == keys[2..]);
    // What is not there does not come to be by being used.
    let gone = KeyId::new(Uuid::from_u128(u128::from(fresh())));
    r.registry.keys.note_use(&id, gone, at(7)).await?;
    ensure!(r.registry.keys.key(&id, gone).await?.is_none());
    Ok(())
}

fn session(person: PersonId) -> Session {
    Session {
        digest: digest(),
        person,
        generation: 0,
        began_at: at(0),
        used_at: at(0),
        second_factor: true,
        address: Some([203, 0, 113, 7].into()),
        user_agent: "Mozilla/5.0".to_owned(),
    }
}

async fn a_session_is_there_until_it_is_ended(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    let (person, other) = (r.join(&id, "sato@city.example", "1").await?, person_id());
    let (one, two) = (session(person), session(person));
    for session in [&one, &two] {
        r.sessions.begin(&id, session).await?;
    }
    ensure!(r.sessions.find(&id, person, one.digest).await? == Some(one.clone()));
    ensure!(r.sessions.find(&id, other, one.digest).await?.is_none(), "another person's");
    ensure!(r.sessions.find(&organisation(), person, one.digest).await?.is_none(), "another organisation's");
    ensure!(r.sessions.list(&id, person).await?.len() == 2 && r.sessions.list(&id, other).await?.is_empty());
    r.end(&id, person, one.digest).await?;
    ensure!(r.sessions.find(&id, person, one.digest).await?.is_none());
    ensure!(r.sessions.list(&id, person).await? == [two]);
    Ok(())
}

async fn the_use_of_a_session_is_noted(r: &Registered) -> Result<()> {
    let id = r.organisation().await?;
    let session = session(r.join(&id, "sato@city.example", "1").await?);
    r.sessions.begin(&id, &session).await?;
    let later = at(0) + SignedDuration::from_hours(1);
    r.sessions.note_use(&id, &session, later).await?;
    let found = r.sessions.find(&id, session.person, session.digest).await?;
    ensure!(found == Some(Session { used_at: later, ..session.clone() }), "{found:?}");
    r.sessions.end(&id, session.person, session.digest).await?;
    r.sessions.note_use(&id, &session, later).await?;
    ensure!(r.sessions.find(&id, session.person, session.digest).await?.is_none(), "it stays gone");
    Ok(())
}

async fn an_invitation_is_known_by_its_token_alone(r: &Registered) -> Result<()> {
    let invitation = Invitation {
        digest: digest(),
        organisation: organisation(),
        person: person_id(),
        by_entry: 7,
        expires_at: at(100),
    };
    r.invitations.store(&invitation).await?;
    ensure!(r.invitations.find(invitation.digest).await? == Some(invitation));
    ensure!(r.invitations.find(digest()).await?.is_none());
    Ok(())
}

async fn organisations_have_people_and_logs_of_their_own(r: &Registered) -> Result<()> {
    let one = r.organisation().await?;
    // Its name begins like that of the first.
    let longer: OrganisationId = format!("{}-b", one.as_str()).try_into()?;
    let row = Organisation::new(longer.clone(), "空知".to_owned(), at(0));
    r.change(&longer, About::default(), Change::AddOrganisation(Box::new(row))).await?;
    let (person, _) = r.invite(&longer, "sato@city.example").await?;
    ensure!(r.registry.people.person(&one, person).await?.is_none());
    ensure!(r.registry.people.page(&one, None, 10).await?.is_empty());
    ensure!(r.registry.directories.entries(&one, 0, 10).await?.len() == 1);
    Ok(())
}
