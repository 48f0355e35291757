//! What is proved of a signature and of the timestamps in it.

use der::asn1::ObjectIdentifier;
use jiff::{SignedDuration, Timestamp};

use super::report::{ProvedTime, Reason};
use super::trust::Judged;
use crate::chain::UsageFault;
use crate::key::{Hash, Scheme};
use crate::signatures::Fault;

/// What authorities that say nothing of their accuracy have at the worst (EN 319 421 §7.7.1).
pub(crate) const USUAL_ACCURACY: SignedDuration = SignedDuration::from_secs(1);

/// What is proved of one signature or document timestamp.
pub(crate) struct Proof {
    /// The signer or, of a document timestamp, the authority.
    pub(crate) signer: Option<Judged>,
    /// Timestamps in the signature; of a document timestamp itself.
    pub(crate) timestamps: Vec<TimestampProof>,
    pub(crate) proved: Option<ProvedTime>,
    pub(crate) hash: Option<Hash>,
    pub(crate) scheme: Option<Scheme>,
}

/// What is proved of one timestamp token.
pub(crate) struct TimestampProof {
    pub(crate) time: Option<Timestamp>,
    pub(crate) accuracy: Option<SignedDuration>,
    pub(crate) policy: Option<ObjectIdentifier>,
    pub(crate) serial_number: String,
    pub(crate) authority: Option<Judged>,
    /// What is wrong with it; `None` if it is trusted.
    pub(crate) reason: Option<Reason>,
    pub(crate) usage: Result<(), UsageFault>,
    pub(crate) hash: Option<Hash>,
    pub(crate) scheme: Option<Scheme>,
}

impl TimestampProof {
    /// By when what it timestamps certainly existed; `None` if it is not trusted. An accuracy of up to a second, which every
    /// authority may have (EN 319 421 §7.7.1), is not added: times are shown to the second.
    pub(crate) fn proves(&self) -> Option<Timestamp> {
        let time = self.time.filter(|_| self.reason.is_none())?;
        let accuracy = self.accuracy.filter(|accuracy| *accuracy > USUAL_ACCURACY).unwrap_or_default();
        Some(time.saturating_add(accuracy).unwrap_or(Timestamp::MAX))
    }

    pub(crate) fn unreadable(fault: Fault) -> Self {
        Self {
            time: None,
            accuracy: None,
            policy: None,
            serial_number: String::new(),
            authority: None,
            reason: Some(Reason::TimestampForged { fault }),
            usage: Ok(()),
            hash: None,
            scheme: None,
        }
    }
}

impl Proof {
    pub(crate) fn unreadable() -> Self {
        Self { signer: None, timestamps: Vec::new(), proved: None, hash: None, scheme: None }
    }
}
