//! One pass over the bytes, from the header to the last end marker.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::bytes::Bytes;
use super::fault::{Fault, SyntaxFault};
use super::lex::{Lexer, Stop};
use super::linearized::Linearized;
use super::page_tree::PageTree;
use super::section::{self, Row, Rows, Section};
use super::value::{Arena, Content, MAX_NUMBER, Value};
use super::{Document, Object};
use crate::pdf::ObjectId;
use crate::pdf::reader::Reader;

/// Object streams and cross-reference streams may unpack to this much (bytes) and 16 times the file's length.
const MAX_UNPACKED: usize = 16 << 20;
/// There may be so many rows and packed objects, and one more for each byte of the file.
const MAX_ROWS: usize = 100_000;
/// More revisions than this are not read.
const MAX_REVISIONS: usize = 1_024;
/// More faults than this are not listed.
const MAX_FAULTS: usize = 64;
/// White space that readers skip before what an offset or a length leads to is no longer than this (bytes).
const MAX_BLANK: usize = 8;
/// Many readers look for `startxref` in so many last bytes.
const TAIL: usize = 1024;
/// From `startxref` to the end of the marker there are no more bytes than this, so that with what may follow both are among
/// the last that are looked at.
const END: usize = TAIL / 4;

/// The walk, with what it has found.
pub(super) struct Walk<'r> {
    pub(super) bytes: Bytes<'r>,
    pub(super) at: usize,
    pub(super) arena: Arena,
    pub(super) document: Document,
    pub(super) open: Open,
    /// Objects by the offset of their header.
    pub(super) places: HashMap<usize, u32>,
    /// Where the tables with their trailers are, and trailers that stand alone.
    pub(super) tables: Vec<Range<usize>>,
    /// What may still be unpacked (bytes).
    pub(super) left: usize,
    /// How many rows and packed objects there may still be.
    pub(super) rows: usize,
    /// Streams whose length is an object of its own, by that object's number.
    pub(super) lengths: BTreeMap<u32, Vec<u32>>,
    /// The numbers of the objects in an object stream, by its index.
    pub(super) packed: HashMap<u32, Vec<u32>>,
    /// The rows of hybrid files' streams by their offset.
    pub(super) hidden: HashMap<usize, Vec<(u32, Row)>>,
    /// The highest number in use.
    pub(super) highest: u32,
    /// The page tree of the newest revision.
    pub(super) page_tree: PageTree,
    /// What a linearization dictionary says.
    pub(super) linearized: Option<Linearized>,
    /// The generation by which each number is referred to.
    pub(super) referred: HashMap<u32, u16>,
    /// The values before this node were looked at for references.
    pub(super) walked: u32,
    is_stopped: bool,
}

/// The revision that is not closed yet.
#[derive(Default)]
pub(super) struct Open {
    pub(super) start: usize,
    /// The index of its first object.
    pub(super) first: usize,
    pub(super) sections: Vec<Section>,
    pub(super) start_xref: Option<usize>,
    /// Where the word `startxref` is.
    start_word: usize,
    /// Streams of unknown length: what ends at `endstream`, and the object that says how much of it is data.
    pub(super) pending: Vec<(u32, ObjectId, Range<usize>)>,
    /// Whether this end marker was the first one of two.
    pub(super) parts: Parts,
}

/// How many end markers close a revision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Parts {
    /// One, as in all updates.
    #[default]
    One,
    /// A linearized file has a second cross-reference at its end (ISO 32000-2 Annex F).
    Linearized,
    /// A hybrid file as Microsoft Word writes it: a table, and behind it a second, empty one whose trailer leads to the
    /// stream (§7.5.8.4). Here is how many objects there were before it.
    Hybrid(usize),
}

/// What stands behind white space and comments.
enum Part {
    End,
    EndMarker,
    Word(u8),
}

/// Reads a whole file.
pub(super) fn read(reader: &Reader<'_>) -> Document {
    let length = reader.len();
    let mut walk = Walk {
        bytes: Bytes::new(reader),
        at: 0,
        arena: Arena::default(),
        document: Document::default(),
        open: Open::default(),
        places: HashMap::new(),
        tables: Vec::new(),
        left: length.saturating_mul(16).saturating_add(MAX_UNPACKED),
        rows: length.saturating_add(MAX_ROWS),
        lengths: BTreeMap::new(),
        packed: HashMap::new(),
        hidden: HashMap::new(),
        highest: 0,
        page_tree: PageTree::default(),
        linearized: None,
        referred: HashMap::new(),
        walked: 0,
        is_stopped: false,
    };
    walk.run();
    if walk.document.faults.is_empty() {
        walk.find_embedded();
    }
    Document { arena: walk.arena, ..walk.document }
}

