//! Changes of an organisation, its people, groups and API keys: decided from what is stored, recorded in its log.

mod folders;
mod seals;
mod sessions;

pub(crate) use seals::profile_concerns_seal;

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{
    Directory, Entry, EntryKind, INVITATION_LIFETIME, INVITATION_PAUSE, IncompleteLinkRule, KeyHolder, ListedKey,
    MAX_ADMINISTRATORS, MAX_GROUPS, MAX_PEOPLE, OidcIdentity, Organisation, Person, PersonState, Profile, SealAct,
};
use crate::actor::Actor;
use crate::contact::{BookDecision, BookHolder, BookId, ImportCounts, Recorded};
use crate::digest::Digest;
use crate::email_address::EmailAddress;
use crate::envelope::Sender;
use crate::folder::{Folder, FolderTree, MAX_DEPTH, MAX_FOLDERS};
use crate::ids::{FolderId, GroupId, PersonId};
use crate::ports::{Account, SealPersons, SealingCertificate};
use crate::registered_seal::{MAX_SEALS, RegisteredSeal};

/// What is to be changed. Texts have been accepted before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The organisation is added, or known to the log for the first time.
    AddOrganisation(Box<Organisation>),
    /// What is said of the organisation becomes this.
    SetOrganisation(Box<Organisation>),
    /// A person is invited.
    Invite {
        /// Who; the person is new.
        id: PersonId,
        /// As what.
        profile: Profile,
    },
    /// The person of [`Facts::person`] is invited once more.
    InviteAgain,
    /// What is said of the person becomes this.
    SetProfile(Profile),
    /// The person followed the link of an invitation and has signed in.
    AcceptInvitation {
        /// The entry that asked for the mail in which the link was.
        by_entry: u64,
        /// As whom.
        identity: OidcIdentity,
    },
    /// The person does not come in any more.
    Deactivate,
    /// The person comes in again.
    Reactivate,
    /// All sessions of the person end.
    EndSessions,
    /// One session of a person ends.
    EndSession {
        /// Whose.
        person: PersonId,
        /// Which.
        session: Digest,
    },
    /// A group is made.
    AddGroup {
        /// Which; it is new.
        id: GroupId,
        /// What it is called.
        name: String,
    },
    /// A group is called otherwise.
    RenameGroup {
        /// Which.
        id: GroupId,
        /// What it is to be called.
        name: String,
    },
    /// A group goes. People who are in it stay.
    RemoveGroup {
        /// Which.
        id: GroupId,
    },
    /// A folder is made.
    AddFolder(Box<Folder>),
    /// What is said of a folder becomes this.
    SetFolder(Box<Folder>),
    /// A folder that holds no other goes. Envelopes that are in it are in none from then on.
    RemoveFolder {
        /// Which.
        id: FolderId,
    },
    /// An API key is made.
    MakeKey(Box<ListedKey>),
    /// The API key of [`Facts::key`] is not taken any more.
    RevokeKey,
    /// These are who may sign with a registered seal of the organisation, and nobody else.
    SetSealPersons {
        /// Which seal.
        seal: RegisteredSeal,
        /// Who may.
        persons: Vec<EmailAddress>,
    },
    /// Whoever operates the service does something to a registered seal's certificate, whose row stands apart: what is about to be
    /// done is recorded, and then done, so that nothing is done that the log does not tell. A removal alone is recorded once it is
    /// done: a certificate has to go out of use also where nothing can be recorded.
    RecordSealAct {
        /// Which seal.
        seal: RegisteredSeal,
        /// What is done.
        act: Box<SealAct>,
    },
    /// The organisation's address book is changed, as was decided from it.
    ChangeContacts(Box<BookDecision>),
}

