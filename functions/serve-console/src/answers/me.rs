//! Who visits: `GET /v1/me`.

use std::collections::BTreeSet;

use domain::authorisation::{Action, Reach, Role};
use domain::ids::PersonId;
use serde::Deserialize;

/// Whoever visits.
#[derive(Debug, Deserialize)]
pub(crate) struct Me {
    pub(crate) organisation_name: String,
    pub(crate) name: String,
    pub(crate) person: Option<PersonId>,
    pub(crate) roles: Vec<Role>,
    may: BTreeSet<String>,
}

impl Me {
    /// Whether they may do this, if only to what is theirs.
    pub(crate) fn may(&self, action: Action) -> bool {
        self.may.contains(&action.name())
    }

    /// Whether a role lets them do this with everything of the organisation.
    pub(crate) fn may_everywhere(&self, action: Action) -> bool {
        self.roles.iter().any(|role| role.reach(action) == Some(Reach::All))
    }

    /// Whether they see what everybody of the organisation has sent.
    pub(crate) fn sees_all(&self) -> bool {
        self.may_everywhere(Action::ListEnvelopes)
    }
}
