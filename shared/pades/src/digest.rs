//! Digests of what signatures cover. All of them together take one pass over the file: each covers a prefix of it but
//! for a gap, so a running digest is copied where a gap begins and goes on behind it.

use std::collections::BTreeMap;

use crate::key::{Hash, Hasher};
use crate::pdf::reader::Reader;

/// Start and length of a signature's two parts, as in `/ByteRange`.
type Range = [usize; 4];

/// The digests of several byte ranges.
pub(crate) struct Digests<'r> {
    reader: &'r Reader<'r>,
    wanted: BTreeMap<(Hash, Range), Option<Vec<u8>>>,
}

impl<'r> Digests<'r> {
    pub(crate) fn new(reader: &'r Reader<'r>) -> Self {
        Self { reader, wanted: BTreeMap::new() }
    }

    /// Has the digest of a range computed, if it is in the file.
    pub(crate) fn want(&mut self, hash: Hash, range: Range) {
        if is_within(self.reader, range) {
            self.wanted.insert((hash, range), None);
        }
    }

    /// Computes all that is wanted.
    pub(crate) fn compute(&mut self) {
        let mut running: Option<(Hash, usize, Hasher)> = None;
        // The keys are in order of hash function, then of start and length of the first part.
        for ((hash, range), digest) in &mut self.wanted {
            let [start, length, second, rest] = *range;
            let (mut hasher, mut at) = match running.take() {
                Some((of, at, hasher)) if of == *hash && start == 0 && at <= length => (hasher, at),
                _ => (hash.hasher(), start),
            };
            // A part that cannot be read is a failure of the store, which the reader keeps for its owner.
            let first = self.reader.hash(&mut hasher, at, start + length);
            at = start + length;
            if start == 0 {
                running = Some((*hash, at, hasher.clone()));
            }
            let second = self.reader.hash(&mut hasher, second, second + rest);
            *digest = first.and(second).map(|()| hasher.finish());
        }
    }

    /// The digest of a range, if it was wanted and is in the file.
    pub(crate) fn of(&self, hash: Hash, range: Range) -> Option<Vec<u8>> {
        self.wanted.get(&(hash, range))?.clone()
    }
}

/// Whether both parts are in the file.
pub(crate) fn is_within(reader: &Reader<'_>, [start, length, second, rest]: Range) -> bool {
    let ends = |start: usize, length: usize| start.checked_add(length).is_some_and(|end| end <= reader.len());
    ends(start, length) && ends(second, rest)
}
