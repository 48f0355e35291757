//! How far a chain of evidence goes.

use crate::digest::Digest;

/// The last event's place and digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// Number of events so far.
    pub sequence: u64,
    /// SHA-256 of the last event, [`Digest::ZERO`] before the first.
    pub digest: Digest,
}

impl ChainHead {
    /// The head of an empty chain.
    pub const START: Self = Self { sequence: 0, digest: Digest::ZERO };
}