/// What is stored and concerns the change, all read after the directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The organisation's row.
    pub organisation: Option<Organisation>,
    /// The person whom the change is about.
    pub person: Option<Person>,
    /// Who of the organisation has the address that the person is to have.
    pub with_address: Option<PersonId>,
    /// Who of the organisation has the identity that the person is to have.
    pub with_identity: Option<PersonId>,
    /// The key that the change is about.
    pub key: Option<ListedKey>,
    /// The key by which the change is asked for, if it is there still.
    pub actor_key: Option<ListedKey>,
    /// Where folders are changed: all of them.
    pub folders: FolderTree,
    /// Where folders are changed: the person who asks for it, or whose key is used for it, if they may come in still.
    pub actor_person: Option<Person>,
    /// The certificate of the registered seal that the change is about, where it is about one.
    pub seal: Option<SealingCertificate>,
    /// Where a person is deactivated, has another address or had been deactivated before, and where it is said who may sign with a
    /// seal: who may sign with each registered seal of the organisation, be there a certificate already or not.
    pub seal_persons: Vec<(RegisteredSeal, Vec<EmailAddress>)>,
    /// Where it is said who may sign with the seal: the people of the organisation at these addresses.
    pub named: Vec<Person>,
}

/// What is to be stored, all at once, unless the directory has changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The directory as it was read.
    pub before: Directory,
    /// The directory with its log's new head.
    pub directory: Directory,
    /// The entry.
    pub entry: Entry,
    /// The organisation's row as it was and as it is to be, where that changes.
    pub organisation: Option<(Option<Organisation>, Organisation)>,
    /// The person's row as it was and as it is to be, where that changes.
    pub person: Option<(Option<Person>, Person)>,
    /// The key that is new: as it is listed, and by what a call is known.
    pub made_key: Option<(ListedKey, Account)>,
    /// The key that goes.
    pub revoked_key: Option<ListedKey>,
    /// The folder as it was and as it is to be, where one changes.
    pub folder: Option<(Option<Folder>, Option<Folder>)>,
    /// Who may sign with registered seals, as far as that changes.
    pub seal_persons: Vec<(RegisteredSeal, SealPersons)>,
    /// What becomes of the organisation's address book.
    pub contacts: Option<Box<BookDecision>>,
    /// The session that ends.
    pub ended_session: Option<EndedSession>,
}

/// A session that is taken away, if it is there still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedSession {
    /// Whose it is.
    pub person: PersonId,
    /// Which: SHA-256 of its secret.
    pub session: Digest,
}

