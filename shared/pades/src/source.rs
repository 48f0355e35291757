//! Where a file's bytes come from: memory, a disk, ranges of an object in a store. Nothing asks for a file as a whole,
//! so that one need not lie in memory.

use std::io;

/// Bytes that can be read in ranges and do not change meanwhile.
///
/// Slices and vectors are sources, as is whatever refers to one. A file on a disk:
///
/// ```
/// use std::fs::File;
/// use std::io;
/// use std::os::unix::fs::FileExt;
///
/// use pades::Source;
///
/// struct OnDisk {
///     file: File,
///     length: u64,
/// }
///
/// impl Source for OnDisk {
///     fn len(&self) -> u64 {
///         self.length
///     }
///
///     fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
///         self.file.read_exact_at(buffer, offset)
///     }
/// }
/// ```
///
/// A store that is asked by the network (ranges of an object) is one as well; its `read_at` waits for the answer. Ranges are
/// asked for one after the other, from about 1 KB for an object to 64 KB at a time for what is hashed, so that one that
/// answers slowly should keep larger pieces.
pub trait Source {
    /// Length in bytes.
    fn len(&self) -> u64;

    /// Fills `buffer` with the bytes from `offset` on; all of them are within [`Source::len`].
    ///
    /// # Errors
    /// What the store below reports. The operation that asked fails with it; nothing is guessed.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;

    /// Everything, when it lies in memory anyway: spares copies.
    fn as_slice(&self) -> Option<&[u8]> {
        None
    }

    /// Whether there are no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Source for [u8] {
    fn len(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        let range = start.checked_add(buffer.len()).and_then(|end| self.get(start..end));
        buffer.copy_from_slice(range.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn as_slice(&self) -> Option<&[u8]> {
        Some(self)
    }
}

impl Source for Vec<u8> {
    fn len(&self) -> u64 {
        self.as_slice().len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        Source::read_at(self.as_slice(), offset, buffer)
    }

    fn as_slice(&self) -> Option<&[u8]> {
        Some(self)
    }
}

impl<S: Source + ?Sized> Source for &S {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        (**self).read_at(offset, buffer)
    }

    fn as_slice(&self) -> Option<&[u8]> {
        (**self).as_slice()
    }
}

impl<S: Source + ?Sized> Source for Box<S> {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        (**self).read_at(offset, buffer)
    }

    fn as_slice(&self) -> Option<&[u8]> {
        (**self).as_slice()
    }
}

impl<S: Source + ?Sized> Source for std::sync::Arc<S> {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        (**self).read_at(offset, buffer)
    }

    fn as_slice(&self) -> Option<&[u8]> {
        (**self).as_slice()
    }
}

/// A revision to write: the first [`kept`](Revision::kept) bytes of the source, then [`bytes`](Revision::bytes).
///
/// What is signed is only ever appended to, so a revision is small however large its source is. Only a damaged source
/// that had to be rebuilt is not kept at all.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Revision {
    kept: u64,
    #[serde(with = "hex")]
    bytes: Vec<u8>,
}

impl Revision {
    pub(crate) fn new(kept: usize, bytes: Vec<u8>) -> Self {
        Self { kept: kept as u64, bytes }
    }

    /// How many bytes of the source stay in front.
    #[must_use]
    pub fn kept(&self) -> u64 {
        self.kept
    }

    /// What follows them.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The whole new file's length in bytes.
    #[must_use]
    pub fn file_length(&self) -> u64 {
        self.kept + self.bytes.len() as u64
    }

    /// This revision and the next, which was made for the file with this one, as one.
    #[must_use]
    pub fn followed_by(&self, next: &Self) -> Self {
        if next.kept < self.kept {
            return next.clone();
        }
        let own = usize::try_from(next.kept - self.kept).unwrap_or(usize::MAX).min(self.bytes.len());
        Self { kept: self.kept, bytes: [&self.bytes[..own], &next.bytes].concat() }
    }

    /// The whole new file in memory; `source` is the one that this revision was made for.
    #[must_use]
    pub fn apply(&self, source: &[u8]) -> Vec<u8> {
        let kept = usize::try_from(self.kept).unwrap_or(usize::MAX).min(source.len());
        [&source[..kept], &self.bytes].concat()
    }

    /// The whole new file as a source, nothing copied.
    #[must_use]
    pub fn over<'s>(&'s self, source: &'s dyn Source) -> Revised<'s> {
        Revised { source, revision: self }
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }
}

/// A source with a revision on top, as if it were written.
#[derive(Clone, Copy)]
pub struct Revised<'s> {
    source: &'s dyn Source,
    revision: &'s Revision,
}

impl Source for Revised<'_> {
    fn len(&self) -> u64 {
        self.revision.file_length()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let below = self.revision.kept.saturating_sub(offset).min(buffer.len() as u64);
        let (below, above) = buffer.split_at_mut(usize::try_from(below).unwrap_or(usize::MAX));
        if !below.is_empty() {
            self.source.read_at(offset, below)?;
        }
        if above.is_empty() {
            return Ok(());
        }
        Source::read_at(self.revision.bytes.as_slice(), offset.saturating_sub(self.revision.kept), above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_across_the_seam() {
        let source = b"0123456789".to_vec();
        let revision = Revision::new(4, b"abcdef".to_vec());
        let revised = revision.over(&source);
        assert_eq!(revised.len(), 10);
        for start in 0..10 {
            for end in start..=10 {
                let mut buffer = vec![0; end - start];
                revised.read_at(start as u64, &mut buffer).unwrap();
                assert_eq!(buffer, b"0123abcdef"[start..end]);
            }
        }
        assert!(revised.read_at(9, &mut [0; 2]).is_err());
        assert_eq!(revision.apply(&source), b"0123abcdef");
    }
}
