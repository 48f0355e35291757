//! Whether a file can be read in one way only.

use crate::pdf::reader::Reader;
use crate::source::Source;
use crate::strict::{Document, SyntaxFault};

/// What keeps a file from being read in one way only, as the verifier names it.
///
/// Every file that is to be sealed must have none: who seals it vouches for what everybody sees.
#[must_use]
pub fn fault(source: &(impl Source + ?Sized)) -> Option<String> {
    fault_of(&Reader::new(&source))
}

pub(crate) fn fault_of(reader: &Reader<'_>) -> Option<String> {
    let document = Document::read(reader);
    let fault = document.faults().first()?;
    let kind = serde_name(fault.kind);
    let object = fault.object.map_or_else(String::new, |number| format!(" at object {number}"));
    Some(format!("{kind}{object}"))
}

/// The name of a fault in the verifier's report.
fn serde_name(fault: SyntaxFault) -> String {
    // Written as the report writes it: words in lower case.
    let mut name = String::new();
    for character in format!("{fault:?}").chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}