/// Why a change is not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nobody of this identifier.
    #[error("the organisation has no such person")]
    UnknownPerson,
    /// There is no group of this identifier.
    #[error("the organisation has no such group")]
    UnknownGroup,
    /// There is no key of this identifier.
    #[error("the organisation has no such API key")]
    UnknownKey,
    /// There is no folder of this identifier.
    #[error("the organisation has no such folder")]
    UnknownFolder,
    /// The folder above is not there, or is in the folder itself.
    #[error("a folder cannot be there")]
    NoSuchPlace,
    /// Another folder in the same place is called so.
    #[error("another folder in the same place has this name")]
    FolderNameTaken,
    /// There are too many folders already.
    #[error("an organisation has at most {MAX_FOLDERS} folders")]
    TooManyFolders,
    /// Too many folders would be above one another.
    #[error("at most {MAX_DEPTH} folders are above one another")]
    TooDeep,
    /// The folder holds others.
    #[error("the folder holds other folders")]
    FolderNotEmpty,
    /// There is no such registered seal.
    #[error("the organisation has no such seal")]
    UnknownSeal,
    /// There are too many registered seals already.
    #[error("an organisation has at most {MAX_SEALS} registered seals")]
    TooManySeals,
    /// These would be named for the seal, and are addresses of people who were deactivated.
    #[error("{} was deactivated and cannot be named for the seal", joined(.0))]
    NamesDeactivated(Vec<EmailAddress>),
    /// The organisation has no row.
    #[error("the organisation has no row")]
    UnknownOrganisation,
    /// The organisation is there already.
    #[error("the organisation is there already")]
    OrganisationExists,
    /// Somebody of the organisation has the address already.
    #[error("a person of the organisation has this address already")]
    AddressTaken,
    /// Somebody of the organisation signs in as this already.
    #[error("another person of the organisation signs in as this already")]
    IdentityTaken,
    /// Nobody could administer the organisation any more.
    #[error("the last administrator cannot go")]
    LastAdministrator,
    /// Another group is called so.
    #[error("another group has this name")]
    GroupNameTaken,
    /// There are too many people already.
    #[error("an organisation has at most {MAX_PEOPLE} people")]
    TooManyPeople,
    /// There are too many groups already.
    #[error("an organisation has at most {MAX_GROUPS} groups")]
    TooManyGroups,
    /// There are too many administrators already.
    #[error("an organisation has at most {MAX_ADMINISTRATORS} administrators")]
    TooManyAdministrators,
    /// The person has signed in before, or was deactivated.
    #[error("the person is not waiting for an invitation")]
    NotInvited,
    /// The invitation is too old, or there was a newer one.
    #[error("the invitation is not good any more")]
    InvitationOver,
    /// The person may not come in.
    #[error("the person was deactivated")]
    Deactivated,
    /// The person was not deactivated.
    #[error("the person is not deactivated")]
    NotDeactivated,
    /// Whoever asks for it has lost the right meanwhile.
    #[error("whoever asks for it may not do so any more")]
    NotAllowed,
    /// The person was invited a moment ago.
    #[error("the person was invited less than {} minutes ago", INVITATION_PAUSE.as_mins())]
    InvitedJustNow,
    /// Links would be bound to addresses, and nothing says to which.
    #[error(transparent)]
    IncompleteLinkRule(#[from] IncompleteLinkRule),
    /// Nothing would be other than it is.
    #[error("nothing would change")]
    Unchanged,
    /// The entry cannot be written as JSON.
    #[error("the entry cannot be written: {0}")]
    Unwritable(String),
}

/// Decides a change.
///
/// # Errors
/// Why it is not made.
pub fn decide_change(
    directory: &Directory,
    facts: &Facts,
    change: Change,
    by: Actor,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    demand_right(directory, facts, &change, &by)?;
    let mut draft = Draft::new(directory, facts);
    let sequence = directory.log.sequence + 1;
    // Times of a log never run backwards, whatever the clocks of those who write it say.
    let now = now.max(directory.changed_at);
    let kind = match change {
        Change::AddOrganisation(organisation) => draft.add_organisation(*organisation)?,
        Change::SetOrganisation(organisation) => draft.set_organisation(*organisation)?,
        Change::Invite { id, profile } => draft.invite(id, profile, sequence, now)?,
        Change::InviteAgain => draft.invite_again(sequence, now)?,
        Change::SetProfile(profile) => draft.set_profile(profile, sequence, now)?,
        Change::AcceptInvitation { by_entry, identity } => draft.accept_invitation(by_entry, identity, now)?,
        Change::Deactivate => draft.deactivate(now)?,
        Change::Reactivate => draft.reactivate(sequence, now)?,
        Change::EndSessions => draft.end_sessions()?,
        Change::EndSession { person, session } => draft.end_session(person, session),
        Change::AddGroup { id, name } => draft.add_group(id, name)?,
        Change::RenameGroup { id, name } => draft.rename_group(id, name)?,
        Change::RemoveGroup { id } => draft.remove_group(id)?,
        Change::AddFolder(folder) => draft.add_folder(*folder)?,
        Change::SetFolder(folder) => draft.set_folder(*folder)?,
        Change::RemoveFolder { id } => draft.remove_folder(id)?,
        Change::MakeKey(key) => draft.make_key(*key)?,
        Change::RevokeKey => draft.revoke_key()?,
        Change::SetSealPersons { seal, persons } => draft.set_seal_persons(seal, persons, &by)?,
        Change::RecordSealAct { seal, act } => draft.record_seal_act(&seal, *act, &by)?,
        Change::ChangeContacts(decision) => draft.change_contacts(*decision, sequence)?,
    };
    let Draft {
        facts: _,
        mut directory,
        organisation: row,
        person,
        made_key,
        revoked_key,
        folder,
        seal_persons,
        contacts,
        ended_session,
        before,
    } = draft;
    let (organisation, previous) = (directory.organisation.clone(), directory.log.digest);
    let entry = Entry { organisation, sequence, previous, at: now, by, kind };
    directory.log = entry.head().map_err(|e| Refusal::Unwritable(e.to_string()))?;
    directory.changed_at = now;
    Ok(Decision {
        before,
        directory,
        entry,
        organisation: row,
        person,
        made_key,
        revoked_key,
        folder,
        seal_persons,
        contacts,
        ended_session,
    })
}

