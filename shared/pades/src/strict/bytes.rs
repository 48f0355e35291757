//! The file's bytes, a window at a time where they do not lie in memory.

use super::fault::SyntaxFault;
use super::lex::{Lexer, Stop};
use crate::pdf::reader::Reader;

/// How much is read at least (bytes).
const CHUNK: usize = 64 << 10;

pub(super) struct Bytes<'r> {
    pub(super) reader: &'r Reader<'r>,
    buffer: Vec<u8>,
    start: usize,
}

impl<'r> Bytes<'r> {
    pub(super) fn new(reader: &'r Reader<'r>) -> Self {
        Self { reader, buffer: Vec::new(), start: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.reader.len()
    }

    /// The bytes from `at` on, at least as many as asked for if there are, and whether nothing follows them. Where the
    /// file cannot be read there are none; whoever reports asks the reader for the failure.
    fn window(&mut self, at: usize, least: usize) -> (&[u8], bool) {
        if let Some(bytes) = self.reader.in_memory() {
            return (bytes.get(at..).unwrap_or_default(), true);
        }
        let length = self.len();
        let wanted = at.saturating_add(least).min(length);
        if at < self.start || self.start + self.buffer.len() < wanted {
            self.buffer = self.reader.copy(at, least.max(CHUNK)).unwrap_or_default();
            self.start = at;
        }
        let bytes = self.buffer.get(at - self.start..).unwrap_or_default();
        let is_last = bytes.is_empty() || at + bytes.len() >= length;
        (bytes, is_last)
    }

    /// Reads from `at` on: what `parse` gives, and where it ends. It is called again with more bytes if they are short.
    pub(super) fn parse<T>(
        &mut self,
        at: usize,
        mut parse: impl FnMut(&mut Lexer<'_>) -> Result<T, Stop>,
    ) -> Result<(T, usize), (SyntaxFault, usize)> {
        let mut least = 4096;
        loop {
            let (bytes, is_last) = self.window(at, least);
            let mut lexer = Lexer { bytes, at: 0, is_last, base: Some(at) };
            match parse(&mut lexer) {
                Ok(found) => return Ok((found, at + lexer.at)),
                Err(Stop::Fault(fault, position)) => return Err((fault, at + position)),
                Err(Stop::Incomplete) if is_last => return Err((SyntaxFault::Unclosed, at)),
                Err(Stop::Incomplete) => least = least.saturating_mul(4),
            }
        }
    }

    /// The byte at `at`.
    pub(super) fn byte(&mut self, at: usize) -> Option<u8> {
        self.window(at, 1).0.first().copied()
    }

    /// The bytes from `at` on, at most `most` of them.
    pub(super) fn copy(&mut self, at: usize, most: usize) -> Vec<u8> {
        let (bytes, _) = self.window(at, most);
        bytes[..bytes.len().min(most)].to_vec()
    }

    /// The first position of `needle` at or after `at`.
    pub(super) fn find(&mut self, needle: &[u8], mut at: usize) -> Option<usize> {
        loop {
            let (bytes, is_last) = self.window(at, CHUNK);
            match memchr::memmem::find(bytes, needle) {
                Some(found) => return Some(at + found),
                None if is_last => return None,
                None => at += bytes.len() + 1 - needle.len(),
            }
        }
    }
}
