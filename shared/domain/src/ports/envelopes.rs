//! Where envelopes and their evidence are kept.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{PortError, StoredAnswer};
use crate::command::Decision;
use crate::envelope::Envelope;
use crate::ids::EnvelopeId;

/// Where envelopes and their evidence are kept.
#[async_trait]
pub trait Envelopes: Send + Sync {
    /// The envelope as last committed.
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError>;

    /// Stores the next version and its events in one transaction, and with them the answer to an idempotent request.
    /// Refused over any other version than the one before.
    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError>;

    /// The stored JSON of every event, in order.
    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError>;

    /// Whether the store can hold the envelope to its end, with the seals and whatever else is to be noted of it. An envelope
    /// that the store cannot hold once people have signed could never be completed, and so it is refused before.
    fn has_room_for(&self, envelope: &Envelope) -> bool;

    /// Envelopes that the schedule has to look at by `now`, the longest due first.
    async fn due(&self, now: Timestamp) -> Result<Vec<EnvelopeId>, PortError>;
}

/// Why a commit did not happen.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else committed first: load and decide anew.
    #[error("the envelope was changed in between")]
    Conflict,
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
}