/// Rights were asked when the call came; by now the caller may have lost them. Of people only administrators change anything, but
/// for the acceptance of their own invitation, their own keys and sessions, and a person's key changes what the person may; a key that was revoked
/// changes nothing any more. The service itself keeps contacts of completed envelopes, and changes nothing else. Contacts are changed by more roles than the directory tells: the call's own question is the last.
fn demand_right(directory: &Directory, facts: &Facts, change: &Change, by: &Actor) -> Result<(), Refusal> {
    if let Some(places) = folders::places(facts, change) {
        return folders::demand_right(facts, by, &places);
    }
    let may = match by {
        Actor::Operator | Actor::Key { key: None, .. } => true,
        Actor::Service => keeps_contacts(change),
        Actor::Key { key: Some(_), .. } => match facts.actor_key.as_ref().map(|key| &key.holder) {
            Some(KeyHolder::Service { .. }) => true,
            Some(KeyHolder::Person { .. }) if matches!(change, Change::ChangeContacts(_)) => true,
            Some(KeyHolder::Person { person }) if ends_own_session(change, *person) => true,
            Some(KeyHolder::Person { person }) => directory.administrators.contains(person),
            None => false,
        },
        Actor::Person { person } => {
            let is_own = |holder: &KeyHolder| matches!(holder, KeyHolder::Person { person: of } if of == person);
            match change {
                Change::AcceptInvitation { .. } | Change::ChangeContacts(_) => true,
                _ if ends_own_session(change, *person) => true,
                Change::MakeKey(key) if is_own(&key.holder) => true,
                Change::RevokeKey if facts.key.as_ref().is_some_and(|key| is_own(&key.holder)) => true,
                _ => directory.administrators.contains(person),
            }
        }
    };
    if may { Ok(()) } else { Err(Refusal::NotAllowed) }
}

fn ends_own_session(change: &Change, by: PersonId) -> bool {
    matches!(change, Change::EndSession { person, .. } if *person == by)
}

fn keeps_contacts(change: &Change) -> bool {
    matches!(change, Change::ChangeContacts(decision) if matches!(decision.recorded, Some(Recorded::Kept { .. })))
}

struct Draft<'f> {
    facts: &'f Facts,
    before: Directory,
    directory: Directory,
    organisation: Option<(Option<Organisation>, Organisation)>,
    person: Option<(Option<Person>, Person)>,
    made_key: Option<(ListedKey, Account)>,
    revoked_key: Option<ListedKey>,
    folder: Option<(Option<Folder>, Option<Folder>)>,
    seal_persons: Vec<(RegisteredSeal, SealPersons)>,
    contacts: Option<Box<BookDecision>>,
    ended_session: Option<EndedSession>,
}

impl<'f> Draft<'f> {
    fn new(directory: &Directory, facts: &'f Facts) -> Self {
        let (before, directory) = (directory.clone(), directory.clone());
        let (organisation, person, made_key, revoked_key) = (None, None, None, None);
        let (folder, seal_persons, contacts, ended_session) = (None, Vec::new(), None, None);
        Self {
            facts,
            before,
            directory,
            organisation,
            person,
            made_key,
            revoked_key,
            folder,
            seal_persons,
            contacts,
            ended_session,
        }
    }

    fn known_person(&self) -> Result<Person, Refusal> {
        self.facts.person.clone().ok_or(Refusal::UnknownPerson)
    }

