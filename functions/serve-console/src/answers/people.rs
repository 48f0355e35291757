//! People, their groups and their sessions: `/v1/organisation/people`, `/v1/organisation/groups`, `/v1/me/sessions`.

use std::net::IpAddr;

use domain::authorisation::Role;
use domain::digest::Digest;
use domain::ids::{GroupId, PersonId};
use jiff::Timestamp;
use serde::Deserialize;

/// A page of the people.
#[derive(Debug, Deserialize)]
pub(crate) struct PersonList {
    pub(crate) people: Vec<Person>,
    pub(crate) next_cursor: Option<PersonId>,
}

/// A person.
#[derive(Debug, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) language: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) groups: Vec<GroupId>,
    pub(crate) state: PersonState,
    pub(crate) added_at: Timestamp,
}

/// Whether a person may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum PersonState {
    Invited { until: Timestamp },
    Active,
    Deactivated { since: Timestamp },
}

/// All groups.
#[derive(Debug, Deserialize)]
pub(crate) struct GroupList {
    pub(crate) groups: Vec<Group>,
}

/// A group.
#[derive(Debug, Deserialize)]
pub(crate) struct Group {
    pub(crate) id: GroupId,
    pub(crate) name: String,
}

/// The sessions of a person.
#[derive(Debug, Deserialize)]
pub(crate) struct SessionList {
    pub(crate) sessions: Vec<Session>,
}

/// A browser in which a person has signed in.
#[derive(Debug, Deserialize)]
pub(crate) struct Session {
    pub(crate) id: Digest,
    pub(crate) began_at: Timestamp,
    pub(crate) used_at: Timestamp,
    pub(crate) second_factor: bool,
    pub(crate) address: Option<IpAddr>,
    pub(crate) user_agent: String,
}
