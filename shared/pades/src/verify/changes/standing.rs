//! What a signature is worth as a reason for changes.

/// Whether the signature in a field is mathematically in order, without regard to trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It fits the bytes that it covers.
    Intact,
    /// It is made in a way that cannot be checked here: an unknown algorithm, a certificate that is missing.
    Unchecked,
    /// It does not fit, or there is none.
    Broken,
}
