//! Signatures as structure: which revision each one covers, and whether its `/ByteRange` and `/Contents` are its own
//! (ISO 32000-2 §12.8.1). No cryptography.

use std::ops::{Range, RangeInclusive};

use super::bytes;
use super::equal::has_doubled_keys;
use super::finding::{Change, ChangeKind, Detail, StructureFault};
use crate::asn1::Element;
use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, SignatureField};
use crate::pdf::reader::Reader;
use crate::pdf::scan;
use crate::pdf::value::Value;
use crate::signatures::{byte_range, revision_ends};
use crate::stamp;

/// So many revisions are looked into without asking what is in them.
const FEW_REVISIONS: usize = 64;
/// More signed revisions than this are not looked into; a signature in one of those is not found, so not believed.
const MOST_REVISIONS: usize = 1024;
/// A signature in a file that cannot be read strictly may cover so much white space after the end marker (bytes).
const MAX_SPACE: usize = 32;

/// A signature and the revision that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedRevision {
    /// Fully qualified name of the field.
    pub(crate) field: String,
    /// The revision's length in bytes: the end of the second part of `/ByteRange`.
    pub(crate) end: usize,
    /// The number of the field's object.
    pub(crate) object: u32,
}

/// Where revisions seem to end, in a file that cannot be read strictly: its signatures are reported, never believed.
pub(crate) fn marked_ends(reader: &Reader<'_>) -> Vec<RangeInclusive<usize>> {
    // The last cross-reference may lead past a revision, so every end marker counts, and where there are many, those
    // behind what looks like a signature.
    let mut ends = bytes::find_all(reader, b"%%EOF", usize::MAX);
    if ends.len() > FEW_REVISIONS {
        let ranges = bytes::find_all(reader, b"ByteRange", MOST_REVISIONS);
        ends = ranges
            .into_iter()
            .filter_map(|range| ends.get(ends.partition_point(|end| *end < range)).copied())
            .collect();
        ends.dedup();
    }
    let blank = |end: usize| {
        let after = reader.copy(end, MAX_SPACE).unwrap_or_default();
        after.iter().take_while(|byte| scan::is_space(**byte)).count()
    };
    ends.into_iter().map(|end| end..=end + blank(end)).collect()
}

/// The signatures that any revision of the file holds and that cover this very revision, in file order. What later
/// revisions override or remove is among them: to see what was signed, open the revision. `ends` are where each
/// revision may end: behind its end marker, in the white space that follows.
pub(crate) fn signed_revisions(reader: &Reader<'_>, ends: &[RangeInclusive<usize>]) -> Vec<SignedRevision> {
    let mut found: Vec<SignedRevision> = Vec::new();
    for place in ends {
        if reader.is_exhausted() {
            break;
        }
        let Ok(file) = PdfFile::open_revision(reader, *place.start()) else { continue };
        for field in form::signature_fields(&file) {
            let Some(end) = covered_end(&file, &field) else { continue };
            let is_end = place.contains(&end);
            let is_known = found.iter().any(|known| known.end == end && known.object == field.id.number);
            if is_end && !is_known && has_own_gap(&file, &field) {
                found.push(SignedRevision { field: field.name, end, object: field.id.number });
            }
        }
    }
    found.sort_by_key(|signed| signed.end);
    found
}

fn covered_end<'r>(file: &PdfFile<'r>, field: &SignatureField<'r>) -> Option<usize> {
    let [_, _, second, length] = byte_range(file, field.signature?.dictionary)?;
    second.checked_add(length)
}

/// Whether all but its own `/Contents` is covered from byte 0 on.
fn has_own_gap<'r>(file: &PdfFile<'r>, field: &SignatureField<'r>) -> bool {
    let own = field.signature.and_then(|signature| {
        let range = byte_range(file, signature.dictionary)?;
        let gap = stamp::gap(&signature, file.entry(signature.dictionary, b"Contents")?)?;
        Some(range[0] == 0 && range[1] == gap.start && range[2] == gap.end)
    });
    own.unwrap_or(false)
}

