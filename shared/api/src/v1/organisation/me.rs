//! Who calls.

use std::net::IpAddr;

use domain::authorisation::{Action, Principal, Resource, Role, Scope, may};
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::envelope::Sender;
use domain::ids::{GroupId, OrganisationId, PersonId};
use domain::organisation::Session;
use jiff::Timestamp;
use serde::Serialize;

/// Who calls, and what they may do: `GET /v1/me`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeView {
    organisation: OrganisationId,
    organisation_name: String,
    /// The name by which recipients know the caller.
    name: String,
    email: EmailAddress,
    /// Who it is; nothing where a service calls.
    person: Option<PersonId>,
    roles: Vec<Role>,
    groups: Vec<GroupId>,
    /// What the API key is good for; nothing where the caller has signed in.
    scopes: Option<Vec<Scope>>,
    /// What the caller may do, such as `send_envelope`; new ones may come.
    may: Vec<String>,
}

impl MeView {
    /// Of a caller.
    pub fn of(principal: &Principal, sender: &Sender) -> Self {
        let can = |action: &Action| may(principal, *action, Resource::Organisation).is_ok();
        let member = principal.member.clone();
        let (roles, groups) = member.map(|member| (member.roles, member.groups)).unwrap_or_default();
        Self {
            organisation: principal.organisation.clone(),
            organisation_name: sender.organisation_name.clone(),
            name: sender.name.clone(),
            email: sender.email.clone(),
            person: principal.member.as_ref().map(|member| member.id),
            roles: roles.into_iter().collect(),
            groups: groups.into_iter().collect(),
            scopes: principal.scopes.as_ref().map(|scopes| scopes.iter().copied().collect()),
            may: Action::ALL.into_iter().filter(can).map(Action::name).collect(),
        }
    }
}

/// A browser in which a person has signed in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionView {
    /// By which it is ended.
    id: Digest,
    began_at: Timestamp,
    /// When it was used last, known to five minutes.
    used_at: Timestamp,
    /// When it ends if nobody uses it.
    ends_at: Timestamp,
    second_factor: bool,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    address: Option<IpAddr>,
    /// What the browser calls itself.
    user_agent: String,
}

impl From<Session> for SessionView {
    fn from(session: Session) -> Self {
        let ends_at = session.ends_at();
        let Session { digest, began_at, used_at, second_factor, address, user_agent, .. } = session;
        Self { id: digest, began_at, used_at, ends_at, second_factor, address, user_agent }
    }
}

/// The sessions of a person.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionListView {
    /// Those that are good, the newest first.
    pub sessions: Vec<SessionView>,
}