    /// Takes the person's next version, and counts administrators by it.
    fn put_person(&mut self, mut person: Person) -> Result<(), Refusal> {
        person.version = self.facts.person.as_ref().map_or(0, |before| before.version) + 1;
        let administrators = &mut self.directory.administrators;
        if person.is_acting_administrator() {
            administrators.insert(person.id);
            if administrators.len() > MAX_ADMINISTRATORS {
                return Err(Refusal::TooManyAdministrators);
            }
        } else if administrators.remove(&person.id) && administrators.is_empty() {
            return Err(Refusal::LastAdministrator);
        }
        self.person = Some((self.facts.person.clone(), person));
        Ok(())
    }

    /// An address leads to one person of the organisation at most, be the person active or not.
    fn demand_free_address(&self, person: PersonId) -> Result<(), Refusal> {
        let is_other = self.facts.with_address.is_some_and(|holder| holder != person);
        if is_other { Err(Refusal::AddressTaken) } else { Ok(()) }
    }

    fn add_organisation(&mut self, organisation: Organisation) -> Result<EntryKind, Refusal> {
        if self.facts.organisation.is_some() {
            return Err(Refusal::OrganisationExists);
        }
        organisation.demand_whole_link_rule()?;
        self.organisation = Some((None, organisation.clone()));
        Ok(EntryKind::OrganisationAdded { after: Box::new(organisation) })
    }

    fn set_organisation(&mut self, after: Organisation) -> Result<EntryKind, Refusal> {
        let before = self.facts.organisation.clone().ok_or(Refusal::UnknownOrganisation)?;
        if before == after {
            return Err(Refusal::Unchanged);
        }
        after.demand_whole_link_rule()?;
        self.organisation = Some((Some(before.clone()), after.clone()));
        Ok(EntryKind::OrganisationChanged { before: Box::new(before), after: Box::new(after) })
    }

    fn invite(&mut self, id: PersonId, profile: Profile, by_entry: u64, now: Timestamp) -> Result<EntryKind, Refusal> {
        self.demand_free_address(id)?;
        if self.directory.people >= MAX_PEOPLE {
            return Err(Refusal::TooManyPeople);
        }
        self.directory.people += 1;
        let (state, after) = (invited(by_entry, now), profile.clone());
        self.put_person(Person {
            id,
            version: 0,
            profile,
            state,
            added_at: now,
            session_generation: 0,
            key_generation: 0,
        })?;
        Ok(EntryKind::PersonInvited { person: id, after })
    }

    fn invite_again(&mut self, by_entry: u64, now: Timestamp) -> Result<EntryKind, Refusal> {
        let person = self.known_person()?;
        let PersonState::Invited { until, .. } = person.state else { return Err(Refusal::NotInvited) };
        if until.duration_since(now) > INVITATION_LIFETIME - INVITATION_PAUSE {
            return Err(Refusal::InvitedJustNow);
        }
        let id = person.id;
        self.put_person(Person { state: invited(by_entry, now), ..person })?;
        Ok(EntryKind::InvitationRenewed { person: id })
    }

    /// Sessions end where roles or groups change: nobody goes on with what was taken away, or has to wait for what was given.
    /// Groups that are gone gave nothing. Whoever waits for an invitation at another address gets a new one there, and the link
    /// that went to the first is not good any more. An address that the person gives up is taken from those who may sign with the
    /// registered seals; the new one has to be named.
    fn set_profile(&mut self, after: Profile, by_entry: u64, now: Timestamp) -> Result<EntryKind, Refusal> {
        let person = self.known_person()?;
        let before = person.profile.clone();
        if before == after {
            return Err(Refusal::Unchanged);
        }
        let (id, is_elsewhere) = (person.id, !before.email.is_same_mailbox(&after.email));
        let is_deactivated = matches!(person.state, PersonState::Deactivated { .. });
        if is_elsewhere {
            self.demand_free_address(id)?;
        }
        let (seal_persons, further_seals) = self.without_seals(|address| {
            let is_left = is_elsewhere && address.is_same_mailbox(&before.email);
            is_left || is_deactivated && address.is_same_mailbox(&after.email)
        });
        let state = match person.state {
            PersonState::Invited { .. } if is_elsewhere => invited(by_entry, now),
            state => state,
        };
        let groups: BTreeSet<GroupId> =
            before.groups.iter().filter(|group| self.directory.groups.contains_key(group)).copied().collect();
        let has_other_rights = before.roles != after.roles || groups != after.groups;
        let generation = person.session_generation + u32::from(has_other_rights);
        self.put_person(Person { profile: after.clone(), state, session_generation: generation, ..person })?;
        Ok(EntryKind::PersonChanged { person: id, before, after, seal_persons, further_seals })
    }

