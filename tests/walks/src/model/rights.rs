//! Who may do what, as a walk sees it.

use super::table::{Line, Role, Scope, line_of};
use super::{Credential, Envelope, Grantee, Level, Means, Model, Organisation, PersonState};
use crate::thing::{Id, Kind, Thing};

/// What is to come of a request that is otherwise all right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Whoever asks is not known: 401.
    NotKnown,
    /// Their organisation is closed: 403.
    Closed,
    /// Their key is not good for it: 403.
    ScopeMissing,
    /// No role and no folder lets them: 403.
    RoleMissing,
    /// By a key nobody does it, only signed in: 403.
    SignInNeeded,
    /// What it is about is not there, or they may not see it, which is the same: 404.
    Hidden,
    /// The person is there, and the session is none of theirs: 404.
    NoSession,
    /// They may.
    Allowed,
}

impl Organisation {
    /// How far somebody's rights over what is in a folder go.
    pub(crate) fn level(&self, person: &str, folder: &str) -> Option<Level> {
        let (who, folder) = (self.people.get(person)?, self.folders.get(folder)?);
        let is_given = |to: &Grantee| match to {
            Grantee::Everybody => true,
            Grantee::Person(id) => id == person,
            Grantee::Group(id) => self.groups.contains(id) && who.groups.contains(id),
            Grantee::Role(role) => who.roles.contains(role),
        };
        let here = folder.grants.iter().filter(|(to, _)| is_given(to)).map(|(_, level)| *level).max();
        let above = folder.parent.as_deref().filter(|_| folder.inherits).and_then(|above| self.level(person, above));
        here.max(above)
    }

    fn has_one_of(&self, person: &str, roles: &[Role]) -> bool {
        self.people.get(person).is_some_and(|person| roles.iter().any(|role| person.roles.contains(role)))
    }

    /// Whether a person may do what a line is about with an envelope, whatever the key.
    pub(crate) fn person_may(&self, person: &str, line: &Line, envelope: &Envelope) -> bool {
        let is_own = envelope.person.as_deref() == Some(person) && self.has_one_of(person, line.own);
        let level = envelope.folder.as_deref().and_then(|folder| self.level(person, folder));
        let by_folder =
            line.folder.is_some_and(|needed| level >= Some(needed)) && self.has_role_of_own_name(person, line);
        self.has_one_of(person, line.all) || is_own || by_folder
    }

    /// What a folder lets somebody do in their own name, which is to make a copy, takes a role besides.
    fn has_role_of_own_name(&self, person: &str, line: &Line) -> bool {
        !line.routes.contains(&"COPY_ENVELOPE") || self.has_one_of(person, line.own)
    }
}

impl Model {
    pub(crate) fn of(&self, credential: &Credential) -> &Organisation {
        &self.organisations[credential.organisation]
    }

    pub(crate) fn has_scope(credential: &Credential, scope: Scope) -> bool {
        match &credential.means {
            Means::Session { .. } => true,
            Means::Key { scopes, .. } => scopes.contains(&scope),
        }
    }

    /// Why whoever calls is refused whatever they ask for; nothing where they are heard.
    fn refusal_of_caller(&self, credential: &Credential) -> Option<Verdict> {
        let organisation = self.of(credential);
        let is_active =
            |person: &Id| organisation.people.get(person).is_some_and(|person| person.state == PersonState::Active);
        if credential.is_gone {
            return Some(Verdict::NotKnown);
        }
        if organisation.is_closed {
            return Some(Verdict::Closed);
        }
        let is_good = !credential.has_ended && credential.person.as_ref().is_none_or(is_active);
        if is_good { None } else { Some(Verdict::NotKnown) }
    }

