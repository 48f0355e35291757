//! What must never be seen, whatever the order in which things happen.

use domain::ids::{DocumentNumber, EnvelopeId};
use domain::mail::Addressee;

/// Something that must never be seen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// A contract stands still: nothing goes on, though it waits for nobody.
    #[error("the contract stands still: {waiting}; the last errors: {errors:?}")]
    StandsStill {
        /// What it waits for.
        waiting: String,
        /// What the functions said last.
        errors: Vec<String>,
    },
    /// Somebody who did everything right was turned away, and nothing had failed on the way.
    #[error("{who} was turned away: {reason}")]
    TurnedAway {
        /// Who.
        who: String,
        /// By which answer.
        reason: String,
    },
    /// The API answered something else than its OpenAPI document says.
    #[error("{0}")]
    NotAsDescribed(String),
    /// Somebody was told that the act is done, and it is not recorded.
    #[error("{who} was told that the act is done, and it is not recorded")]
    ToldWrongly {
        /// Who.
        who: String,
    },
    /// A job failed, though nothing that it needed had failed.
    #[error("{who} failed: {reason}")]
    JobFailed {
        /// Which invocation.
        who: String,
        /// Why.
        reason: String,
    },
    /// A message was handed out too often and lies with the dead letters.
    #[error("a message is given up: {0}")]
    DeadLetter(String),
    /// An event is recorded as earlier than the one before it.
    #[error("event {sequence} is recorded as {earlier} earlier than the one before it")]
    TimeRanBackwards {
        /// Which event.
        sequence: u64,
        /// By how much.
        earlier: String,
    },
    /// The evidence does not hold together.
    #[error("the evidence is broken: {0}")]
    BrokenEvidence(String),
    /// Something changed in an envelope that was closed.
    #[error("{event} is recorded in an envelope that was {status}")]
    ChangedAfterTheEnd {
        /// What.
        event: String,
        /// Its status before.
        status: String,
    },
    /// Somebody acted by a link that had been replaced, or that was another one's.
    #[error("somebody acted by a link of generation {generation} where {newest} is the newest")]
    ActedByAnOldLink {
        /// The link's.
        generation: u32,
        /// The newest.
        newest: u32,
    },
    /// A file does not begin with the one that it was made from.
    #[error("document {document}: {what} does not begin with the file before it")]
    NotAnIncrement {
        /// Which document.
        document: DocumentNumber,
        /// Which file.
        what: String,
    },
    /// A key was used for a digest that the seal log had not told this invocation to sign, or whose signature was there.
    #[error("{who} used a key without being told to by the seal log")]
    KeyUsedUnasked {
        /// Which invocation.
        who: String,
    },
    /// A document does not carry exactly one seal of each signer, in the order of the approvals.
    #[error("document {document} is sealed by {found} where {expected} approved in this order")]
    WrongSeals {
        /// Which document.
        document: DocumentNumber,
        /// Who sealed.
        found: String,
        /// Who was to.
        expected: String,
    },
    /// A mail was sent again, though the first sending was not interrupted; or never.
    #[error("the mail of event {sequence} to {addressee:?} was sent {times} times")]
    WrongMails {
        /// The event that asked for it.
        sequence: u64,
        /// To whom.
        addressee: Addressee,
        /// How often.
        times: usize,
    },
    /// A file was removed that is to be kept, or stays though it is not.
    #[error("{object}: {why}")]
    WrongFiles {
        /// The file.
        object: String,
        /// What is wrong.
        why: &'static str,
    },
    /// The address book does not hold exactly those who were to be kept, or the organisation's log tells something else of it.
    #[error("contacts: {0}")]
    WrongContacts(String),
    /// An envelope did not come to the end that it was to come to.
    #[error("the envelope {envelope} is {found} in the end")]
    WrongEnd {
        /// Which.
        envelope: EnvelopeId,
        /// Its status.
        found: String,
    },
}

impl Violation {
    /// Which of two to look into first: a contract that stands still, before what may have led to it.
    pub(crate) const fn is_graver_than(&self, other: &Self) -> bool {
        matches!(self, Self::StandsStill { .. }) && !matches!(other, Self::StandsStill { .. })
    }

    /// Whether both are of the same kind, wherever they were seen.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