    fn accept_invitation(
        &mut self,
        by_entry: u64,
        identity: OidcIdentity,
        now: Timestamp,
    ) -> Result<EntryKind, Refusal> {
        let person = self.known_person()?;
        let PersonState::Invited { by_entry: newest, until } = person.state else { return Err(Refusal::NotInvited) };
        if by_entry != newest || now >= until {
            return Err(Refusal::InvitationOver);
        }
        if self.facts.with_identity.is_some_and(|holder| holder != person.id) {
            return Err(Refusal::IdentityTaken);
        }
        let (id, state) = (person.id, PersonState::Active { identity: identity.clone() });
        self.put_person(Person { state, ..person })?;
        Ok(EntryKind::InvitationAccepted { person: id, identity })
    }

    /// From then on the person uses registered seals as little as anything else, also where a request is on its way.
    fn deactivate(&mut self, now: Timestamp) -> Result<EntryKind, Refusal> {
        let person = self.known_person()?;
        if let PersonState::Deactivated { .. } = person.state {
            return Err(Refusal::Deactivated);
        }
        let (id, identity) = (person.id, person.state.identity().cloned());
        let (seal_persons, further_seals) =
            self.without_seals(|address| address.is_same_mailbox(&person.profile.email));
        let state = PersonState::Deactivated { identity, since: now };
        // Their keys do not come back with them.
        let key_generation = person.key_generation + 1;
        self.put_person(Person { state, key_generation, ..person }.without_sessions())?;
        Ok(EntryKind::PersonDeactivated { person: id, seal_persons, further_seals })
    }

    /// Whoever never signed in is invited anew. Registered seals are not given back with it: whoever says who may sign with them
    /// names the person again.
    fn reactivate(&mut self, by_entry: u64, now: Timestamp) -> Result<EntryKind, Refusal> {
        let person = self.known_person()?;
        let PersonState::Deactivated { identity, .. } = person.state.clone() else {
            return Err(Refusal::NotDeactivated);
        };
        let state = identity.map_or_else(|| invited(by_entry, now), |identity| PersonState::Active { identity });
        let id = person.id;
        self.put_person(Person { state, ..person }.without_sessions())?;
        Ok(EntryKind::PersonReactivated { person: id })
    }

    fn demand_free_name(&self, id: GroupId, name: &str) -> Result<(), Refusal> {
        let is_other = self.directory.groups.iter().any(|(other, called)| *other != id && called == name);
        if is_other { Err(Refusal::GroupNameTaken) } else { Ok(()) }
    }

    fn add_group(&mut self, id: GroupId, name: String) -> Result<EntryKind, Refusal> {
        self.demand_free_name(id, &name)?;
        if self.directory.groups.len() >= MAX_GROUPS {
            return Err(Refusal::TooManyGroups);
        }
        self.directory.groups.insert(id, name.clone());
        Ok(EntryKind::GroupAdded { group: id, name })
    }

    fn rename_group(&mut self, id: GroupId, name: String) -> Result<EntryKind, Refusal> {
        let before = self.directory.groups.get(&id).cloned().ok_or(Refusal::UnknownGroup)?;
        if before == name {
            return Err(Refusal::Unchanged);
        }
        self.demand_free_name(id, &name)?;
        self.directory.groups.insert(id, name.clone());
        Ok(EntryKind::GroupRenamed { group: id, before, after: name })
    }