    /// What is to come of a request for this route about this thing, or about nothing that has an identifier.
    pub(crate) fn verdict(&self, credential: Option<&Credential>, route: &str, about: Option<(Kind, &str)>) -> Verdict {
        let Some(credential) = credential else { return Verdict::NotKnown };
        let line = line_of(route).unwrap_or_else(|| panic!("the table of the walks lacks the route {route}"));
        if let Some(verdict) = self.refusal_of_caller(credential) {
            return verdict;
        }
        if line.scopes.iter().any(|scope| !Self::has_scope(credential, *scope)) {
            return Verdict::ScopeMissing;
        }
        if !self.may_at_all(credential, line) {
            return Verdict::RoleMissing;
        }
        match about {
            None if route == "MAKE_OWN_KEY" && matches!(credential.means, Means::Key { .. }) => Verdict::SignInNeeded,
            None => Verdict::Allowed,
            Some((kind, id)) => self.verdict_about(credential, line, route, kind, id),
        }
    }

    /// Whether somebody may do it with anything at all.
    fn may_at_all(&self, credential: &Credential, line: &Line) -> bool {
        let Some(person) = &credential.person else { return true };
        let organisation = self.of(credential);
        let by_folder = |needed: Level| {
            let mut folders = organisation.folders.keys();
            folders.any(|folder| organisation.level(person, folder) >= Some(needed))
        };
        line.everybody
            || organisation.has_one_of(person, line.all)
            || organisation.has_one_of(person, line.own)
            || line.folder.is_some_and(by_folder) && organisation.has_role_of_own_name(person, line)
    }

    fn verdict_about(&self, credential: &Credential, line: &Line, route: &str, kind: Kind, id: &str) -> Verdict {
        let organisation = self.of(credential);
        let there = |is_there: bool| if is_there { Verdict::Allowed } else { Verdict::Hidden };
        match kind {
            Kind::Organisation => there(organisation.id == id),
            Kind::Person => there(organisation.people.contains_key(id)),
            Kind::Group => there(organisation.groups.contains(id)),
            Kind::Envelope => {
                let envelope = organisation.envelopes.get(id).filter(|envelope| !envelope.is_deleted);
                let may = |envelope: &Envelope| {
                    credential.person.as_ref().is_none_or(|person| organisation.person_may(person, line, envelope))
                };
                there(envelope.is_some_and(may))
            }
            Kind::Folder => match (self.sees_folder(credential, id), route) {
                (false, _) => Verdict::Hidden,
                (true, "GET_FOLDER") => Verdict::Allowed,
                (true, _) if self.manages_folder(credential, Some(id)) => Verdict::Allowed,
                (true, _) => Verdict::RoleMissing,
            },
            Kind::Contact => match organisation.contacts.get(id).filter(|contact| !contact.is_gone) {
                Some(contact) if contact.holder.is_none() => {
                    let may = route == "GET_CONTACT" || self.changes_shared_contacts(credential);
                    if may { Verdict::Allowed } else { Verdict::RoleMissing }
                }
                Some(contact) => there(contact.holder == credential.person),
                None => Verdict::Hidden,
            },
            Kind::Key => {
                let is_key = |of: &&Credential| matches!(&of.means, Means::Key { id: key, .. } if key == id);
                let key = self.credentials.iter().find(is_key);
                let key = key.filter(|key| key.organisation == credential.organisation && !key.is_gone);
                let is_own = |key: &Credential| key.person.is_some() && key.person == credential.person;
                match (key, route) {
                    (Some(_), "REVOKE_KEY") => Verdict::Allowed,
                    (Some(key), _) if !is_own(key) => Verdict::Hidden,
                    (Some(_), _) if matches!(credential.means, Means::Key { .. }) => Verdict::SignInNeeded,
                    (Some(_), _) => Verdict::Allowed,
                    (None, _) => Verdict::Hidden,
                }
            }
            Kind::Session => {
                let mut all = self.credentials.iter();
                there(all.any(|of| {
                    of.means == Means::Session { digest: id.to_owned() }
                        && !of.is_gone
                        && of.organisation == credential.organisation
                        && of.person == credential.person
                }))
            }
        }
    }

