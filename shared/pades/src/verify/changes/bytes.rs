//! The bytes after a signature as they lie in the file: objects, cross-reference, trailer, end marker, and nothing else
//! (ISO 32000-2 §7.5.6). A reader that rebuilds a file from its objects must see what one sees that follows the
//! cross-reference.

use std::collections::BTreeMap;

use super::finding::StructureFault;
use crate::pdf::ObjectId;
use crate::pdf::file::object_at;
use crate::pdf::reader::Reader;
use crate::pdf::scan;
use crate::pdf::value::{Dictionary, Value};

/// How much is looked at where a token starts (bytes).
const WINDOW: usize = 512;

/// More comments between an object and what ends it would hide from some readers that it is a stream (bytes).
const LONGEST_SPACE: usize = 64;
/// More revisions than this are not judged.
pub(super) const MOST_REVISIONS: usize = 4096;

/// One revision in the file.
#[derive(Debug, Default)]
pub(super) struct Extent {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The objects in it by the position of their header.
    pub(super) objects: BTreeMap<usize, ObjectId>,
    /// Where cross-reference tables and streams start.
    pub(super) sections: Vec<usize>,
    pub(super) faults: Vec<(StructureFault, Option<u32>)>,
    /// Streams whose length is an object of its own: their number, that object, and the bytes that are there.
    pub(super) lengths: Vec<(u32, ObjectId, usize)>,
    /// Whether it has an end marker.
    pub(super) is_complete: bool,
    /// Whether it is nothing but white space and comments.
    pub(super) is_blank: bool,
}

/// The revisions from `start` to the end of the file. `ends` are lengths of signed revisions: where one of them lies
/// in the white space after an end marker, the revision ends there.
pub(super) fn extents(reader: &Reader<'_>, start: usize, ends: &[usize]) -> Vec<Extent> {
    let mut extents: Vec<Extent> = Vec::new();
    let mut at = start;
    while at < reader.len() {
        let extent = Walk { reader, at, ends }.extent();
        let is_stuck = extent.end <= at;
        at = extent.end;
        extents.push(extent);
        if is_stuck || extents.len() > MOST_REVISIONS {
            break;
        }
    }
    if let Some(last) = extents.last_mut() {
        last.end = reader.len();
    }
    extents
}

struct Walk<'w, 'r> {
    reader: &'w Reader<'r>,
    at: usize,
    ends: &'w [usize],
}

/// What stands between two tokens.
enum Space {
    /// The next token starts here.
    Token(usize),
    /// An end marker; the position after it.
    EndMarker(usize),
    EndOfFile,
}

impl Walk<'_, '_> {
    fn extent(mut self) -> Extent {
        let mut extent = Extent { start: self.at, is_blank: true, ..Extent::default() };
        let mut has_start = false;
        loop {
            match self.space() {
                Space::EndOfFile => {
                    extent.end = self.reader.len();
                    if !extent.is_blank {
                        extent.faults.push((StructureFault::NoCrossReference, None));
                    }
                    return extent;
                }
                Space::EndMarker(after) => {
                    extent.is_complete = has_start;
                    if !has_start {
                        extent.faults.push((StructureFault::NoCrossReference, None));
                    }
                    extent.is_blank = false;
                    extent.end = self.revision_end(after);
                    return extent;
                }
                Space::Token(at) => {
                    extent.is_blank = false;
                    self.at = at;
                    let part = if has_start { None } else { self.part(at, &mut extent) };
                    match part {
                        Some((next, is_start)) => {
                            has_start |= is_start;
                            self.at = next;
                        }
                        None => {
                            // Nothing after this can be told apart any more.
                            extent.faults.push((StructureFault::Syntax, None));
                            extent.end = self.reader.len();
                            return extent;
                        }
                    }
                }
            }
        }
    }

    /// Reads one object, table or `startxref`: the position after it, and whether it was the latter.
    fn part(&self, at: usize, extent: &mut Extent) -> Option<(usize, bool)> {
        let head = self.reader.copy(at, WINDOW)?;
        if head.starts_with(b"xref") {
            extent.sections.push(at);
            return Some((self.table(at)?, false));
        }
        if let Some(next) = scan::word_at(&head, 0, b"startxref") {
            let (_, next) = scan::unsigned_at(&head, next)?;
            if extent.sections.is_empty() {
                extent.faults.push((StructureFault::NoCrossReference, None));
            }
            return Some((at + next, true));
        }
        self.object(at, extent).map(|next| (next, false))
    }

