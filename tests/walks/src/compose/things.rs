//! What requests are about.

use api::routes::Route;
use domain::contact::{BookId, Contact as StoredContact};
use domain::envelope::State;
use domain::ports::{Contacts, People};

use crate::ask::Ask;
use crate::model::{Credential, Means, PersonState, Verdict};
use crate::names::{ORGANISATIONS, organisation_id};
use crate::thing::{Id, Kind};
use crate::walk::Walk;

impl Walk {
    /// Things with which a route can do something that it cannot do with most.
    pub(super) fn waiting_for(&self, by: Option<&Credential>, route: &Route, at: usize) -> Vec<Id> {
        let organisation = &self.model.organisations[at];
        let people = |state: PersonState| {
            let people = organisation.people.iter().filter(|(_, person)| person.state == state);
            people.map(|(id, _)| id.clone()).collect()
        };
        let envelopes = |is_draft: bool| {
            let state = |id: &Id| self.world.ports.envelopes.envelope(id.parse().unwrap()).state;
            let mut all = self.existing(at, Kind::Envelope);
            all.retain(|id| (state(id) == State::Draft) == is_draft);
            all.retain(|id| self.model.verdict(by, route.name, Some((Kind::Envelope, id))) == Verdict::Allowed);
            all
        };
        let is_empty = |id: &Id| {
            let mut inner = organisation.folders.values().map(|folder| folder.parent.as_ref());
            let mut within = organisation.envelopes.values().map(|envelope| envelope.folder.as_ref());
            !inner.any(|parent| parent == Some(id)) && !within.any(|folder| folder == Some(id))
        };
        match route.name {
            "INVITE_AGAIN" => people(PersonState::Invited),
            "REACTIVATE_PERSON" => people(PersonState::Deactivated),
            "CHANGE_DRAFT" | "DELETE_DRAFT" | "ADD_DOCUMENT" | "REMOVE_DOCUMENT" | "SEND_ENVELOPE" => envelopes(true),
            "FETCH_FILE" | "SEND_REMINDERS" | "VOID_ENVELOPE" | "REQUEST_AGAIN" => envelopes(false),
            "REMOVE_FOLDER" => organisation.folders.keys().filter(|id| is_empty(id)).cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// Something of this kind: mostly of the caller's organisation, otherwise of another, gone, or never there.
    pub(super) fn pick(&self, by: Option<&Credential>, at: usize, route: Option<&Route>, kind: Kind) -> Id {
        let own = self.existing(at, kind);
        let picked = match self.chance.below(100) {
            0..65 => {
                let is_allowed = |id: &&Id| {
                    route.is_some_and(|route| self.model.verdict(by, route.name, Some((kind, id))) == Verdict::Allowed)
                };
                let allowed: Vec<Id> = own.iter().filter(is_allowed).cloned().collect();
                self.chance.one_of(&allowed).filter(|_| self.chance.percent(60)).or_else(|| self.chance.one_of(&own))
            }
            65..80 => self.chance.one_of(&self.existing(another(at), kind)),
            80..88 => {
                let once = self.model.ids.values().filter(|thing| thing.organisation == at && thing.kind == kind);
                let gone: Vec<Id> = once.map(|thing| thing.id.clone()).filter(|id| !own.contains(id)).collect();
                self.chance.one_of(&gone)
            }
            _ => None,
        };
        picked.unwrap_or_else(|| self.never(kind))
    }

    /// A session: mostly of this person, otherwise of anybody, or none.
    pub(super) fn session_of(&self, at: usize, person: Option<&str>) -> Id {
        let mut own = self.existing(at, Kind::Session);
        own.retain(|session| person.is_some_and(|person| self.model.is_session_of(at, person, session)));
        let own = self.chance.one_of(&own).filter(|_| self.chance.percent(80));
        own.unwrap_or_else(|| self.pick(None, at, None, Kind::Session))
    }

    /// An identifier that nothing of this kind ever had.
    pub(crate) fn never(&self, kind: Kind) -> Id {
        match kind {
            Kind::Organisation => format!("never{}", self.chance.digits(3)),
            Kind::Session => self.chance.digits(32),
            Kind::Person | Kind::Group | Kind::Folder | Kind::Envelope | Kind::Contact | Kind::Key => {
                self.chance.uuid()
            }
        }
    }

    /// All of this kind that an organisation has.
    pub(crate) fn existing(&self, at: usize, kind: Kind) -> Vec<Id> {
        let organisation = &self.model.organisations[at];
        let means = |wanted: fn(&Means) -> Option<&Id>| {
            let there = self.model.credentials.iter().filter(|of| of.organisation == at && !of.is_gone);
            there.filter_map(|of| wanted(&of.means)).cloned().collect()
        };
        match kind {
            Kind::Organisation => vec![organisation.id.clone()],
            Kind::Person => organisation.people.keys().cloned().collect(),
            Kind::Group => organisation.groups.iter().cloned().collect(),
            Kind::Folder => organisation.folders.keys().cloned().collect(),
            Kind::Envelope => {
                organisation.envelopes.iter().filter(|(_, of)| !of.is_deleted).map(|(id, _)| id.clone()).collect()
            }
            Kind::Contact => {
                organisation.contacts.iter().filter(|(_, of)| !of.is_gone).map(|(id, _)| id.clone()).collect()
            }
            Kind::Key => means(|means| match means {
                Means::Key { id, .. } => Some(id),
                Means::Session { .. } => None,
            }),
            Kind::Session => means(|means| match means {
                Means::Session { digest } => Some(digest),
                Means::Key { .. } => None,
            }),
        }
    }

    /// The entity tag of something as it stands; of what is not there any.
    pub(super) async fn tag(&self, kind: Kind, id: &str) -> String {
        let any = || "\"1\"".to_owned();
        let version = |version: u64| format!("\"{version}\"");
        let ports = &self.world.ports;
        let Some(thing) = self.model.ids.get(id) else { return any() };
        let organisation = organisation_id(thing.organisation);
        match kind {
            Kind::Envelope => version(ports.envelopes.envelope(id.parse().unwrap()).version),
            Kind::Person => {
                let found = ports.organisations.person(&organisation, id.parse().unwrap()).await.unwrap();
                found.map_or_else(any, |person| version(person.version))
            }
            Kind::Contact => {
                let holder = self.model.organisations[thing.organisation].contacts.get(id);
                let holder = holder.and_then(|contact| contact.holder.clone());
                let book = match holder {
                    None => BookId::shared(organisation),
                    Some(person) => BookId::own(organisation, person.parse().unwrap()),
                };
                let found = ports.organisations.contact(&book, id.parse().unwrap()).await.unwrap();
                found.map_or_else(any, |contact: StoredContact| version(contact.version))
            }
            Kind::Folder => self.tag_of(&api::routes::GET_FOLDER, thing.organisation, Some((kind, id))).await,
            Kind::Organisation => self.tag_of(&api::routes::GET_SEAL, thing.organisation, Some((kind, id))).await,
            Kind::Group => self.tag_of(&api::routes::GET_GROUP, thing.organisation, Some((kind, id))).await,
            Kind::Key | Kind::Session => any(),
        }
    }

    /// The entity tag that whoever may do everything in an organisation is told.
    pub(super) async fn tag_of(&self, route: &'static Route, at: usize, about: Option<(Kind, &str)>) -> String {
        let about = about.map(|(kind, id)| (kind, id.to_owned()));
        let answer = self.world.ask(&Ask { about, ..Ask::of(route) }, Some(&self.model.credentials[at].header)).await;
        answer.header("etag").unwrap_or("\"1\"").to_owned()
    }
}

/// Another organisation.
pub(super) fn another(at: usize) -> usize {
    (at + 1) % ORGANISATIONS.len()
}
