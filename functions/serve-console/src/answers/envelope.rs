//! An envelope: `GET /v1/envelopes/{id}`.

use domain::document::Sealer as DomainSealer;
use domain::ids::{DocumentNumber, EnvelopeId, FolderId, RecipientNumber};
use jiff::Timestamp;
use serde::Deserialize;

use super::Status;

/// An envelope.
#[derive(Debug, Deserialize)]
pub(crate) struct Envelope {
    pub(crate) id: EnvelopeId,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) message: Option<String>,
    pub(crate) status: Status,
    pub(crate) sender: Sender,
    pub(crate) created_at: Timestamp,
    pub(crate) deadline: Option<Timestamp>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) waiting: Option<Waiting>,
    pub(crate) documents: Vec<Document>,
    pub(crate) recipients: Vec<Recipient>,
    pub(crate) folder: Option<FolderId>,
    pub(crate) version: u64,
}

/// Who sent it.
#[derive(Debug, Deserialize)]
pub(crate) struct Sender {
    pub(crate) organisation_name: String,
    pub(crate) name: String,
    pub(crate) email: String,
}

/// What nobody but the service can do.
#[derive(Debug, Deserialize)]
pub(crate) struct Waiting {
    pub(crate) since: Timestamp,
    #[serde(rename = "for")]
    pub(crate) work: Vec<Work>,
    pub(crate) cause: Option<Cause>,
    pub(crate) overdue: bool,
    pub(crate) retried_at: Option<Timestamp>,
}

/// A piece of work that the service has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Work {
    Preparation { document: DocumentNumber },
    Seal { document: DocumentNumber, by: Sealer },
    Timestamp { document: DocumentNumber, by: Sealer },
    Request { recipient: RecipientNumber },
}

/// Whose seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sealer {
    Operator,
    Recipient(RecipientNumber),
}

impl From<Sealer> for DomainSealer {
    fn from(sealer: Sealer) -> Self {
        match sealer {
            Sealer::Operator => Self::Operator,
            Sealer::Recipient(number) => Self::Recipient(number),
        }
    }
}

/// Why the last try failed.
#[derive(Debug, Deserialize)]
pub(crate) struct Cause {
    pub(crate) code: String,
}

/// A document.
#[derive(Debug, Deserialize)]
pub(crate) struct Document {
    pub(crate) number: DocumentNumber,
    pub(crate) name: String,
    pub(crate) state: DocumentState,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) pages: Option<u32>,
    pub(crate) size: u64,
    pub(crate) download: Option<Download>,
    pub(crate) seals: Vec<Seal>,
}

/// A seal of a document.
#[derive(Debug, Deserialize)]
pub(crate) struct Seal {
    pub(crate) by: Sealer,
    /// Once it has its timestamp.
    pub(crate) timestamped_at: Option<Timestamp>,
    pub(crate) authority: Option<String>,
}

/// How far a document has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DocumentState {
    Awaited,
    Uploaded,
    Checked,
    Ready,
    Refused,
}

/// Why a document cannot be sent.
#[derive(Debug, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) detail: String,
    pub(crate) detail_ja: String,
}

/// That its newest file is to be had.
#[derive(Debug, Deserialize)]
pub(crate) struct Download {}

/// Where a file is: `GET /v1/envelopes/{id}/documents/{number}/files/{which}`.
#[derive(Debug, Deserialize)]
pub(crate) struct File {
    pub(crate) url: String,
    pub(crate) size: u64,
}

/// A recipient.
#[derive(Debug, Deserialize)]
pub(crate) struct Recipient {
    pub(crate) number: RecipientNumber,
    pub(crate) kind: RecipientKind,
    pub(crate) order: u16,
    pub(crate) name: String,
    pub(crate) company: Option<String>,
    pub(crate) email: String,
    pub(crate) locked_at: Option<Timestamp>,
    pub(crate) state: RecipientState,
}

/// What a recipient is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecipientKind {
    Signer,
    Viewer,
    Copy,
}

/// How far a recipient has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub(crate) enum RecipientState {
    Waiting,
    Invited { at: Timestamp },
    Opened { at: Timestamp },
    Approved { at: Timestamp },
    Sealed { approved_at: Timestamp },
    Confirmed { at: Timestamp },
    Declined { at: Timestamp },
    Delegated { at: Timestamp },
    NotNeeded { at: Timestamp },
    Bounced { at: Timestamp },
}

impl Recipient {
    /// Whether the person has been asked, and has not acted.
    pub(crate) fn is_asked(&self) -> bool {
        matches!(
            self.state,
            RecipientState::Invited { .. } | RecipientState::Opened { .. } | RecipientState::Bounced { .. }
        )
    }

    /// Whether a reminder would reach the person: nobody is reminded at an address from which a mail came back.
    pub(crate) const fn can_be_reminded(&self) -> bool {
        matches!(self.state, RecipientState::Invited { .. } | RecipientState::Opened { .. })
    }

    /// When a signer gave the instruction to sign.
    pub(crate) const fn approved_at(&self) -> Option<Timestamp> {
        match self.state {
            RecipientState::Approved { at } | RecipientState::Sealed { approved_at: at } => Some(at),
            _ => None,
        }
    }
}