    /// Reads an indirect object with its stream.
    fn object(&self, at: usize, extent: &mut Extent) -> Option<usize> {
        let object = object_at(self.reader, at)?;
        let after = object.offset? + object.value.raw().len();
        let head = self.reader.copy(after, WINDOW)?;
        let (_, word, end) = scan::token(&head, 0)?;
        let number = object.id.number;
        extent.objects.insert(at, object.id);
        if word > LONGEST_SPACE {
            return None;
        }
        let next = match &head[word..end] {
            b"endobj" => after + end,
            b"stream" => {
                let dictionary = object.value.dictionary()?;
                if dictionary.get(b"Type").is_some_and(|kind| kind.is_name(b"XRef")) {
                    extent.sections.push(at);
                }
                let (next, length) = self.stream(after + end, dictionary)?;
                match (length, dictionary.get(b"Length").and_then(Value::reference)) {
                    (None, _) => {}
                    (Some(length), Some(id)) => extent.lengths.push((number, id, length)),
                    (Some(_), None) => extent.faults.push((StructureFault::Length, Some(number))),
                }
                next
            }
            _ => return None,
        };
        Some(next)
    }

    /// The position after `endobj`, and unless the dictionary itself says how long the stream is, its length.
    fn stream(&self, after_keyword: usize, dictionary: Dictionary<'_>) -> Option<(usize, Option<usize>)> {
        let line_end = self.reader.copy(after_keyword, 2)?;
        let start = after_keyword
            + match line_end.as_slice() {
                b"\r\n" => 2,
                [b'\r' | b'\n', ..] => 1,
                _ => 0,
            };
        let declared = dictionary.get(b"Length").and_then(Value::integer).and_then(|n| usize::try_from(n).ok());
        if let Some(next) = declared.and_then(|length| self.stream_end(start.checked_add(length)?)) {
            return Some((next, None));
        }
        // A length in an object of its own, or a wrong one: the data ends where both closing words follow.
        let mut from = start;
        loop {
            let found = self.reader.parse(from, |bytes| {
                let end = scan::find(bytes, b"endstream")?;
                Some((end, end + b"endstream".len()))
            })?;
            if let Some(next) = self.stream_end(from + found) {
                return Some((next, Some(from + found - start)));
            }
            from += found + 1;
        }
    }

    /// The position after `endstream endobj` at `at`.
    fn stream_end(&self, at: usize) -> Option<usize> {
        let tail = self.reader.copy(at, WINDOW)?;
        let next = scan::word_at(&tail, 0, b"endstream")?;
        Some(at + scan::word_at(&tail, next, b"endobj")?)
    }

    /// The position after a table and its trailer.
    fn table(&self, at: usize) -> Option<usize> {
        let mut at = at + b"xref".len();
        loop {
            let head = self.reader.copy(at, WINDOW)?;
            let (_, word, end) = scan::token(&head, 0)?;
            match &head[word..end] {
                b"trailer" => {
                    let length = self.reader.parse(at + end, |bytes| {
                        let (start, end) = scan::object(bytes, 0)?;
                        bytes[start..].starts_with(b"<<").then_some((end, end))
                    })?;
                    return Some(at + end + length);
                }
                // Subsection heads and rows alike are numbers and single letters.
                word if word.iter().all(u8::is_ascii_digit) || matches!(word, b"n" | b"f") => at += end,
                _ => return None,
            }
        }
    }

    /// Skips white space and comments.
    fn space(&self) -> Space {
        let mut at = self.at;
        loop {
            let Some(window) = self.reader.copy(at, WINDOW).filter(|window| !window.is_empty()) else {
                return Space::EndOfFile;
            };
            let blank = window.iter().take_while(|&&byte| scan::is_space(byte)).count();
            at += blank;
            match &window[blank..] {
                [] => {}
                rest if rest.starts_with(b"%%EOF") => return Space::EndMarker(at + 5),
                [b'%', ..] if blank == 0 => {
                    let comment = window.iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count();
                    at += comment;
                    // A comment longer than the window is no comment that a writer makes.
                    if comment == WINDOW {
                        return Space::Token(at);
                    }
                }
                [b'%', ..] => {}
                _ => return Space::Token(at),
            }
        }
    }

    /// Where the revision ends whose end marker ends at `after`: behind the line end, or where a signature says.
    fn revision_end(&self, after: usize) -> usize {
        let tail = self.reader.copy(after, 2).unwrap_or_default();
        let blank = self.reader.copy(after, WINDOW).unwrap_or_default();
        let blank = blank.iter().take_while(|&&byte| scan::is_space(byte)).count();
        let signed = self.ends.iter().copied().filter(|end| (after..=after + blank).contains(end)).max();
        signed.unwrap_or(match tail.as_slice() {
            b"\r\n" => after + 2,
            [b'\r' | b'\n', ..] => after + 1,
            _ => after,
        })
    }
}

/// Every position after `needle` in the file, in a stream or not, at most `most`.
pub(super) fn find_all(reader: &Reader<'_>, needle: &[u8], most: usize) -> Vec<usize> {
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
