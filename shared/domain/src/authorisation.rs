//! Who may do what. One function, [`may`], decides it for every call of the API: pure, from who calls, what they want, and
//! what it is done to. Which route asks for which action stands in the table of routes, and what follows from both in
//! `docs/authorisation.md`.

mod access_level;
mod action;
mod address_range;
mod call_limit;
mod key_terms;
mod role;
mod scope;

pub use access_level::{AccessLevel, UnknownAccessLevel};
pub use action::Action;
pub use address_range::{AddressRange, InvalidAddressRange};
pub use call_limit::{CallLimit, InvalidCallLimit, minute_of};
pub use key_terms::{KeyTerms, NotAdmitted};
pub use role::{Role, UnknownRole};
pub use scope::{Scope, UnknownScope};

use std::collections::{BTreeMap, BTreeSet};

use crate::actor::Actor;
use crate::envelope::Envelope;
use crate::ids::{FolderId, GroupId, OrganisationId, PersonId};

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
    /// In which folders the person has a right, by whatever gives it, and how far it goes. Nothing where that does not count for what
    /// is asked.
    pub folders: BTreeMap<FolderId, AccessLevel>,
}

/// What an action is done to.
#[derive(Clone, Copy, Debug)]
pub enum Resource<'a> {
    /// What belongs to the caller's organisation as a whole, such as the list of its envelopes or a new one.
    Organisation,
    /// An envelope.
    Envelope(&'a Envelope),
    /// A folder, or the place above all of them.
    Folder(Option<FolderId>),
}

/// How far somebody's right to an action goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// To what the caller made, or has to themselves, and to what folders give a right to.
    Own,
    /// To everything of the organisation, and what the caller has to themselves.
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
    for scope in action.scopes() {
        if principal.scopes.as_ref().is_some_and(|scopes| !scopes.contains(&scope)) {
            return Err(Denied::Scope(scope));
        }
    }
    let Some(member) = &principal.member else { return Ok(Reach::All) };
    let reach = member.roles.iter().filter_map(|role| role.reach(action)).max();
    match (reach.max(action.everybodys()), resource) {
        (Some(Reach::All), _) => Ok(Reach::All),
        (reach, Resource::Organisation) => {
            let by_a_folder = member.folders.values().any(|level| gives(*level, action, reach));
            if reach.is_some() || by_a_folder { Ok(Reach::Own) } else { Err(Denied::Role) }
        }
        (reach, Resource::Envelope(envelope)) => {
            let is_own = reach.is_some() && envelope.sender.person == Some(member.id);
            let level = envelope.folder.and_then(|folder| member.folders.get(&folder));
            let by_folder = level.is_some_and(|level| gives(*level, action, reach));
            if is_own || by_folder { Ok(Reach::Own) } else { Err(Denied::Unknown) }
        }
        (reach, Resource::Folder(folder)) => {
            let level = folder.and_then(|folder| member.folders.get(&folder));
            if level.is_some_and(|level| gives(*level, action, reach)) { Ok(Reach::Own) } else { Err(Denied::Unknown) }
        }
    }
}

/// Whether a folder's right of this level is one to do this with what is in it: for what is done in one's own name a role is needed
/// as well.
fn gives(level: AccessLevel, action: Action, reach: Option<Reach>) -> bool {
    action.level().is_some_and(|needed| level >= needed) && (reach.is_some() || !action.writes_what_is_sent())
}
