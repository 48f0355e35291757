//! People.

use domain::authorisation::Role;
use domain::email_address::EmailAddress;
use domain::ids::{GroupId, PersonId};
use domain::mirror::Convert;
use domain::organisation::{self, Person, PersonState, Profile, ProfileChange};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::limits;
use super::super::values::Language;

/// A person who is invited: `POST /v1/organisation/people`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["name", "email", "roles"])))]
#[serde(default, deny_unknown_fields)]
pub struct PersonRequest {
    /// Name, as recipients of envelopes read it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::PERSON_NAME)))]
    name: String,
    /// Address that the invitation goes to.
    email: String,
    /// The language of pages and mails.
    language: Language,
    /// What the person is to do.
    roles: Vec<Role>,
    /// To which groups the person is to belong.
    groups: Vec<GroupId>,
}

impl From<PersonRequest> for organisation::PersonRequest {
    fn from(PersonRequest { name, email, language, roles, groups }: PersonRequest) -> Self {
        let (roles, groups) = (roles.into_iter().collect(), groups.into_iter().collect());
        Self { name, email, language: language.convert(), roles, groups }
    }
}

/// What is changed of a person: `PATCH /v1/organisation/people/{id}`. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PersonChangeRequest {
    /// Name.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::PERSON_NAME)))]
    name: Option<String>,
    /// Address. It is written to; signing in goes on as before.
    email: Option<String>,
    /// The language of pages and mails.
    language: Option<Language>,
    /// All roles of the person. Where they change, the person's sessions end.
    roles: Option<Vec<Role>>,
    /// All groups of the person. Where they change, the person's sessions end.
    groups: Option<Vec<GroupId>>,
}

impl From<PersonChangeRequest> for ProfileChange {
    fn from(PersonChangeRequest { name, email, language, roles, groups }: PersonChangeRequest) -> Self {
        let (roles, groups) = (roles.map(|r| r.into_iter().collect()), groups.map(|g| g.into_iter().collect()));
        Self { name, email, language: language.map(Convert::convert), roles, groups }
    }
}

/// A person.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonView {
    id: PersonId,
    name: String,
    email: EmailAddress,
    language: Language,
    roles: Vec<Role>,
    groups: Vec<GroupId>,
    state: PersonStateView,
    added_at: Timestamp,
    version: u64,
}

/// Whether a person may come in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
enum PersonStateView {
    /// Was invited by mail, and has not signed in yet.
    Invited {
        /// Until when the link in the mail is good.
        until: Timestamp,
    },
    /// Signs in.
    Active,
    /// Does not come in any more.
    Deactivated {
        /// Since when.
        since: Timestamp,
    },
}

impl From<Person> for PersonView {
    fn from(
        Person { id, version, profile, state, added_at, session_generation: _, key_generation: _ }: Person,
    ) -> Self {
        let Profile { name, email, language, roles, groups } = profile;
        let (roles, groups) = (roles.into_iter().collect(), groups.into_iter().collect());
        let state = match state {
            PersonState::Invited { until, .. } => PersonStateView::Invited { until },
            PersonState::Active { .. } => PersonStateView::Active,
            PersonState::Deactivated { since, .. } => PersonStateView::Deactivated { since },
        };
        Self { id, name, email, language: language.convert(), roles, groups, state, added_at, version }
    }
}

/// A page of the people.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonListView {
    /// In the order in which they were invited.
    pub people: Vec<PersonView>,
    /// What `cursor` is for the next page; nothing on the last one.
    pub next_cursor: Option<PersonId>,
}