impl Walk<'_> {
    /// Notes a fault; whether the walk goes on.
    pub(super) fn fault(&mut self, kind: SyntaxFault, offset: usize, object: Option<u32>) {
        let revision = self.document.revisions.len();
        self.document.faults.push(Fault { kind, offset, object, revision });
        self.is_stopped |= self.document.faults.len() >= MAX_FAULTS;
    }

    fn stop(&mut self, (kind, offset): (SyntaxFault, usize)) {
        self.fault(kind, offset, None);
        self.is_stopped = true;
    }

    fn run(&mut self) {
        if let Err(fault) = self.header() {
            self.stop(fault);
        }
        while !self.is_stopped {
            if self.bytes.reader.stop().is_set() {
                self.stop((SyntaxFault::TooLarge, self.at));
                return;
            }
            let step = match self.part() {
                Ok(Part::End) => {
                    self.finish();
                    return;
                }
                Ok(Part::EndMarker) => self.end_marker(),
                Ok(Part::Word(_)) if self.open.start_xref.is_some() => Err((SyntaxFault::EndMarker, self.at)),
                Ok(Part::Word(b'0'..=b'9')) => self.object(),
                Ok(Part::Word(b'x')) => self.table(),
                Ok(Part::Word(b's')) => self.start_xref(),
                Ok(Part::Word(b't')) => self.stray_trailer(),
                Ok(Part::Word(_)) => Err((SyntaxFault::StrayBytes, self.at)),
                Err(fault) => Err(fault),
            };
            if let Err(fault) = step {
                self.stop(fault);
            }
        }
    }

    /// What is to be said where the file ends.
    fn finish(&mut self) {
        match self.document.revisions.last() {
            Some(last) if last.next >= self.bytes.len() => {
                if self.bytes.len() - last.marker_end > TAIL / 2 {
                    let revision = self.document.revisions.len() - 1;
                    let offset = last.marker_end;
                    self.document.faults.push(Fault { kind: SyntaxFault::EndTooFar, offset, object: None, revision });
                }
            }
            Some(last) => self.fault(SyntaxFault::Unfinished, last.next, None),
            None => self.fault(SyntaxFault::Unfinished, 0, None),
        }
    }

    /// `%PDF-1.7` and a line end at the very start.
    fn header(&mut self) -> Result<(), (SyntaxFault, usize)> {
        let header = self.bytes.parse(0, |lexer| {
            let Some(line) = lexer.bytes.get(..8) else {
                return Err(if lexer.is_last { lexer.fault(SyntaxFault::Header) } else { Stop::Incomplete });
            };
            let is_version =
                matches!(line, b"%PDF-2.0") || (line.starts_with(b"%PDF-1.") && matches!(line[7], b'0'..=b'7'));
            lexer.at = 8;
            while matches!(lexer.peek(), Some(b' ' | b'\t')) {
                lexer.at += 1;
            }
            if !is_version || !lexer.line_end()? {
                return Err(Stop::Fault(SyntaxFault::Header, 0));
            }
            Ok(())
        });
        self.at = header?.1;
        Ok(())
    }

    /// Skips white space and comments up to the next part.
    fn part(&mut self) -> Result<Part, (SyntaxFault, usize)> {
        loop {
            self.at = self.bytes.parse(self.at, skip_space)?.1;
            let Some(byte) = self.bytes.byte(self.at) else { return Ok(Part::End) };
            if byte != b'%' {
                return Ok(Part::Word(byte));
            }
            let start = self.at;
            let ((is_marker, is_header, is_clean), end) = self.bytes.parse(start, |lexer| {
                while !matches!(lexer.peek(), None | Some(b'\r' | b'\n')) {
                    lexer.at += 1;
                }
                if lexer.peek().is_none() && !lexer.is_last {
                    return Err(Stop::Incomplete);
                }
                let line = &lexer.bytes[..lexer.at];
                let marker = line.strip_prefix(b"%%EOF");
                Ok((marker.is_some(), line.starts_with(b"%PDF-"), marker.is_none_or(section::is_blank)))
            })?;
            if is_marker {
                let is_line = start > 0 && matches!(self.bytes.byte(start - 1), Some(b'\r' | b'\n'));
                return if is_line && is_clean { Ok(Part::EndMarker) } else { Err((SyntaxFault::EndMarker, start)) };
            }
            if is_header {
                return Err((SyntaxFault::SecondHeader, start));
            }
            self.at = end;
        }
    }

    /// An indirect object with its stream.
    fn object(&mut self) -> Result<(), (SyntaxFault, usize)> {
        let start = self.at;
        let arena = &mut self.arena;
        let mark = arena.mark();
        let ((id, value, is_stream), end) = self.bytes.parse(start, |lexer| {
            arena.rewind(mark);
            let id = object_header(lexer)?;
            lexer.skip_space_and_comments()?;
            let value_start = lexer.at;
            if lexer.word(b"endobj")? {
                return Err(Stop::Fault(SyntaxFault::ObjectValue, value_start));
            }
            let value = arena.parse(lexer)?;
            let content = arena.value(value).content();
            if matches!(content, Content::Reference(_)) {
                return Err(Stop::Fault(SyntaxFault::ObjectValue, value_start));
            }
            lexer.skip_space()?;
            if lexer.word(b"endobj")? {
                return Ok((id, value, false));
            }
            let keyword = lexer.at;
            if content != Content::Dictionary || !lexer.word(b"stream")? {
                return Err(Stop::Fault(SyntaxFault::ObjectEnd, keyword));
            }
            // A single CR could belong to the data.
            if lexer.peek() == Some(b'\r') {
                lexer.at += 1;
            }
            match lexer.peek() {
                Some(b'\n') => lexer.at += 1,
                None if !lexer.is_last => return Err(Stop::Incomplete),
                _ => return Err(Stop::Fault(SyntaxFault::StreamStart, keyword)),
            }
            Ok((id, value, true))
        })?;
        self.at = end;
        let index = u32::try_from(self.document.objects.len()).map_err(|_| (SyntaxFault::TooMany, start))?;
        let data = if is_stream { Some(self.stream(index, value)?) } else { None };
        let object = Object { id, offset: start, data: data.clone(), value };
        self.note_linearized(&object);
        self.places.insert(start, index);
        self.document.objects.push(object);
        if let Some(data) =
            data.filter(|_| self.arena.value(value).get(b"Type").is_some_and(|kind| kind.is_name(b"XRef")))
        {
            self.xref_stream(start, value, data);
        }
        Ok(())
    }

    /// The data of a stream that starts here; goes on behind `endobj`.
    fn stream(&mut self, index: u32, dictionary: u32) -> Result<Range<usize>, (SyntaxFault, usize)> {
        let start = self.at;
        let length = self.arena.value(dictionary).get(b"Length").map(Value::content);
        let data = match length {
            Some(Content::Integer(length)) => {
                let length = usize::try_from(length).map_err(|_| (SyntaxFault::Length, start))?;
                start..start.saturating_add(length)
            }
            Some(Content::Reference(id)) => {
                // Where it is said is not known yet; the first end that there is must be the right one.
                let mut from = start;
                let end = loop {
                    let end = self.bytes.find(b"endstream", from).ok_or((SyntaxFault::Unclosed, start))?;
                    if self.bytes.parse(end, stream_end).is_ok() {
                        break end;
                    }
                    from = end + 1;
                };
                self.open.pending.push((index, id, start..end));
                start..end
            }
            _ => return Err((SyntaxFault::Length, start)),
        };
        if data.end > self.bytes.len() {
            return Err((SyntaxFault::LengthWrong, start));
        }
        let end = self.bytes.parse(data.end, stream_end).map_err(|(_, _)| (SyntaxFault::LengthWrong, data.end))?;
        self.at = end.1;
        Ok(data)
    }

    fn note_linearized(&mut self, object: &Object) {
        let value = self.arena.value(object.value);
        if self.document.objects.is_empty() && value.get(b"Linearized").is_some() {
            let linearized = Linearized::of(value);
            self.linearized = Some(linearized);
            if linearized.length.is_none() {
                self.fault(SyntaxFault::Linearized, object.offset, Some(object.id.number));
            }
        }
    }

    fn table(&mut self) -> Result<(), (SyntaxFault, usize)> {
        let offset = self.at;
        let (arena, most) = (&mut self.arena, self.rows);
        let mark = arena.mark();
        let ((Rows { rows, extent }, trailer), end) = self.bytes.parse(offset, |lexer| {
            arena.rewind(mark);
            section::table(lexer, arena, most)
        })?;
        self.at = end;
        self.tables.push(offset..end);
        self.rows -= rows.len();
        self.open.sections.push(Section { offset, is_table: true, rows, extent, trailer });
        Ok(())
    }

    fn xref_stream(&mut self, offset: usize, dictionary: u32, data: Range<usize>) {
        let entries = self.arena.value(dictionary);
        if entries.get(b"Length").and_then(Value::integer).is_none() {
            return self.fault(SyntaxFault::XrefStreamEntries, offset, None);
        }
        let rows = match self.bytes.reader.range(data.start, data.end) {
            Some(data) => section::stream(entries, &data, &mut self.left, self.rows),
            None => Err(SyntaxFault::XrefStreamData),
        };
        match rows {
            Ok(Rows { rows, extent }) => {
                self.rows -= rows.len();
                self.open.sections.push(Section { offset, is_table: false, rows, extent, trailer: dictionary });
            }
            Err(fault) => self.fault(fault, offset, None),
        }
    }

    /// A trailer behind the cross-reference stream that closes a linearized file, with the identifier alone: PDF/A wants it
    /// there, and readers have no use for it.
    fn stray_trailer(&mut self) -> Result<(), (SyntaxFault, usize)> {
        let start = self.at;
        let is_place =
            self.open.parts == Parts::Linearized && self.open.sections.get(1).is_some_and(|last| !last.is_table);
        let arena = &mut self.arena;
        let mark = arena.mark();
        let (is_trailer, end) = self.bytes.parse(start, |lexer| {
            arena.rewind(mark);
            let is_trailer = lexer.word(b"trailer")?;
            if is_trailer {
                lexer.skip_space()?;
                let trailer = arena.parse(lexer)?;
                let mut entries = arena.value(trailer).entries();
                if !entries.all(|(key, _)| matches!(key, b"Size" | b"ID")) {
                    return Err(Stop::Fault(SyntaxFault::StrayBytes, 0));
                }
            }
            Ok(is_trailer)
        })?;
        self.at = end;
        self.tables.push(start..end);
        if is_trailer && is_place { Ok(()) } else { Err((SyntaxFault::StrayBytes, start)) }
    }

    fn start_xref(&mut self) -> Result<(), (SyntaxFault, usize)> {
        let (offset, end) = self.bytes.parse(self.at, |lexer| {
            if !lexer.word(b"startxref")? {
                return Err(lexer.fault(SyntaxFault::StrayBytes));
            }
            if lexer.skip_space()? == 0 {
                return Err(lexer.fault(SyntaxFault::StartXref));
            }
            lexer.unsigned(SyntaxFault::StartXref)
        })?;
        self.open.start_word = self.at;
        self.open.start_xref = Some(usize::try_from(offset).unwrap_or(usize::MAX));
        self.at = end;
        Ok(())
    }

    /// Closes a revision.
    fn end_marker(&mut self) -> Result<(), (SyntaxFault, usize)> {
        let marker_end = self.at + b"%%EOF".len();
        let Some(start_xref) = self.open.start_xref else { return Err((SyntaxFault::EndMarker, self.at)) };
        if marker_end - self.open.start_word > END {
            return Err((SyntaxFault::EndTooFar, self.open.start_word));
        }
        if self.document.revisions.len() == MAX_REVISIONS {
            return Err((SyntaxFault::TooManyRevisions, self.at));
        }
        self.at = self.bytes.parse(marker_end, skip_space)?.1;
        self.settle(start_xref, marker_end, self.at);
        Ok(())
    }

    /// Where an object or cross-reference is that an offset means: every reader skips white space before it.
    pub(super) fn behind_space(&mut self, offset: usize) -> usize {
        match self.bytes.parse(offset, skip_space) {
            Ok((blank, at)) if blank <= MAX_BLANK => at,
            _ => offset,
        }
    }
}

