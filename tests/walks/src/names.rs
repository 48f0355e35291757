//! What the organisations of a walk are called.

use domain::ids::OrganisationId;

/// The organisations of a walk. The last is closed on the way.
pub(crate) const ORGANISATIONS: [&str; 3] = ["markao00000", "markbo00000", "markco00000"];

pub(crate) fn organisation_id(at: usize) -> OrganisationId {
    ORGANISATIONS[at].to_owned().try_into().unwrap()
}
