//! How large an envelope may be for its store.

/// What the store takes of one envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvelopeLimits {
    /// Seals, the operator's on each document included.
    pub seals: usize,
    /// Documents on which signers may have visible seals, counted for each of them.
    pub placed_seals: usize,
}
