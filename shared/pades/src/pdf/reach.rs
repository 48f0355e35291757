//! Which objects a document uses, to tell a complete file from the first part of one.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::ObjectId;
use super::file::PdfFile;
use super::indirect::Indirect;
use super::scan::{self, Token};
use super::value::{Dictionary, Value};

/// The references that lead to no object, of all that can be reached from the trailer.
pub(crate) fn dangling(file: &PdfFile<'_>) -> BTreeSet<ObjectId> {
    walk(file, |id| file.object(id))
}

/// Follows every reference from the trailer of `file` on to the object that `find` gives, and tells which lead to none.
/// Objects that lie in one another use up the file's budget, and with that the walk ends: together they would be longer than
/// the file.
fn walk<'f>(file: &PdfFile<'_>, find: impl Fn(ObjectId) -> Option<Indirect<'f>>) -> BTreeSet<ObjectId> {
    let mut dangling = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut left = file.len();
    let mut open: Vec<ObjectId> =
        repeated(file.xref().trailer()).flat_map(|(_, value)| references(value.raw())).collect();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let found = find(id);
        file.spend(id, found, &mut left);
        if !file.is_within_budget() {
            break;
        }
        match found {
            Some(object) => open.extend(references(object.value.raw())),
            None => {
                dangling.insert(id);
            }
        }
    }
    dangling
}

/// The entries of a trailer that an update repeats (ISO 32000-2 §7.5.6), of doubled ones the last: not those that say how
/// this one cross-reference is written.
pub(crate) fn repeated(trailer: Dictionary<'_>) -> impl Iterator<Item = (Vec<u8>, Value<'_>)> {
    const OWN: [&[u8]; 10] =
        [b"Size", b"Prev", b"XRefStm", b"Type", b"W", b"Index", b"Length", b"Filter", b"DecodeParms", b"Encrypt"];
    let entries = trailer.entries().filter(|entry| !OWN.contains(&entry.key.as_slice()));
    let entries: BTreeMap<Vec<u8>, Value<'_>> = entries.map(|entry| (entry.key, entry.value)).collect();
    entries.into_iter()
}

/// Whether anything that the document uses is a signature, whatever leads to it: some viewers show one that no field of the
/// form has. What permits to use a reader's functions (ISO 32000-2 §12.8.2.3) is no signature of anybody on the document.
pub(crate) fn holds_signature(file: &PdfFile<'_>) -> bool {
    let permissions = file.catalog().and_then(|(_, catalog)| file.entry(catalog, b"Perms")?.dictionary());
    let usage = [b"UR".as_slice(), b"UR3"].map(|key| permissions.and_then(|it| it.get(key)?.reference()));
    let found = Cell::new(false);
    walk(file, |id| {
        let object = file.object(id);
        let is_one = |raw: &[u8]| scan::find(raw, b"/ByteRange").is_some() && scan::find(raw, b"/Contents").is_some();
        let is_here = object.is_some_and(|object| is_one(object.value.raw())) && !usage.contains(&Some(id));
        found.set(found.get() || is_here);
        object
    });
    found.get()
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
