//! What an envelope keeps of what it waits for.

use jiff::{SignedDuration, Timestamp};

use crate::document::Sealer;
use crate::ids::{DocumentNumber, RecipientNumber};

/// What waits for longer than this is reported to the sender, once, and counted for the operator's alarm.
pub const REPORTED_AFTER: SignedDuration = SignedDuration::from_mins(3);
/// Causes that are recorded while one thing is waited for: those that alternate would fill the evidence.
const MAX_CAUSES: u8 = 10;

/// What the envelope keeps of its waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Since when the seal or timestamp that is due next has been waited for. Every one that is made starts it anew.
    pub seals_since: Option<Timestamp>,
    /// Why the last try failed, if a function said so.
    pub cause: Option<Cause>,
    /// How many causes were recorded for that wait.
    pub causes: u8,
    /// The beginning of the wait that was reported to the sender last.
    pub reported: Option<Timestamp>,
    /// When that was. Nothing where an earlier version reported it.
    pub reported_at: Option<Timestamp>,
    /// When the sender had it tried again last.
    pub retried_at: Option<Timestamp>,
}

impl Waits {
    pub(crate) const fn may_record(&self) -> bool {
        self.causes < MAX_CAUSES
    }

    /// When the sender was told last.
    pub(crate) fn told_at(&self) -> Option<Timestamp> {
        self.reported_at.or_else(|| self.reported.map(|since| after(since, REPORTED_AFTER)))
    }
}

/// Why a try failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Which kind of failure.
    pub kind: CauseKind,
    /// The function's words, for the operator.
    pub detail: String,
}

/// Kinds of failures of a seal or a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CauseKind {
    /// There is no certificate for this seal.
    NoCertificate,
    /// The certificate cannot be used: it has expired, or it is not one.
    CertificateUnusable,
    /// The registered seal may not be used for this act any more.
    SealNotAllowed,
    /// The key service does not sign.
    KeyService,
    /// No timestamp authority is set up.
    NoTimestampAuthority,
    /// No timestamp authority gives a valid token.
    TimestampAuthorities,
    /// A file of the document store is gone, or not the one that was recorded.
    DocumentStore,
    /// The document cannot take this seal or timestamp.
    Document,
    /// Anything else: the database, a message queue.
    Service,
}

/// Something that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// A document of an envelope that is being sent, which is to be prepared.
    Preparation {
        /// Which document.
        document: DocumentNumber,
    },
    /// A seal.
    Seal {
        /// On which document.
        document: DocumentNumber,
        /// Whose.
        by: Sealer,
    },
    /// The timestamp of a seal, or of a document that was signed before it was sent.
    Timestamp {
        /// On which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
    },
    /// The mail that asks a recipient to act: the mail service has neither taken nor refused it yet.
    Request {
        /// Who is to be asked.
        recipient: RecipientNumber,
        /// The event that asked for the mail.
        sequence: u64,
        /// Generation of its link.
        generation: u32,
    },
}

/// A moment after the end of time is the end of time.
pub(crate) fn after(moment: Timestamp, time: SignedDuration) -> Timestamp {
    moment.checked_add(time).unwrap_or(Timestamp::MAX)
}
