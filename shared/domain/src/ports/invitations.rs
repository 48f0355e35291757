//! Invitations of people.

use async_trait::async_trait;
use jiff::Timestamp;

use super::PortError;
use crate::digest::Digest;
use crate::ids::{OrganisationId, PersonId};

/// Invitations, by the digest of the token in their link.
#[async_trait]
pub trait Invitations: Send + Sync {
    /// Stores an invitation.
    async fn store(&self, invitation: &Invitation) -> Result<(), PortError>;

    /// The invitation with this token.
    async fn find(&self, token: Digest) -> Result<Option<Invitation>, PortError>;
}

/// An invitation without its secret. Whether it is good still, the person's row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// SHA-256 of the token.
    pub digest: Digest,
    /// To which organisation.
    pub organisation: OrganisationId,
    /// Who is invited.
    pub person: PersonId,
    /// The entry of the log that asked for the mail.
    pub by_entry: u64,
    /// From when on it is cleaned up.
    pub expires_at: Timestamp,
}
