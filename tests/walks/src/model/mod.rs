//! What a walk knows of organisations, from what it asked for and was answered: who is there with which roles, what each folder
//! gives, whose each envelope is. It is written from `docs/authorisation.md`, and takes no decision from the code that it judges.

mod learn;
mod lists;
mod rights;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use crate::marks::marks_in;
use crate::thing::{Id, Kind, Thing};

pub(crate) use learn::text_of;
pub(crate) use rights::Verdict;
pub use table::{Line, Role, Scope, line_of};

/// How far a folder's right goes. Each level holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Sees what is in it.
    See,
    /// Fetches files.
    Download,
    /// Moves envelopes.
    Change,
    /// Gives rights.
    Manage,
}

impl Level {
    pub(crate) const ALL: [Self; 4] = [Self::See, Self::Download, Self::Change, Self::Manage];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Download => "download",
            Self::Change => "change",
            Self::Manage => "manage",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PersonState {
    Invited,
    Active,
    Deactivated,
}

#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) state: PersonState,
    pub(crate) has_signed_in: bool,
    pub(crate) roles: BTreeSet<Role>,
    /// Groups that are gone stand here until the person is changed.
    pub(crate) groups: BTreeSet<Id>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Grantee {
    Everybody,
    Person(Id),
    Group(Id),
    Role(Role),
}

#[derive(Clone, Debug)]
pub(crate) struct Folder {
    pub(crate) name: String,
    pub(crate) parent: Option<Id>,
    pub(crate) inherits: bool,
    pub(crate) grants: Vec<(Grantee, Level)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    /// Who sent it; nothing where a service did.
    pub(crate) person: Option<Id>,
    pub(crate) folder: Option<Id>,
    pub(crate) is_deleted: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Contact {
    /// Whose own it is; nothing where it is shared.
    pub(crate) holder: Option<Id>,
    pub(crate) is_gone: bool,
}

/// An organisation. What is gone is in none of these maps, but for envelopes and contacts, of which that is said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Organisation {
    pub(crate) id: String,
    pub(crate) is_closed: bool,
    /// How many entries its log has, which is asked of the store.
    pub(crate) log_entries: usize,
    pub(crate) people: BTreeMap<Id, Person>,
    pub(crate) groups: BTreeSet<Id>,
    pub(crate) folders: BTreeMap<Id, Folder>,
    pub(crate) envelopes: BTreeMap<Id, Envelope>,
    pub(crate) contacts: BTreeMap<Id, Contact>,
}

/// By what somebody calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// The cookie of a session, which has this identifier.
    Session { digest: String },
    /// An API key that is good for this.
    Key { id: Id, scopes: BTreeSet<Scope> },
}

/// Something by which somebody calls.
#[derive(Clone, Debug)]
pub(crate) struct Credential {
    /// To which organisation it belongs.
    pub(crate) organisation: usize,
    /// Whose it is; nothing where it is a service's.
    pub(crate) person: Option<Id>,
    pub(crate) means: Means,
    /// The header by which it is shown: its name and its value.
    pub(crate) header: (&'static str, String),
    /// Whether it is not good any more, though it may still be stored.
    pub(crate) has_ended: bool,
    /// Whether it is not stored any more.
    pub(crate) is_gone: bool,
}

/// All that is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) credentials: Vec<Credential>,
    /// Whose each identifier is, also of what is gone.
    pub(crate) ids: BTreeMap<Id, Thing>,
    /// In what each mark stands, by which an answer shows what it tells of.
    pub(crate) marks: BTreeMap<String, BTreeSet<Thing>>,
    /// What was asked for with success under an idempotency key: by organisation, person and key.
    pub(crate) answered: BTreeMap<(usize, Option<Id>, String), String>,
    /// Idempotency keys under which something was asked for at all, by the same.
    pub(crate) used: BTreeSet<(usize, Option<Id>, String)>,
}

impl Model {
    pub(crate) fn thing(&self, organisation: usize, kind: Kind, id: &str) -> Thing {
        debug_assert!(organisation < self.organisations.len());
        Thing { organisation, kind, id: id.to_owned() }
    }

    /// Notes what there is, and the marks of its kind in a text that is about it.
    pub(crate) fn add_thing(&mut self, thing: &Thing, text: &str) {
        self.ids.insert(thing.id.clone(), thing.clone());
        let letter = thing.kind.letter();
        for mark in marks_in(text).into_iter().filter(|mark| mark.chars().nth(5) == Some(letter)) {
            self.marks.entry(mark).or_default().insert(thing.clone());
        }
    }

    /// Ends whatever sessions, or sessions and keys, a person has.
    pub(crate) fn end_credentials(&mut self, organisation: usize, person: &str, keys_too: bool) {
        for credential in &mut self.credentials {
            let is_theirs = credential.organisation == organisation && credential.person.as_deref() == Some(person);
            if is_theirs && (keys_too || matches!(credential.means, Means::Session { .. })) {
                credential.has_ended = true;
            }
        }
    }
}
