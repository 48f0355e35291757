//! Opening one cross-reference section, and reading single rows of it.

use super::filter;
use super::indirect::{Indirect, object_at};
use super::reader::Reader;
use super::scan::{self, Token};
use super::table::{Damage, Location, Rows, Run, Section, SectionKind};
use super::value::{Dictionary, Value};

/// Width of a table's row in bytes (ISO 32000-2 §7.5.4).
pub(super) const ROW: usize = 20;
/// More objects than Annex C of PDF 1.7 allows are taken for damage, not for memory to reserve.
const MAX_OBJECTS: u64 = 8_388_607;
/// An unpacked cross-reference stream larger than this (bytes) is damage as well.
const MAX_STREAM: usize = 64 << 20;
/// The line that heads a subsection, with white space and comments before it, is no longer than this.
const MAX_HEAD: usize = 1024;
/// A row that is not as wide as it should be takes at most this.
const WIDEST_ROW: u64 = 64;

/// Opens the section at `offset`.
pub(super) fn open(reader: &Reader<'_>, offset: usize) -> Result<Section, Damage> {
    let head = reader.copy(offset, MAX_HEAD).ok_or(Damage::Section(offset))?;
    let section = match scan::word_at(&head, 0, b"xref") {
        Some(at) => table(reader, offset, offset + at),
        None => stream(reader, offset),
    };
    let mut section = section.ok_or(Damage::Section(offset))?;
    let objects: u64 = section.runs.iter().map(|run| u64::from(run.count)).sum();
    if objects > MAX_OBJECTS {
        return Err(Damage::TooMany);
    }
    section.ordered = section
        .runs
        .windows(2)
        .all(|pair| u64::from(pair[0].first) + u64::from(pair[0].count) <= u64::from(pair[1].first));
    Ok(section)
}

fn table(reader: &Reader<'_>, start: usize, mut at: usize) -> Option<Section> {
    let mut runs = Vec::new();
    let mut objects = 0;
    loop {
        let head = reader.copy(at, MAX_HEAD)?;
        if let (Token::Word, word, end) = scan::token(&head, 0)? {
            if &head[word..end] != b"trailer" {
                return None;
            }
            let trailer = reader.parse(at + end, |bytes| {
                let (start, end) = scan::object(bytes, 0)?;
                Some((bytes[start..end].to_vec(), end))
            });
            let trailer = trailer.filter(|raw| raw.starts_with(b"<<"))?;
            return Some(Section {
                kind: SectionKind::Table,
                start,
                trailer,
                runs,
                ordered: false,
                packed: Vec::new(),
                widths: [0; 3],
            });
        }
        let (first, next) = scan::unsigned_at(&head, 0)?;
        let (count, next) = scan::unsigned_at(&head, next)?;
        objects = count.saturating_add(objects);
        if objects > MAX_OBJECTS {
            return None;
        }
        let (first, count) = (u32::try_from(first).ok()?, u32::try_from(count).ok()?);
        first.checked_add(count)?;
        if count == 0 {
            at += next;
            continue;
        }
        let rows = at + scan::skip_space(&head, next);
        let (rows, end) = if has_width(reader, rows, count as usize) {
            (Rows::Table(rows), rows + count as usize * ROW)
        } else {
            listed(reader, rows, count)?
        };
        runs.push(Run { first, count, rows });
        at = end;
    }
}

/// Whether there are `count` rows of the right width, judged by the first, the last and what follows.
fn has_width(reader: &Reader<'_>, rows: usize, count: usize) -> bool {
    let Some(last) = (count - 1).checked_mul(ROW).and_then(|skip| rows.checked_add(skip)) else { return false };
    let follows =
        reader.copy(last + ROW, 1).is_some_and(|next| next.first().is_some_and(|b| b.is_ascii_digit() || *b == b't'));
    table_row(reader, rows).is_some() && table_row(reader, last).is_some() && follows
}

/// The row of a table at `at`: ten digits, five digits, `n` or `f`.
pub(super) fn table_row(reader: &Reader<'_>, at: usize) -> Option<Location> {
    let mut row = [0; ROW];
    reader.fill(at, &mut row)?;
    let ends = scan::is_space(row[18]) && scan::is_space(row[19]);
    if row[10] != b' ' || row[16] != b' ' || !ends {
        return None;
    }
    location(scan::unsigned(&row[..10])?, scan::unsigned(&row[11..16])?, &row[17..18])
}