/// `n g obj`, white space alone between.
fn object_header(lexer: &mut Lexer<'_>) -> Result<ObjectId, Stop> {
    let wrong = SyntaxFault::ObjectHeader;
    let number = lexer.unsigned(wrong)?;
    let first = lexer.skip_space()?;
    let generation = lexer.unsigned(wrong)?;
    let second = lexer.skip_space()?;
    let number = u32::try_from(number).ok().filter(|number| (1..=MAX_NUMBER).contains(number));
    let generation = u16::try_from(generation).ok();
    match (number, generation) {
        (Some(number), Some(generation)) if first > 0 && second > 0 && lexer.word(b"obj")? => {
            Ok(ObjectId::new(number, generation))
        }
        _ => Err(lexer.fault(wrong)),
    }
}

/// `endstream` and `endobj` behind the data, which a line end may close; some writers close it twice.
fn stream_end(lexer: &mut Lexer<'_>) -> Result<(), Stop> {
    let is_near = lexer.skip_space()? <= MAX_BLANK;
    let is_end = is_near && lexer.word(b"endstream")? && lexer.skip_space()? > 0 && lexer.word(b"endobj")?;
    if is_end { Ok(()) } else { Err(lexer.fault(SyntaxFault::LengthWrong)) }
}

/// Skips white space; how much it was.
fn skip_space(lexer: &mut Lexer<'_>) -> Result<usize, Stop> {
    lexer.skip_space()
}
