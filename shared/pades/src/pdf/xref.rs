//! Cross-reference information: tables, streams and hybrids, newest first (ISO 32000-2 §7.5.4, §7.5.8).

use std::collections::{BTreeMap, BTreeSet};

use super::ObjectId;
use super::file::indirect_at;
use super::filter;
use super::scan::{self, Token};
use super::value::{Dictionary, Value};

/// More objects than Annex C of PDF 1.7 allows are taken for damage, not for memory to reserve.
const MOST_OBJECTS: usize = 8_388_607;
/// An unpacked cross-reference stream larger than this (bytes) is damage as well.
const LARGEST_STREAM: usize = 64 << 20;
/// `startxref` is looked for in this many last bytes.
const TAIL: usize = 2048;

/// Where an object's newest state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Free,
    InFile { offset: usize, generation: u16 },
    InStream { stream: u32, index: usize },
}

/// How the newest cross-reference section is written; an increment follows suit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectionKind {
    Table,
    Stream,
}

/// All sections merged: for each object number the newest location.
#[derive(Debug)]
pub(crate) struct Xref<'a> {
    pub(crate) entries: BTreeMap<u32, Location>,
    /// The newest section's kind, offset and trailer (or stream) dictionary.
    pub(crate) kind: SectionKind,
    pub(crate) start: usize,
    pub(crate) trailer: Dictionary<'a>,
}

/// Why the cross-reference information cannot be followed as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Damage {
    #[error("bytes before the %PDF header")]
    JunkBeforeHeader,
    #[error("no startxref at the end of the file")]
    NoStartXref,
    #[error("no readable cross-reference section at byte {0}")]
    Section(usize),
    #[error("the chain of cross-reference sections runs in a circle")]
    Circle,
    #[error("more objects than a PDF may have")]
    TooMany,
    #[error("its streams unpack to an absurd size")]
    TooMuch,
    #[error("object {0} is not where the cross-reference says")]
    Object(u32),
    #[error("objects follow the last %%EOF")]
    Tail,
    #[error("a part of the page tree is missing")]
    Pages,
}

/// Reads every section from the last `startxref` back to the first.
pub(crate) fn read(bytes: &[u8]) -> Result<Xref<'_>, Damage> {
    let start = last_start(bytes).ok_or(Damage::NoStartXref)?;
    let mut entries = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let (kind, trailer) = section(bytes, start, &mut entries)?;
    let mut at = Some((start, kind, trailer));
    while let Some((offset, kind, dictionary)) = at {
        if !seen.insert(offset) {
            return Err(Damage::Circle);
        }
        // In a hybrid file the stream's objects come after the table's own, before those of /Prev (§7.5.8.4).
        if let (SectionKind::Table, Some(stream)) = (kind, offset_entry(dictionary, b"XRefStm")) {
            section(bytes, stream, &mut entries)?;
        }
        at = match offset_entry(dictionary, b"Prev") {
            Some(previous) => {
                let (kind, dictionary) = section(bytes, previous, &mut entries)?;
                Some((previous, kind, dictionary))
            }
            None => None,
        };
    }
    Ok(Xref { entries, kind, start, trailer })
}

fn last_start(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let at = scan::find_last(tail, b"startxref")?;
    let (offset, _) = scan::unsigned_at(tail, at + b"startxref".len())?;
    usize::try_from(offset).ok()
}

fn offset_entry(dictionary: Dictionary<'_>, key: &[u8]) -> Option<usize> {
    // Some programs write /Prev 0 for "none"; at byte 0 is the header.
    dictionary.get(key)?.integer()?.try_into().ok().filter(|&offset| offset > 0)
}

