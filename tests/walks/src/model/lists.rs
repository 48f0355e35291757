//! What lists hold.

use std::collections::BTreeSet;

use super::{Credential, Means, Model, PersonState, Role, line_of};
use crate::ask::Ask;
use crate::thing::Id;

impl Model {
    /// The identifiers that a list holds for somebody who may ask for it, all pages together; nothing where the route is no list.
    pub(crate) fn listed(&self, credential: &Credential, ask: &Ask) -> Option<BTreeSet<Id>> {
        let organisation = self.of(credential);
        let parameter = |name: &str| ask.query.iter().find(|(of, _)| *of == name).map(|(_, value)| &**value);
        let person = credential.person.as_ref();
        Some(match ask.route.name {
            "LIST_ENVELOPES" => self.listed_envelopes(credential, parameter("sender"), parameter("folder")),
            "LIST_ACCESS" => {
                let (_, id) = ask.about.as_ref()?;
                let (envelope, line) = (organisation.envelopes.get(id)?, line_of("GET_ENVELOPE")?);
                let active = organisation.people.iter().filter(|(_, person)| person.state == PersonState::Active);
                active.filter(|(id, _)| organisation.person_may(id, line, envelope)).map(|(id, _)| id.clone()).collect()
            }
            "LIST_FOLDERS" => {
                organisation.folders.keys().filter(|id| self.sees_folder(credential, id)).cloned().collect()
            }
            "LIST_PEOPLE" => organisation.people.keys().cloned().collect(),
            "LIST_GROUPS" => organisation.groups.clone(),
            "LIST_KEYS" => self.keys(credential.organisation, None),
            "LIST_OWN_KEYS" => {
                person.map(|person| self.keys(credential.organisation, Some(person))).unwrap_or_default()
            }
            "LIST_OWN_SESSIONS" => {
                person.map(|person| self.sessions(credential.organisation, person)).unwrap_or_default()
            }
            "LIST_SESSIONS" => self.sessions(credential.organisation, &ask.about.as_ref()?.1),
            "LIST_CONTACTS" => {
                let scope = parameter("scope");
                let there = organisation.contacts.iter().filter(|(_, contact)| !contact.is_gone);
                let wanted = there.filter(|(_, contact)| match &contact.holder {
                    None => scope != Some("own"),
                    Some(holder) => Some(holder) == person && scope != Some("shared"),
                });
                wanted.map(|(id, _)| id.clone()).collect()
            }
            "LIST_LOG" => (1..=organisation.log_entries).map(|sequence| sequence.to_string()).collect(),
            "LIST_SEALS" => BTreeSet::from([organisation.id.clone()]),
            "LIST_SEAL_USES" => BTreeSet::new(),
            _ => return None,
        })
    }

    fn listed_envelopes(&self, credential: &Credential, sender: Option<&str>, folder: Option<&str>) -> BTreeSet<Id> {
        let organisation = self.of(credential);
        let there = organisation.envelopes.iter().filter(|(_, envelope)| !envelope.is_deleted);
        let asked = there.filter(|(_, envelope)| {
            sender.is_none_or(|sender| envelope.person.as_deref() == Some(sender))
                && folder.is_none_or(|folder| envelope.folder.as_deref() == Some(folder))
        });
        let has = |person: &Id, role: Role| organisation.people[person].roles.contains(&role);
        let seen = asked.filter(|(_, envelope)| match (&credential.person, folder) {
            (None, _) => true,
            (Some(person), _) if has(person, Role::DocumentManager) || has(person, Role::DocumentViewer) => true,
            (Some(person), None) => has(person, Role::Sender) && envelope.person.as_ref() == Some(person),
            (Some(person), Some(folder)) => organisation.level(person, folder).is_some(),
        });
        seen.map(|(id, _)| id.clone()).collect()
    }

    fn keys(&self, organisation: usize, person: Option<&Id>) -> BTreeSet<Id> {
        let stored = self.credentials.iter().filter(|of| of.organisation == organisation && !of.is_gone);
        let wanted = stored.filter(|of| person.is_none() || of.person.as_ref() == person);
        let ids = wanted.filter_map(|of| match &of.means {
            Means::Key { id, .. } => Some(id.clone()),
            Means::Session { .. } => None,
        });
        ids.collect()
    }

    fn sessions(&self, organisation: usize, person: &str) -> BTreeSet<Id> {
        let is_active = |id: &str| {
            self.organisations[organisation].people.get(id).is_some_and(|person| person.state == PersonState::Active)
        };
        let good = self.credentials.iter().filter(|of| {
            let is_theirs = of.organisation == organisation && of.person.as_deref() == Some(person);
            is_theirs && !of.has_ended && !of.is_gone && is_active(person)
        });
        let digests = good.filter_map(|of| match &of.means {
            Means::Session { digest } => Some(digest.clone()),
            Means::Key { .. } => None,
        });
        digests.collect()
    }
}
