//! Whether a file can be read in one way only.

use std::fmt;

use crate::language::Language;
use crate::pdf::reader::Reader;
use crate::source::Source;
use crate::strict::{Document, SyntaxFault};

/// What keeps a file from being read in one way only: the first fault that the verifier finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ambiguity {
    /// What is wrong.
    pub fault: SyntaxFault,
    /// The number of the object concerned.
    pub object: Option<u32>,
}

impl fmt::Display for Ambiguity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fault.text(Language::English))?;
        self.object.map_or(Ok(()), |number| write!(f, ", at object {number}"))
    }
}

/// What keeps a file from being read in one way only.
///
/// Every file that is to be sealed must have nothing of that kind: who seals it vouches for what everybody sees.
#[must_use]
pub fn fault(source: &(impl Source + ?Sized)) -> Option<Ambiguity> {
    fault_of(&Reader::new(source))
}

pub(crate) fn fault_of(reader: &Reader<'_>) -> Option<Ambiguity> {
    let document = Document::read(reader);
    let first = document.faults().first()?;
    Some(Ambiguity { fault: first.kind, object: first.object })
}