/// What is wrong with a signature in itself.
pub(crate) fn signature_sanity<'r>(file: &PdfFile<'r>, field: &SignatureField<'r>) -> Vec<Change> {
    let Some(signature) = field.signature else { return Vec::new() };
    let dictionary = signature.dictionary;
    let wrong = |kind| Change::forbidden(kind).object(field.id.number).field(field.name.as_str());
    let mut changes = Vec::new();
    if has_doubled_keys(dictionary) {
        let fault = StructureFault::DoubledKey;
        changes.push(wrong(ChangeKind::ByteRangeWrong).detail(Detail::Structure { fault }));
    }
    let contents = dictionary.get(b"Contents");
    let bytes = contents.and_then(Value::string).unwrap_or_default();
    if bytes.iter().all(|byte| *byte == 0) {
        changes.push(wrong(ChangeKind::ContentsMissing));
    } else if !is_hexadecimal(contents) {
        changes.push(wrong(ChangeKind::ContentsPadding));
    } else if !has_plain_padding(&bytes) {
        // It is not covered, but no reader does anything with it either.
        let note = Change::note(ChangeKind::ContentsPadding).object(field.id.number).field(field.name.as_str());
        changes.push(note);
    }
    let is_direct = |value: Value<'_>| {
        value
            .array()
            .is_some_and(|numbers| numbers.len() == 4 && numbers.iter().all(|n| scan::unsigned(n.raw()).is_some()))
    };
    let range =
        dictionary.get(b"ByteRange").filter(|value| is_direct(*value)).and_then(|_| byte_range(file, dictionary));
    let Some([start, length, second, rest]) = range else {
        changes.push(wrong(ChangeKind::ByteRangeWrong));
        return changes;
    };
    let file_length = file.reader().len();
    let end = second.checked_add(rest).filter(|end| *end <= file_length);
    let Some(end) = end.filter(|_| start == 0 && length <= second) else {
        changes.push(wrong(ChangeKind::ByteRangeWrong));
        return changes;
    };
    if !has_own_gap(file, field) {
        changes.push(wrong(if is_override(file, field, end) {
            ChangeKind::ReasonSpoofed
        } else if swallows_another(file, field, length..end) {
            ChangeKind::ByteRangeOverlap
        } else {
            ChangeKind::ByteRangeWrong
        }));
    } else if !revision_ends(file.reader(), end) {
        changes.push(wrong(ChangeKind::ByteRangeWrong));
    }
    changes
}

/// Whether the revision that the range ends with has a signature in this field that is in order: then this dictionary
/// took its place.
fn is_override<'r>(file: &PdfFile<'r>, field: &SignatureField<'r>, end: usize) -> bool {
    let Ok(signed) = PdfFile::open_revision(file.reader(), end) else { return false };
    let fields = form::signature_fields(&signed);
    fields.iter().any(|one| one.id == field.id && covered_end(&signed, one) == Some(end) && has_own_gap(&signed, one))
}

/// Whether another signature's revision ends within these bytes: what is left out belongs to that one.
fn swallows_another<'r>(file: &PdfFile<'r>, field: &SignatureField<'r>, bytes: Range<usize>) -> bool {
    let others = form::signature_fields(file).into_iter().filter(|other| other.id != field.id);
    others.filter_map(|other| covered_end(file, &other)).any(|end| bytes.contains(&end))
}

/// Whether the string is pairs of hexadecimal digits and white space: of anything else readers make different things.
fn is_hexadecimal(contents: Option<Value<'_>>) -> bool {
    let digits = contents.and_then(|contents| contents.raw().strip_prefix(b"<")?.strip_suffix(b">"));
    digits.is_some_and(|digits| {
        let mut digits = digits.iter().filter(|byte| !scan::is_space(**byte));
        let count = digits.clone().count();
        count % 2 == 0 && digits.all(u8::is_ascii_hexdigit)
    })
}

/// Whether nothing but zeros follows the signature's encoding.
fn has_plain_padding(contents: &[u8]) -> bool {
    let end = match contents {
        [_, 0x80, ..] => indefinite_end(contents),
        contents => Element::first(contents).map(|element| element.raw.len()),
    };
    // What is no encoding at all is for the reader of the signature to say.
    end.is_none_or(|end| contents.get(end..).is_some_and(|rest| rest.iter().all(|byte| *byte == 0)))
}

/// The end of an element of indefinite length (X.690 §8.1.3.6).
fn indefinite_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    let mut open = 1usize;
    while open > 0 {
        match bytes.get(at..)? {
            [0, 0, ..] => {
                open -= 1;
                at += 2;
            }
            [_, 0x80, ..] => {
                open += 1;
                at += 2;
            }
            rest => at += Element::first(rest)?.raw.len(),
        }
    }
    Some(at)
}
