//! Who may do what. One function, [`may`], decides it for every call of the API: pure, from who calls, what they want, and
//! what it is done to. Which route asks for which action stands in the table of routes, and what follows from both in
//! `docs/authorisation.md`.

mod action;
mod address_range;
mod key_terms;
mod scope;

pub use action::Action;
pub use address_range::{AddressRange, InvalidAddressRange};
pub use key_terms::{KeyTerms, NotAdmitted};
pub use scope::{Scope, UnknownScope};

use std::collections::BTreeSet;

use crate::envelope::Envelope;
use crate::ids::OrganisationId;

/// Who calls, after the call was authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// For which organisation.
    pub organisation: OrganisationId,
    /// What the API key is good for.
    pub scopes: BTreeSet<Scope>,
}

/// What an action is done to.
#[derive(Clone, Copy, Debug)]
pub enum Resource<'a> {
    /// What belongs to the caller's organisation as a whole, such as the list of its envelopes or a new one.
    Own,
    /// An envelope.
    Envelope(&'a Envelope),
}

/// Why somebody may not do what they want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// It is another organisation's. To whoever asks that is the same as if there were nothing: no answer tells them apart.
    Unknown,
    /// The key was made without this scope.
    Scope(Scope),
}

/// Whether somebody may do something to something.
///
/// # Errors
/// Why not. What is another's is unknown first of all, whatever the key is good for.
pub fn may(principal: &Principal, action: Action, resource: Resource<'_>) -> Result<(), Denied> {
    let owner = match resource {
        Resource::Own => &principal.organisation,
        Resource::Envelope(envelope) => &envelope.sender.organisation,
    };
    if *owner != principal.organisation {
        return Err(Denied::Unknown);
    }
    let scope = action.scope();
    if principal.scopes.contains(&scope) { Ok(()) } else { Err(Denied::Scope(scope)) }
}