    fn remove_group(&mut self, id: GroupId) -> Result<EntryKind, Refusal> {
        let name = self.directory.groups.remove(&id).ok_or(Refusal::UnknownGroup)?;
        Ok(EntryKind::GroupRemoved { group: id, name })
    }

    fn make_key(&mut self, key: ListedKey) -> Result<EntryKind, Refusal> {
        let organisation = self.facts.organisation.as_ref().ok_or(Refusal::UnknownOrganisation)?;
        let (person, generation, (name, email, language)) = match &key.holder {
            KeyHolder::Service { name, email, language } => (None, 0, (name.clone(), email.clone(), *language)),
            KeyHolder::Person { person: id } => {
                let person = self.facts.person.as_ref().filter(|person| person.id == *id);
                let person = person.ok_or(Refusal::UnknownPerson)?;
                if !person.is_active() {
                    return Err(Refusal::Deactivated);
                }
                let Profile { name, email, language, .. } = person.profile.clone();
                (Some(*id), person.key_generation, (name, email, language))
            }
        };
        let (organisation_name, organisation_name_en) = (organisation.name.clone(), organisation.name_en.clone());
        let id = organisation.id.clone();
        let sender =
            Sender { organisation: id, organisation_name, organisation_name_en, person, name, email, language };
        let (terms, policy) = (key.terms.clone(), organisation.policy.clone());
        let account = Account { sender, terms, policy, id: Some(key.id), generation, has_organisation: true };
        let made = EntryKind::KeyMade { key: key.id, holder: key.holder.clone(), terms: key.terms.clone() };
        self.made_key = Some((key, account));
        Ok(made)
    }

    fn revoke_key(&mut self) -> Result<EntryKind, Refusal> {
        let key = self.facts.key.clone().ok_or(Refusal::UnknownKey)?;
        let revoked = EntryKind::KeyRevoked { key: key.id, label: key.terms.label.clone() };
        self.revoked_key = Some(key);
        Ok(revoked)
    }

    /// A book that is not this organisation's, or of whose change nothing is to be recorded, is not changed here. Of a person's
    /// book it is recorded alone that it is full, and contacts of completed envelopes are not kept.
    fn change_contacts(&mut self, decision: BookDecision, sequence: u64) -> Result<EntryKind, Refusal> {
        let recorded = decision.recorded.clone().ok_or(Refusal::Unchanged)?;
        let BookId { organisation, holder } = &decision.book.id;
        let person = match holder {
            BookHolder::Organisation => None,
            BookHolder::Person(person) => Some(*person),
        };
        let may_be_recorded = person.is_none() || matches!(recorded, Recorded::Kept { .. });
        if *organisation != self.directory.organisation || !may_be_recorded {
            return Err(Refusal::UnknownOrganisation);
        }
        let kind = match recorded {
            Recorded::Added { contact } => EntryKind::ContactAdded { contact },
            Recorded::Changed { contact, became, fields } => EntryKind::ContactChanged { contact, became, fields },
            Recorded::Removed { contact } => EntryKind::ContactRemoved { contact },
            Recorded::Imported { file, counts: ImportCounts { added, updated, unchanged } } => {
                EntryKind::ContactsImported { file, added, updated, unchanged }
            }
            Recorded::Kept { envelope, contacts, left_out } => {
                EntryKind::ContactsKept { envelope, person, contacts, left_out }
            }
        };
        self.contacts = Some(Box::new(decision.recorded_by(sequence)));
        Ok(kind)
    }
}

/// Addresses as a part of a sentence.
fn joined(addresses: &[EmailAddress]) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn invited(by_entry: u64, now: Timestamp) -> PersonState {
    let until = now.checked_add(INVITATION_LIFETIME).unwrap_or(Timestamp::MAX);
    PersonState::Invited { by_entry, until }
}