/// Reads the section at `offset` into `entries`; what is already there is newer and stays.
fn section<'a>(
    bytes: &'a [u8],
    offset: usize,
    entries: &mut BTreeMap<u32, Location>,
) -> Result<(SectionKind, Dictionary<'a>), Damage> {
    let read = match scan::word_at(bytes, offset, b"xref") {
        Some(at) => table(bytes, at, entries).map(|trailer| (SectionKind::Table, trailer)),
        None => stream(bytes, offset, entries).map(|trailer| (SectionKind::Stream, trailer)),
    };
    if entries.len() > MOST_OBJECTS {
        return Err(Damage::TooMany);
    }
    read.ok_or(Damage::Section(offset))
}

fn table<'a>(bytes: &'a [u8], mut at: usize, entries: &mut BTreeMap<u32, Location>) -> Option<Dictionary<'a>> {
    loop {
        if let (Token::Word, start, end) = scan::token(bytes, at)? {
            return match &bytes[start..end] {
                b"trailer" => Value::parse(bytes, end)?.dictionary(),
                _ => None,
            };
        }
        let (first, next) = scan::unsigned_at(bytes, at)?;
        let (count, next) = scan::unsigned_at(bytes, next)?;
        at = next;
        for index in 0..count {
            let (offset, next) = scan::unsigned_at(bytes, at)?;
            let (generation, next) = scan::unsigned_at(bytes, next)?;
            let (_, start, end) = scan::token(bytes, next)?;
            at = end;
            let number = u32::try_from(first.checked_add(index)?).ok()?;
            let location = match &bytes[start..end] {
                // Generators write unused numbers as in use at offset 0, where no object can be.
                b"n" if offset > 0 => {
                    Location::InFile { offset: offset.try_into().ok()?, generation: generation.try_into().ok()? }
                }
                b"n" | b"f" => Location::Free,
                _ => return None,
            };
            entries.entry(number).or_insert(location);
        }
        if entries.len() > MOST_OBJECTS {
            return None;
        }
    }
}

fn stream<'a>(bytes: &'a [u8], offset: usize, entries: &mut BTreeMap<u32, Location>) -> Option<Dictionary<'a>> {
    let object = indirect_at(bytes, offset)?;
    let dictionary = object.value.dictionary()?;
    if !dictionary.get(b"Type")?.is_name(b"XRef") {
        return None;
    }
    let data = object.stream_data(bytes, dictionary.get(b"Length")?.integer())?;
    let data = filter::decode(dictionary, data, LARGEST_STREAM, |value| value)?;
    let widths: Vec<usize> = integers(dictionary.get(b"W")?)?;
    let &[kind_width, second_width, third_width] = widths.as_slice() else { return None };
    let row = kind_width.checked_add(second_width)?.checked_add(third_width)?;
    if row == 0 || widths.iter().any(|&width| width > 8) {
        return None;
    }
    let index = match dictionary.get(b"Index") {
        Some(index) => integers(index)?,
        None => vec![0, offset_entry(dictionary, b"Size")?],
    };
    let mut rows = data.chunks_exact(row);
    for range in index.chunks_exact(2) {
        for number in range[0]..range[0].checked_add(range[1])? {
            let Some(row) = rows.next() else { break };
            let (kind, rest) = row.split_at(kind_width);
            let (second, third) = rest.split_at(second_width);
            let location = match if kind_width == 0 { 1 } else { big_endian(kind) } {
                1 if big_endian(second) > 0 => Location::InFile {
                    offset: big_endian(second).try_into().ok()?,
                    generation: big_endian(third).try_into().ok()?,
                },
                2 => Location::InStream {
                    stream: big_endian(second).try_into().ok()?,
                    index: big_endian(third).try_into().ok()?,
                },
                _ => Location::Free,
            };
            entries.entry(number.try_into().ok()?).or_insert(location);
        }
    }
    Some(dictionary)
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, &byte| value << 8 | u64::from(byte))
}

fn integers(array: Value<'_>) -> Option<Vec<usize>> {
    array.array()?.into_iter().map(|element| element.integer()?.try_into().ok()).collect()
}

impl Xref<'_> {
    /// The catalog's id (trailer `/Root`).
    pub(crate) fn root(&self) -> Option<ObjectId> {
        self.trailer.get(b"Root")?.reference()
    }
}
