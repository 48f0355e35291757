//! Who may do what. One function, [`may`], decides it for every call of the API: pure, from who calls, what they want, and
//! what it is done to. Which route asks for which action stands in the table of routes, and what follows from both in
//! `docs/authorisation.md`.

mod action;
mod address_range;
mod call_limit;
mod key_terms;
mod role;
mod scope;

pub use action::Action;
pub use address_range::{AddressRange, InvalidAddressRange};
pub use call_limit::{CallLimit, InvalidCallLimit, minute_of};
pub use key_terms::{KeyTerms, NotAdmitted};
pub use role::{Role, UnknownRole};
pub use scope::{Scope, UnknownScope};

use std::collections::BTreeSet;

use crate::actor::Actor;
use crate::envelope::Envelope;
use crate::ids::{GroupId, OrganisationId, PersonId};

/// Who calls, after the call was authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// For which organisation.
    pub organisation: OrganisationId,
    /// As whom the log names the caller.
    pub actor: Actor,
    /// What the API key is good for; nothing where no key is used.
    pub scopes: Option<BTreeSet<Scope>>,
    /// Who the caller is; nothing where it is a service.
    pub member: Option<Member>,
}

/// A person of the organisation, with what counts for their rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: PersonId,
    /// What the person does.
    pub roles: BTreeSet<Role>,
    /// To which groups the person belongs.
    pub groups: BTreeSet<GroupId>,
}

/// What an action is done to.
#[derive(Clone, Copy, Debug)]
pub enum Resource<'a> {
    /// What belongs to the caller's organisation as a whole, such as the list of its envelopes or a new one.
    Organisation,
    /// An envelope.
    Envelope(&'a Envelope),
}

/// How far somebody's right to an action goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// To what the caller made.
    Own,
    /// To everything of the organisation.
    All,
}

/// Why somebody may not do what they want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// It is another organisation's, or another person's. To whoever asks that is the same as if there were nothing: no
    /// answer tells them apart.
    Unknown,
    /// The key was made without this scope.
    Scope(Scope),
    /// None of the person's roles allows it.
    Role,
}

/// Whether somebody may do something to something, and how far that right goes.
///
/// # Errors
/// Why not. What is another's is unknown first of all, whatever the caller may do.
pub fn may(principal: &Principal, action: Action, resource: Resource<'_>) -> Result<Reach, Denied> {
    if let Resource::Envelope(envelope) = resource
        && envelope.sender.organisation != principal.organisation
    {
        return Err(Denied::Unknown);
    }
    for scope in [Some(action.scope()), action.further_scope()].into_iter().flatten() {
        if principal.scopes.as_ref().is_some_and(|scopes| !scopes.contains(&scope)) {
            return Err(Denied::Scope(scope));
        }
    }
    let Some(member) = &principal.member else { return Ok(Reach::All) };
    let reach = member.roles.iter().filter_map(|role| role.reach(action)).max();
    match (reach.or(action.is_everybodys().then_some(Reach::Own)), resource) {
        (None, _) => Err(Denied::Role),
        (Some(Reach::Own), Resource::Envelope(envelope)) if envelope.sender.person != Some(member.id) => {
            Err(Denied::Unknown)
        }
        (Some(reach), _) => Ok(reach),
    }
}
