//! What sealed documents say about the evidence.
//!
//! Each seal names the chain's head as of the act for which it was made: sending for the operator's, the approval for a
//! signer's. Key and timestamp cover that, so that a chain which was written anew, heads and all, no longer fits the
//! documents that people hold.

use crate::digest::Digest;
use crate::document::Sealer;
use crate::envelope::{ChainHead, Envelope};
use crate::evidence::{Event, EventKind};

/// Why a seal and the evidence do not belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnchorFault {
    /// The seal names no evidence, though it was made when seals did.
    #[error("the seal names no evidence")]
    Missing,
    /// The chain is shorter than it was.
    #[error("the seal was made over {sequence} events, which are not there")]
    Shortened {
        /// How many there were.
        sequence: u64,
    },
    /// The event at this place is another one than at the time of the seal, or one before it is.
    #[error("event {sequence} or one before it is not what it was when the seal was made")]
    Rewritten {
        /// The place.
        sequence: u64,
    },
    /// The event is there, but it is not the act for which this seal was made.
    #[error("event {sequence}, over which the seal was made, is not the act that it stands for")]
    OtherAct {
        /// The place.
        sequence: u64,
    },
}

impl Envelope {
    /// The chain's head that this sealer's seals name. `None` where the act was recorded by an earlier version.
    pub fn anchor(&self, by: Sealer) -> Option<ChainHead> {
        match by {
            Sealer::Operator => self.sent_evidence,
            Sealer::Recipient(number) => {
                let approval = self.recipient(number)?.approval?;
                Some(ChainHead { sequence: approval.sequence, digest: approval.digest? })
            }
        }
    }

    /// Whether a seal that says this fits the evidence, given as the stored JSON texts in order, whose chain was verified.
    ///
    /// # Errors
    /// [`AnchorFault`] says what does not fit.
    pub fn check_anchor(&self, by: Sealer, found: Option<ChainHead>, texts: &[String]) -> Result<(), AnchorFault> {
        let Some(ChainHead { sequence, digest }) = found else {
            return if self.anchor(by).is_some() { Err(AnchorFault::Missing) } else { Ok(()) };
        };
        let place = usize::try_from(sequence).ok().and_then(|sequence| sequence.checked_sub(1));
        let text = place.and_then(|place| texts.get(place)).ok_or(AnchorFault::Shortened { sequence })?;
        if Digest::of(text.as_bytes()) != digest {
            return Err(AnchorFault::Rewritten { sequence });
        }
        match (by, Event::from_json(text).map(|event| event.kind)) {
            (Sealer::Operator, Ok(EventKind::Sent { .. })) => Ok(()),
            (Sealer::Recipient(number), Ok(EventKind::Approved { recipient, .. })) if number == recipient => Ok(()),
            _ => Err(AnchorFault::OtherAct { sequence }),
        }
    }
}