    /// Whether this is a session of this person, one that is over among them.
    pub(crate) fn is_session_of(&self, at: usize, person: &str, session: &str) -> bool {
        self.credentials.iter().any(|of| {
            of.means == Means::Session { digest: session.to_owned() }
                && !of.is_gone
                && of.organisation == at
                && of.person.as_deref() == Some(person)
        })
    }

    pub(crate) fn changes_shared_contacts(&self, credential: &Credential) -> bool {
        let roles = [Role::Administrator, Role::DocumentManager, Role::Sender];
        let may = |person: &Id| self.of(credential).has_one_of(person, &roles);
        credential.person.as_ref().is_none_or(may)
    }

    /// Whether somebody is shown a folder by the routes about folders.
    pub(crate) fn sees_folder(&self, credential: &Credential, id: &str) -> bool {
        let organisation = self.of(credential);
        if !organisation.folders.contains_key(id) {
            return false;
        }
        let Some(person) = &credential.person else { return true };
        // A key that is good for nothing but to administer sees what the person manages, or has by a folder.
        let by_role =
            organisation.has_one_of(person, &[Role::DocumentViewer]) && Self::has_scope(credential, Scope::Read);
        let manages_all = organisation.has_one_of(person, &[Role::Administrator, Role::DocumentManager]);
        by_role || manages_all || organisation.level(person, id).is_some()
    }

    /// Whether somebody manages a folder, or the place above all of them.
    pub(crate) fn manages_folder(&self, credential: &Credential, id: Option<&str>) -> bool {
        let organisation = self.of(credential);
        let Some(person) = &credential.person else { return true };
        let by_folder = |id| organisation.level(person, id) == Some(Level::Manage);
        organisation.has_one_of(person, &[Role::Administrator, Role::DocumentManager]) || id.is_some_and(by_folder)
    }

    /// Whether somebody sees the envelopes in a folder, which a folder's name in a request takes.
    pub(crate) fn sees_contents(&self, credential: &Credential, id: &str) -> bool {
        let organisation = self.of(credential);
        if !organisation.folders.contains_key(id) || !Self::has_scope(credential, Scope::Read) {
            return false;
        }
        let Some(person) = &credential.person else { return true };
        let by_role = organisation.has_one_of(person, &[Role::DocumentManager, Role::DocumentViewer]);
        by_role || organisation.level(person, id).is_some()
    }

    /// Whether somebody may put envelopes into a folder.
    pub(crate) fn puts_into(&self, credential: &Credential, id: &str) -> bool {
        let organisation = self.of(credential);
        if !self.sees_contents(credential, id) || !Self::has_scope(credential, Scope::Write) {
            return false;
        }
        let Some(person) = &credential.person else { return true };
        let by_role = organisation.has_one_of(person, &[Role::DocumentManager]);
        by_role || organisation.level(person, id) >= Some(Level::Change)
    }

    /// Whether somebody may ever be told of a thing, whatever they ask and whatever their key is good for.
    pub(crate) fn may_be_told(&self, credential: &Credential, thing: &Thing) -> bool {
        if thing.organisation != credential.organisation {
            return false;
        }
        let organisation = self.of(credential);
        let person = credential.person.as_ref();
        match thing.kind {
            Kind::Envelope => organisation.envelopes.get(&thing.id).is_some_and(|envelope| {
                let reads = |person: &Id| {
                    line_of("GET_ENVELOPE").is_some_and(|line| organisation.person_may(person, line, envelope))
                };
                !envelope.is_deleted && person.is_none_or(reads)
            }),
            Kind::Contact => {
                let holder = organisation.contacts.get(&thing.id).and_then(|contact| contact.holder.as_ref());
                holder.is_none() || holder == person
            }
            Kind::Folder => person.is_none_or(|person| {
                let roles = [Role::Administrator, Role::DocumentManager, Role::DocumentViewer];
                organisation.has_one_of(person, &roles) || organisation.level(person, &thing.id).is_some()
            }),
            Kind::Organisation | Kind::Person | Kind::Group | Kind::Key | Kind::Session => true,
        }
    }
}
