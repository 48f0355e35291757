//! Reading ranges of a [`Source`]: what was read once and parsed is kept, so that values can be borrowed from it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io;

use elsa::map::FrozenBTreeMap;
use elsa::vec::FrozenVec;

use super::table::{Damage, Section};
use crate::key::Hasher;
use crate::source::Source;
use crate::stop::Stop;

/// How much is read at first where an object starts (bytes).
const FIRST_WINDOW: usize = 1024;
/// A value may end no nearer than this to the end of a window that is not the end of the file: the next token could
/// change what it is (`12 0` and `R`).
const LOOKAHEAD: usize = 64;
/// How much is read at a time where everything is read (bytes): no more than stays near the processor until it is hashed.
const CHUNK: usize = 64 << 10;
/// The same of what lies in memory (bytes): after so many it is asked whether to go on.
const CHUNK_IN_MEMORY: usize = 1 << 20;
/// All streams of a file together may unpack to this much (bytes) and 32 times the file's length: small files can
/// unpack to anything.
const MAX_UNPACKED: usize = 256 << 20;
/// Unpacked streams may take this much memory at a time (bytes) and 6 times the file's length.
const MAX_HELD: usize = 32 << 20;

/// A source with what has been read of it.
pub(crate) struct Reader<'s> {
    source: Box<dyn Source + 's>,
    length: usize,
    /// Objects by offset, of sources that do not lie in memory.
    objects: FrozenBTreeMap<usize, Box<Kept>>,
    /// Cross-reference sections by offset.
    pub(super) sections: FrozenBTreeMap<usize, Box<Result<Section, Damage>>>,
    /// Sections that were made up for a file without.
    made: FrozenVec<Box<Section>>,
    /// Object streams by offset.
    pub(super) object_streams: FrozenBTreeMap<usize, Box<Option<ObjectStream>>>,
    /// What is left to be unpacked, of [`MAX_UNPACKED`].
    pub(super) budget: Cell<usize>,
    /// What unpacked streams may still take, of [`MAX_HELD`].
    pub(super) room: Cell<usize>,
    /// Numbers of objects that were asked for and that no section lists.
    unlisted: RefCell<BTreeSet<u32>>,
    failure: RefCell<Option<io::Error>>,
    stop: Stop,
}

/// What a parser found at an offset.
pub(super) struct Kept {
    pub(super) header: (u32, u16),
    pub(super) start: usize,
    pub(super) raw: Box<[u8]>,
}

/// An unpacked object stream (ISO 32000-2 §7.5.7).
pub(super) struct ObjectStream {
    pub(super) data: Vec<u8>,
    /// Object number and offset in `data`, in order.
    pub(super) index: Vec<(u32, u32)>,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(source: impl Source + 's) -> Self {
        // A source longer than memory can address is read as far as that; no such platform is supported.
        let length = usize::try_from(source.len()).unwrap_or(usize::MAX);
        Self {
            source: Box::new(source),
            length,
            objects: FrozenBTreeMap::new(),
            sections: FrozenBTreeMap::new(),
            made: FrozenVec::new(),
            object_streams: FrozenBTreeMap::new(),
            budget: Cell::new(length.saturating_mul(32).saturating_add(MAX_UNPACKED)),
            room: Cell::new(length.saturating_mul(6).saturating_add(MAX_HELD)),
            unlisted: RefCell::default(),
            failure: RefCell::new(None),
            stop: Stop::default(),
        }
    }