fn location(offset: u64, generation: u64, kind: &[u8]) -> Option<Location> {
    match kind {
        // Generators write unused numbers as in use at offset 0, where no object can be.
        b"n" if offset > 0 => {
            Some(Location::InFile { offset: offset.try_into().ok()?, generation: generation.try_into().ok()? })
        }
        b"n" | b"f" => Some(Location::Free),
        _ => None,
    }
}

/// Reads rows token by token: the locations and the position after them.
fn listed(reader: &Reader<'_>, start: usize, count: u32) -> Option<(Rows, usize)> {
    let most = u64::from(count) * WIDEST_ROW + MAX_HEAD as u64;
    let bytes = reader.copy(start, usize::try_from(most).ok()?)?;
    let mut rows = Vec::new();
    let mut at = 0;
    for _ in 0..count {
        let (offset, next) = scan::unsigned_at(&bytes, at)?;
        let (generation, next) = scan::unsigned_at(&bytes, next)?;
        let (_, word, end) = scan::token(&bytes, next)?;
        rows.push(location(offset, generation, &bytes[word..end])?);
        at = end;
    }
    Some((Rows::Listed(rows), start + at))
}

fn stream(reader: &Reader<'_>, offset: usize) -> Option<Section> {
    let (object, dictionary) = stream_dictionary(reader, offset)?;
    let data = object.stream_data(reader, dictionary.get(b"Length")?.integer())?;
    let packed = filter::decode(dictionary, &data, MAX_STREAM.min(reader.room.get()), |value| value)?;
    reader.room.set(reader.room.get().saturating_sub(packed.len()));
    let widths: [usize; 3] = integers(dictionary.get(b"W")?)?.try_into().ok()?;
    if widths.iter().any(|&width| width > 8) {
        return None;
    }
    let row = Some(widths.iter().sum::<usize>()).filter(|&row| row > 0)?;
    let index = match dictionary.get(b"Index") {
        Some(index) => integers(index)?,
        None => vec![0, offset_entry(dictionary, b"Size")?],
    };
    let mut left = packed.len() / row;
    let mut runs = Vec::new();
    let mut at = 0;
    for range in index.chunks_exact(2) {
        let count = range[1].min(left);
        left -= count;
        let (first, run) = (u32::try_from(range[0]).ok()?, u32::try_from(count).ok()?);
        first.checked_add(run)?;
        runs.push(Run { first, count: run, rows: Rows::Packed(at) });
        at += count;
    }
    let trailer = dictionary.raw().to_vec();
    Some(Section { kind: SectionKind::Stream, start: offset, trailer, runs, ordered: false, packed, widths })
}

/// Row `index` of a stream's unpacked data (§7.5.8.3).
pub(super) fn packed_row(packed: &[u8], widths: [usize; 3], index: usize) -> Option<Location> {
    let width = widths.iter().sum::<usize>();
    let row = packed.get(index.checked_mul(width)?..)?.get(..width)?;
    let (kind, rest) = row.split_at(widths[0]);
    let (second, third) = rest.split_at(widths[1]);
    Some(match if widths[0] == 0 { 1 } else { big_endian(kind) } {
        1 if big_endian(second) > 0 => Location::InFile {
            offset: big_endian(second).try_into().ok()?,
            generation: big_endian(third).try_into().ok()?,
        },
        2 => Location::InStream {
            stream: big_endian(second).try_into().ok()?,
            index: big_endian(third).try_into().ok()?,
        },
        _ => Location::Free,
    })
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, &byte| value << 8 | u64::from(byte))
}

fn integers(array: Value<'_>) -> Option<Vec<usize>> {
    array.array()?.into_iter().map(|element| element.integer()?.try_into().ok()).collect()
}

/// An entry that is an offset in the file.
pub(super) fn offset_entry(dictionary: Dictionary<'_>, key: &[u8]) -> Option<usize> {
    // Some programs write /Prev 0 for "none"; at byte 0 is the header.
    dictionary.get(key)?.integer()?.try_into().ok().filter(|&offset| offset > 0)
}

/// The dictionary of the stream object at `offset`, if it is a cross-reference stream.
pub(super) fn stream_dictionary<'r>(reader: &'r Reader<'_>, offset: usize) -> Option<(Indirect<'r>, Dictionary<'r>)> {
    let object = object_at(reader, offset)?;
    let dictionary = object.value.dictionary()?;
    dictionary.get(b"Type").is_some_and(|kind: Value<'_>| kind.is_name(b"XRef")).then_some((object, dictionary))
}
