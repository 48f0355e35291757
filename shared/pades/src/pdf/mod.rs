//! PDF syntax as far as signing needs it: reading without copying, writing one increment (ISO 32000-2 §7.2–7.5).
//!
//! Nothing here builds an object tree. A value is the span of source bytes that it was read from, so that what an
//! increment repeats (a page, the catalog) is repeated byte for byte.

pub(crate) mod edit;
pub(crate) mod file;
pub(crate) mod filter;
pub(crate) mod form;
pub(crate) mod geometry;
pub(crate) mod increment;
pub(crate) mod indirect;
pub(crate) mod pages;
pub(crate) mod password;
pub(crate) mod reach;
pub(crate) mod reader;
pub(crate) mod recover;
pub(crate) mod scan;
mod section;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod value;
pub(crate) mod xref;

/// Object number and generation of an indirect object (ISO 32000-2 §7.3.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ObjectId {
    pub(crate) number: u32,
    pub(crate) generation: u16,
}

impl ObjectId {
    pub(crate) fn new(number: u32, generation: u16) -> Self {
        Self { number, generation }
    }
}

impl std::fmt::Display for ObjectId {
    /// Writes the reference, `12 0 R`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} R", self.number, self.generation)
    }
}
