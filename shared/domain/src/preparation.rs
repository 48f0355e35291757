//! What becomes of an upload before it is sent: it is checked as soon as it has arrived, and prepared when the sender sends.

use jiff::SignedDuration;

use crate::document::{Origin, Prepared};
use crate::envelope::{Envelope, State};
use crate::ids::{DocumentNumber, EnvelopeId};
use crate::rewriting::Rewriting;
use crate::unsendable::{Unsendable, UnsendableDocument};

/// Work that ended its function this often before it came to a result is not begun again: the file is at fault.
pub const MAX_BEGINNINGS: u32 = 3;
/// Who has begun is left alone for so long: longer than the function may run.
pub const PREPARATION_LEASE: SignedDuration = SignedDuration::from_secs(130);

/// What is done to an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It is checked, when it has arrived.
    Check,
    /// It is prepared for its seals, when the envelope is being sent.
    Preparation {
        /// The event by which sending was asked for: another try to send prepares anew.
        request: u64,
    },
}

/// Work on an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UploadTask {
    /// The envelope.
    pub envelope: EnvelopeId,
    /// The document.
    pub document: DocumentNumber,
    /// What is done.
    pub stage: Stage,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It was begun, and has not come to a result yet.
    Begun,
    /// The upload was checked, and can be sent.
    Checked(CheckedUpload),
    /// It is prepared.
    Prepared(Prepared),
    /// It cannot be sent.
    Refused(Unsendable),
}

impl Progress {
    /// What a check of the same upload would have come to; `None` while there is no result.
    pub fn as_check(&self) -> Option<Self> {
        match self {
            Self::Begun => None,
            Self::Checked(_) | Self::Refused(_) => Some(self.clone()),
            Self::Prepared(Prepared { pages, origin, rewriting, .. }) => {
                let (pages, origin, rewriting) = (*pages, *origin, rewriting.clone());
                Some(Self::Checked(CheckedUpload { pages, origin, rewriting }))
            }
        }
    }
}

/// An upload that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedUpload {
    /// Number of pages.
    pub pages: u32,
    /// Whether it was signed before.
    pub origin: Origin,
    /// What will be done to it so that everybody sees the same; nothing where it is clean, or signed.
    pub rewriting: Vec<Rewriting>,
}

/// What follows from how far the documents of an envelope that is being sent have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preparedness {
    /// Some are still worked on.
    Incomplete,
    /// All are prepared, in the envelope's order.
    Ready(Vec<Prepared>),
    /// All are done with, and these cannot be sent.
    Refused(Vec<UnsendableDocument>),
}

impl Preparedness {
    /// Of this envelope, given how far each of its documents has come. One of which nothing is known has not begun.
    pub fn of(envelope: &Envelope, mut progress: impl FnMut(DocumentNumber) -> Option<Progress>) -> Self {
        let (mut ready, mut refused) = (Vec::new(), Vec::new());
        for document in &envelope.documents {
            match progress(document.number) {
                None | Some(Progress::Begun | Progress::Checked(_)) => return Self::Incomplete,
                Some(Progress::Prepared(prepared)) => ready.push(prepared),
                Some(Progress::Refused(why)) => refused.push(UnsendableDocument { document: document.number, why }),
            }
        }
        if refused.is_empty() { Self::Ready(ready) } else { Self::Refused(refused) }
    }
}

impl Envelope {
    /// The event by which sending was asked for, while its documents are being prepared.
    pub const fn sending_request(&self) -> Option<u64> {
        match self.state {
            State::Sending { request, .. } => Some(request),
            State::Draft
            | State::Sent { .. }
            | State::InProgress { .. }
            | State::Completed { .. }
            | State::Declined { .. }
            | State::Voided { .. }
            | State::Expired { .. }
            | State::Failed { .. }
            | State::Deleted { .. } => None,
        }
    }
}
