//! Finding the objects of a file whose cross-reference is lost: by their headers, `n g obj` at the start of a line, of
//! which the last counts, since changes are appended (ISO 32000-2 §7.5.6).

use std::collections::BTreeMap;

use super::ObjectId;
use super::file::PdfFile;
use super::indirect::header;
use super::reader::Reader;
use super::scan;
use super::table::{Location, Rows, Run, Section, SectionKind};
use super::value::{Dictionary, Value};
use super::xref::Xref;

/// More headers than this are taken for an attack: PDF 1.7 allows no more objects (its Annex C).
const MAX_OBJECTS: usize = 8_388_607;
/// This many trailers are tried, the last first.
const MAX_TRAILERS: usize = 64;

/// An object header in the file.
struct Header {
    id: ObjectId,
    offset: usize,
}

/// The file as the headers in it say, `None` if no catalog can be found. `reader`'s bytes must lie in memory.
pub(crate) fn scanned<'r>(reader: &'r Reader<'r>) -> Option<PdfFile<'r>> {
    let bytes = reader.in_memory()?;
    let headers = headers(bytes)?;
    let mut places: BTreeMap<u32, (usize, Location)> = BTreeMap::new();
    for Header { id, offset } in &headers {
        let location = Location::InFile { offset: *offset, generation: id.generation };
        places.insert(id.number, (*offset, location));
    }
    let dictionary = |index: usize| dictionary(bytes, &headers, index);
    let is = |found: Dictionary<'_>, name: &[u8]| found.get(b"Type").is_some_and(|kind| kind.is_name(name));
    let file = PdfFile::with(reader, Xref::of(reader, section(&places, b"<<>>".to_vec())));
    let mut trailers = written_trailers(bytes);
    let mut catalog = None;
    for (index, Header { id, offset }) in headers.iter().enumerate() {
        let Some(found) = dictionary(index) else { continue };
        let is_newest = places.get(&id.number).is_some_and(|(newest, _)| newest == offset);
        if is(found, b"XRef") {
            trailers.push((*offset, found.raw().to_vec()));
        } else if is(found, b"Catalog") && is_newest {
            catalog = Some(*id);
        } else if is(found, b"ObjStm") && is_newest {
            for (index, number) in file.packed_numbers(id.number).enumerate() {
                let location = Location::InStream { stream: id.number, index };
                let place = places.entry(number).or_insert((*offset, location));
                if place.0 <= *offset {
                    *place = (*offset, location);
                }
            }
        }
        // Of very many trailers the last ones are kept.
        if trailers.len() > 2 * MAX_TRAILERS {
            trailers.drain(..MAX_TRAILERS);
        }
    }
    drop(headers);
    let file = PdfFile::with(reader, Xref::of(reader, section(&places, b"<<>>".to_vec())));
    trailers.sort_by_key(|(offset, _)| std::cmp::Reverse(*offset));
    let leads_to_catalog = |trailer: &[u8]| {
        let root = Value::parse(trailer, 0).and_then(Value::dictionary).and_then(|trailer| trailer.get(b"Root"));
        let catalog = root.and_then(Value::reference).and_then(|root| file.object(root)?.value.dictionary());
        catalog.is_some_and(|catalog| catalog.get(b"Pages").is_some())
    };
    let trailer = trailers.into_iter().map(|(_, raw)| raw).take(MAX_TRAILERS).find(|raw| leads_to_catalog(raw));
    // Without a trailer nobody knows whether a file is encrypted that speaks of it.
    let guessed = || {
        let root = catalog.filter(|_| scan::find(bytes, b"/Encrypt").is_none())?;
        Some(format!("<< /Root {root} >>").into_bytes()).filter(|raw| leads_to_catalog(raw))
    };
    let trailer = trailer.or_else(guessed)?;
    Some(PdfFile::with(reader, Xref::of(reader, section(&places, trailer))))
}

