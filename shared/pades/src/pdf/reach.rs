//! Which objects a document uses, to tell a complete file from the first part of one.

use std::collections::BTreeSet;

use super::ObjectId;
use super::file::PdfFile;
use super::scan::{self, Token};

/// The references that lead to no object, among all that can be reached from the catalog and the document
/// information. Other trailer entries do not count: an increment does not repeat them.
pub(crate) fn dangling(file: &PdfFile<'_>) -> BTreeSet<ObjectId> {
    let mut dangling = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let roots = [b"Root".as_slice(), b"Info"].into_iter().filter_map(|key| file.xref().trailer().get(key));
    let mut open: Vec<ObjectId> = roots.flat_map(|root| references(root.raw())).collect();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match file.object(id) {
            Some(object) => open.extend(references(object.value.raw())),
            None => {
                dangling.insert(id);
            }
        }
    }
    dangling
}

/// All `n g R` in `raw`, at any depth.
fn references(raw: &[u8]) -> Vec<ObjectId> {
    let mut found = Vec::new();
    let mut numbers = [None; 2];
    let mut at = 0;
    while let Some((kind, start, end)) = scan::token(raw, at) {
        let text = &raw[start..end];
        if let (Token::Word, b"R", [Some(number), Some(generation)]) = (kind, text, numbers)
            && let (Ok(number), Ok(generation)) = (u32::try_from(number), u16::try_from(generation))
        {
            found.push(ObjectId::new(number, generation));
        }
        numbers = [numbers[1], scan::unsigned(text)];
        at = end;
    }
    found
}
