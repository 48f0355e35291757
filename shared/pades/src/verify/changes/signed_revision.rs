//! Which revisions are signed.

/// A signature and the revision that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedRevision {
    /// Fully qualified name of the field.
    pub(crate) field: String,
    /// The number of the field's object.
    pub(crate) object: u32,
    /// How many bytes it covers: the end of the second part of `/ByteRange`.
    pub(crate) end: usize,
    /// The revision that ends there, counted from 0.
    pub(crate) revision: usize,
}
