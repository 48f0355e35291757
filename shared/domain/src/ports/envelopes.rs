//! Where envelopes and their evidence are kept.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{PortError, StoredAnswer};
use crate::command::Decision;
use crate::deadline;
use crate::envelope::Envelope;
use crate::envelope_limits::EnvelopeLimits;
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

    /// What it takes of one envelope, for whoever makes one to be told in numbers.
    fn limits(&self) -> EnvelopeLimits;

    /// Whether the store can hold the envelope to its end, with the seals and whatever else is to be noted of it. An envelope
    /// that the store cannot hold once people have signed could never be completed, and so it is refused before.
    fn has_room_for(&self, envelope: &Envelope) -> bool;

    /// Envelopes whose [`next_date`](crate::deadline::next_date) has come by `now`, the longest due first: at most `limit` of
    /// those that follow after `after`.
    async fn due_dates(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError>;

    /// The same of those whose work is to be tried again ([`next_try`](crate::deadline::next_try)).
    async fn due_work(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError>;

    /// How many envelopes have waited for work of the service since then or longer. The newest may not be counted yet.
    async fn count_waiting(&self, since: Timestamp) -> Result<usize, PortError>;

    /// Notes when the schedule has to look at the envelope next, by its dates and for its work. Every commit does the same
    /// by [`Agenda::of`]. Nothing happens where the envelope is not in this version any more: whoever changed it has noted that.
    async fn schedule(&self, envelope: &Envelope, agenda: Agenda) -> Result<(), PortError>;

    /// Moves what the schedule could not see to. Nothing happens where that was moved already.
    async fn put_off(&self, due: &Due, until: Timestamp) -> Result<(), PortError>;
}

/// When the schedule has to look at an envelope. Times are kept in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agenda {
    /// By its dates.
    pub date: Option<Timestamp>,
    /// For its work.
    pub work: Option<Timestamp>,
}

impl Agenda {
    /// Of an envelope that was changed, or whose work could not be done, at `now`.
    pub fn of(envelope: &Envelope, now: Timestamp) -> Self {
        Self { date: deadline::next_date(envelope), work: deadline::next_try(envelope, now) }
    }
}

/// An envelope that the schedule has to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which one.
    pub envelope: EnvelopeId,
    /// Why.
    pub kind: DueKind,
    /// Since when, in whole seconds.
    pub at: Timestamp,
}

/// Why the schedule has to look at an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DueKind {
    /// One of its dates has come.
    Date,
    /// Its work is to be tried again.
    Work,
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
