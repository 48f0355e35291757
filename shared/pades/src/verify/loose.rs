//! The signatures of a file that leaves the grammar, as a reader that passes over faults finds them. They are reported, so
//! that people see what is said, and never believed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};
use std::rc::Rc;

use super::changes::{Change, ChangeKind, Detail, StructureFault};
use super::signed::has_plain_padding;
use crate::pdf::file::PdfFile;
use crate::pdf::form::{self, SignatureField};
use crate::pdf::reader::Reader;
use crate::pdf::scan;
use crate::pdf::value::Value;
use crate::signatures::{self, Examined, byte_range, revision_ends};

/// So many revisions are looked into without asking what is in them.
const FEW_REVISIONS: usize = 64;
/// More signed revisions than this are not looked into; a signature in one of those is not found, so not believed.
const MAX_REVISIONS: usize = 1024;
/// A signature in a file that cannot be read strictly may cover so much white space after the end marker (bytes).
const MAX_SPACE: usize = 32;

/// A signature and the revision that it covers.
struct Covered {
    field: String,
    end: usize,
    object: u32,
}

/// So many findings about one signature are enough to name the other fields that share it.
const MAX_SHARED: usize = 8;

/// What the signatures say of themselves: those of the newest revision that can be followed, `file`, and those that any
/// revision holds that seems to be one.
pub(super) fn signatures<'r>(file: &PdfFile<'r>) -> Vec<Examined> {
    // The newest signatures come first, so that they are reported whatever the others cost.
    let newest = form::signature_fields(file);
    let covered = covered(file.reader(), &marked_ends(file.reader()));
    examined(fields(file, newest, &covered))
}

/// Where revisions seem to end, in a file that cannot be read strictly: its signatures are reported, never believed.
fn marked_ends(reader: &Reader<'_>) -> Vec<RangeInclusive<usize>> {
    // The last cross-reference may lead past a revision, so every end marker counts, and where there are many, those
    // behind what looks like a signature.
    let mut ends = find_all(reader, b"%%EOF", usize::MAX);
    if ends.len() > FEW_REVISIONS {
        let ranges = find_all(reader, b"ByteRange", MAX_REVISIONS);
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
fn covered(reader: &Reader<'_>, ends: &[RangeInclusive<usize>]) -> Vec<Covered> {
    let mut found: Vec<Covered> = Vec::new();
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
                found.push(Covered { field: field.name, end, object: field.id.number });
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
        let gap = signatures::gap(&signature, file.entry(signature.dictionary, b"Contents")?)?;
        Some(range[0] == 0 && range[1] == gap.start && range[2] == gap.end)
    });
    own.unwrap_or(false)
}

/// What is wrong with a signature in itself.
fn sanity<'r>(file: &PdfFile<'r>, field: &SignatureField<'r>) -> Vec<Change> {
    let Some(signature) = field.signature else { return Vec::new() };
    let dictionary = signature.dictionary;
    let wrong = |kind| Change::forbidden(kind).object(field.id.number).field(field.name.as_str());
    let mut changes = Vec::new();
    let mut keys = BTreeSet::new();
    if !dictionary.entries().all(|entry| keys.insert(entry.key)) {
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

/// What the signatures say of themselves. A value that several fields share is one signature, and no sound one.
fn examined(fields: Vec<(Rc<PdfFile<'_>>, SignatureField<'_>)>) -> Vec<Examined> {
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    let mut found: Vec<Examined> = Vec::new();
    for (view, field) in fields {
        let place = field.signature.and_then(|signature| signature.offset);
        if let Some(first) = place.and_then(|place| places.get(&place)).and_then(|first| found.get_mut(*first)) {
            let shared = Change::forbidden(ChangeKind::SignatureShared).object(field.id.number).field(field.name);
            // The first few say enough.
            if first.findings.len() < MAX_SHARED {
                first.findings.push(shared);
            }
            continue;
        }
        let Some(examined) = signatures::read(&view, &field) else { continue };
        if let Some(place) = place {
            places.insert(place, found.len());
        }
        found.push(Examined { findings: sanity(&view, &field), ..examined });
    }
    found
}

/// Each signature in the revision that it signs, so that one that was overridden later is judged as it was signed; and
/// those of the newest revision that sign none.
fn fields<'r>(
    file: &PdfFile<'r>,
    newest: Vec<SignatureField<'r>>,
    signed: &[Covered],
) -> Vec<(Rc<PdfFile<'r>>, SignatureField<'r>)> {
    let reader = file.reader();
    let mut fields = Vec::new();
    let mut known = BTreeSet::new();
    // Those of one revision together, so that it is looked through once.
    for of_one in signed.chunk_by(|one, next| one.end == next.end) {
        let Some(end) = of_one.first().map(|first| first.end) else { continue };
        let Ok(view) = PdfFile::open_revision(reader, end) else { continue };
        let view = Rc::new(view);
        let wanted: BTreeSet<(&str, u32)> = of_one.iter().map(|one| (one.field.as_str(), one.object)).collect();
        for field in form::signature_fields(&view) {
            if wanted.contains(&(field.name.as_str(), field.id.number))
                && known.insert((field.name.clone(), field.id.number, end))
            {
                fields.push((Rc::clone(&view), field));
            }
        }
    }
    let known: BTreeSet<(&str, u32)> = signed.iter().map(|one| (one.field.as_str(), one.object)).collect();
    let view = PdfFile::open_revision(reader, file.len()).ok().map(Rc::new);
    for field in newest {
        let is_known = known.contains(&(field.name.as_str(), field.id.number));
        if field.signature.is_some() && !is_known {
            fields.extend(view.clone().map(|view| (view, field)));
        }
    }
    fields
}

/// Every position after `needle` in the file, in a stream or not, at most `most`.
fn find_all(reader: &Reader<'_>, needle: &[u8], most: usize) -> Vec<usize> {
    const CHUNK: usize = 1 << 18;
    // How far a byte under the needle's end lets the needle move on (Horspool).
    let mut skip = [needle.len(); 256];
    for (at, &byte) in needle.iter().enumerate().take(needle.len().saturating_sub(1)) {
        skip[usize::from(byte)] = needle.len() - 1 - at;
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.len() && found.len() < most {
        let end = (at + CHUNK + needle.len() - 1).min(reader.len());
        let Some(bytes) = reader.range(at, end) else { break };
        let mut last = needle.len() - 1;
        while let Some(&byte) = bytes.get(last) {
            if needle.last() == Some(&byte) && bytes[..=last].ends_with(needle) {
                found.push(at + last + 1);
            }
            last += skip[usize::from(byte)];
        }
        at += CHUNK;
    }
    found.truncate(most);
    found
}

/// Whether anything in the file looks like a signature.
pub(super) fn may_be_signed(reader: &Reader<'_>) -> bool {
    !find_all(reader, b"/ByteRange", 1).is_empty()
}