    /// The same, and nothing more is read once this is set.
    pub(crate) fn with_stop(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// See [`Stop`].
    pub(crate) fn stop(&self) -> &Stop {
        &self.stop
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Whether a limit was reached, so that something in the file was not looked at.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.budget.get() == 0 || self.stop.is_set()
    }

    /// The error of the store below, if reading has failed. Parsers see a failed range as missing, so whoever draws a
    /// conclusion asks here first.
    pub(crate) fn failure(&self) -> Option<io::Error> {
        self.failure.borrow_mut().take()
    }

    /// Notes that something refers to an object that no section lists.
    pub(super) fn note_unlisted(&self, number: u32) {
        self.unlisted.borrow_mut().insert(number);
    }

    /// Whether something that was read refers to this number, which no section lists.
    pub(super) fn is_unlisted(&self, number: u32) -> bool {
        self.unlisted.borrow().contains(&number)
    }

    /// Everything, if it lies in memory.
    pub(crate) fn in_memory(&self) -> Option<&[u8]> {
        self.source.as_slice()
    }

    /// Fills `buffer` from `offset` on; `None` if the file ends before.
    pub(crate) fn fill(&self, offset: usize, buffer: &mut [u8]) -> Option<()> {
        if offset.checked_add(buffer.len())? > self.length || self.stop.is_set() {
            return None;
        }
        match self.source.read_at(offset as u64, buffer) {
            Ok(()) => Some(()),
            Err(error) => {
                self.failure.borrow_mut().get_or_insert(error);
                None
            }
        }
    }

    /// At most `most` bytes from `start` on, read anew and not kept.
    pub(crate) fn copy(&self, start: usize, most: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; start.saturating_add(most).min(self.length).checked_sub(start)?];
        self.fill(start, &mut bytes)?;
        Some(bytes)
    }

    /// The bytes of a range within the file, copied unless they lie in memory.
    pub(crate) fn range(&self, start: usize, end: usize) -> Option<std::borrow::Cow<'_, [u8]>> {
        if self.stop.is_set() {
            return None;
        }
        match self.in_memory() {
            Some(bytes) => bytes.get(start..end).map(Into::into),
            None => {
                self.copy(start, end.checked_sub(start)?).filter(|bytes| bytes.len() == end - start).map(Into::into)
            }
        }
    }

    /// The whole file.
    pub(crate) fn everything(&self) -> Option<std::borrow::Cow<'_, [u8]>> {
        match self.in_memory() {
            Some(bytes) => Some(bytes.into()),
            None => self.copy(0, self.length).map(Into::into),
        }
    }

    /// Parses what starts at `offset`: `parse` gets bytes from there on, more each time until what it finds ends well
    /// within them, and returns its result with the position where that ends.
    pub(crate) fn parse<T>(&self, offset: usize, parse: impl Fn(&[u8]) -> Option<(T, usize)>) -> Option<T> {
        if self.stop.is_set() {
            return None;
        }
        if let Some(bytes) = self.in_memory() {
            return parse(bytes.get(offset..)?).map(|(found, _)| found);
        }
        let mut window = FIRST_WINDOW;
        loop {
            let bytes = self.copy(offset, window)?;
            let is_last = offset + bytes.len() == self.length;
            match parse(&bytes) {
                Some((found, end)) if is_last || end + LOOKAHEAD <= bytes.len() => return Some(found),
                _ if is_last => return None,
                _ => window = window.saturating_mul(8),
            }
        }
    }

    /// Keeps a section that stands nowhere in the file.
    pub(super) fn keep(&self, section: Section) -> &Section {
        self.made.push_get(Box::new(section))
    }

    /// What was parsed at `offset` before, or else what `parse` gives.
    pub(super) fn kept(&self, offset: usize, parse: impl FnOnce() -> Option<Kept>) -> Option<&Kept> {
        match self.objects.get(&offset) {
            Some(kept) => Some(kept),
            None => Some(self.objects.insert(offset, Box::new(parse()?))),
        }
    }

    /// Feeds the bytes of `start..end` to `hasher`; `None` if they are not all in the file.
    pub(crate) fn hash(&self, hasher: &mut Hasher, start: usize, end: usize) -> Option<()> {
        if let Some(bytes) = self.in_memory() {
            for chunk in bytes.get(start..end)?.chunks(CHUNK_IN_MEMORY) {
                if self.stop.is_set() {
                    return None;
                }
                hasher.update(chunk);
            }
            return Some(());
        }
        let mut buffer = vec![0; CHUNK.min(end.checked_sub(start)?)];
        let mut at = start;
        while at < end {
            let chunk = buffer.get_mut(..CHUNK.min(end - at))?;
            self.fill(at, chunk)?;
            hasher.update(chunk);
            at += chunk.len();
        }
        Some(())
    }
}