/// All headers in the order of the file, none from within a stream.
fn headers(bytes: &[u8]) -> Option<Vec<Header>> {
    let mut headers = Vec::new();
    let mut at = 0;
    let mut streams_end = true;
    while let Some(found) = memchr::memchr2(b'o', b's', bytes.get(at..)?) {
        let start = at + found;
        at = start + 1;
        if bytes[start..].starts_with(b"obj") {
            headers.extend(header_before(bytes, start));
        } else if streams_end && is_stream(bytes, start) {
            match scan::find(&bytes[start..], b"endstream") {
                Some(length) => at = start + length + b"endstream".len(),
                None => streams_end = false, // nor does any that follows
            }
        }
        if headers.len() > MAX_OBJECTS {
            return None;
        }
    }
    Some(headers)
}

/// Whether the keyword `stream` with its line end is at `start`.
fn is_stream(bytes: &[u8], start: usize) -> bool {
    let follows = bytes[start..].strip_prefix(b"stream").and_then(|rest| rest.first());
    matches!(follows, Some(b'\r' | b'\n')) && !bytes[..start].ends_with(b"end")
}

/// The header that ends in `obj` at `keyword`, if a line starts with it.
fn header_before(bytes: &[u8], keyword: usize) -> Option<Header> {
    let (generation, before) = number_before(&bytes[..keyword])?;
    let (number, before) = number_before(before)?;
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let starts_line = match before.iter().rposition(|byte| !matches!(byte, b' ' | b'\t')) {
        Some(last) => matches!(before[last], b'\r' | b'\n'),
        None => true,
    };
    let separated = bytes[before.len()..keyword].last().is_some_and(is_blank);
    let id = ObjectId::new(number.try_into().ok()?, generation.try_into().ok()?);
    (starts_line && separated).then_some(Header { id, offset: before.len() })
}

/// The number at the end of `bytes`, white space after it, and what is before it.
fn number_before(bytes: &[u8]) -> Option<(u64, &[u8])> {
    const MAX_DIGITS: usize = 10;
    let trimmed = bytes.trim_ascii_end();
    let digits = trimmed.iter().rev().take(MAX_DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
    let (before, digits) = trimmed.split_at(trimmed.len() - digits);
    Some((scan::unsigned(digits).filter(|_| digits.len() <= MAX_DIGITS)?, before))
}

/// The dictionary of an object, which ends before the next header.
fn dictionary<'b>(bytes: &'b [u8], headers: &[Header], index: usize) -> Option<Dictionary<'b>> {
    let end = headers.get(index + 1).map_or(bytes.len(), |next| next.offset);
    let bytes = bytes.get(headers.get(index)?.offset..end)?;
    let (_, at) = header(bytes)?;
    Value::parse(bytes, at)?.dictionary()
}

/// What follows the last `trailer` keywords, and where.
fn written_trailers(bytes: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut trailers = Vec::new();
    let mut end = bytes.len();
    for _ in 0..MAX_TRAILERS {
        let Some(at) = scan::find_last(&bytes[..end], b"trailer") else { break };
        let value = Value::parse(&bytes[..end], at + b"trailer".len());
        trailers.extend(value.and_then(Value::dictionary).map(|found| (at, found.raw().to_vec())));
        end = at;
    }
    trailers
}

/// A section that lists these places.
fn section(places: &BTreeMap<u32, (usize, Location)>, trailer: Vec<u8>) -> Section {
    let mut runs: Vec<Run> = Vec::new();
    for (&number, &(_, location)) in places {
        match runs.last_mut() {
            Some(Run { first, count, rows: Rows::Listed(rows) }) if first.checked_add(*count) == Some(number) => {
                *count += 1;
                rows.push(location);
            }
            _ => runs.push(Run { first: number, count: 1, rows: Rows::Listed(vec![location]) }),
        }
    }
    Section { kind: SectionKind::Table, start: 0, trailer, runs, ordered: true, packed: Vec::new(), widths: [0; 3] }
}
