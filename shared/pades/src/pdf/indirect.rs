//! One indirect object as it stands in the file.

use std::borrow::Cow;

use super::ObjectId;
use super::reader::{Kept, Reader};
use super::scan;
use super::value::Value;

/// `n g obj` with white space and comments before and between is no longer than this.
pub(super) const MAX_HEADER: usize = 128;

/// An indirect object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Indirect<'f> {
    pub(crate) id: ObjectId,
    pub(crate) value: Value<'f>,
    /// The value's first byte in the file; `None` for an object in an object stream.
    pub(crate) offset: Option<usize>,
}

impl<'f> Indirect<'f> {
    /// Whether this is a stream: its dictionary is followed by `stream`.
    pub(crate) fn is_stream(&self, reader: &Reader<'_>) -> bool {
        let head = self.offset.and_then(|at| reader.copy(at.checked_add(self.value.raw().len())?, MAX_HEADER));
        head.is_some_and(|head| scan::word_at(&head, 0, b"stream").is_some())
    }

    /// The still encoded stream data after this object's dictionary. `length` is the value of `/Length`; if no
    /// `endstream` follows there, the next `endstream` counts.
    pub(crate) fn stream_data(&self, reader: &'f Reader<'_>, length: Option<i64>) -> Option<Cow<'f, [u8]>> {
        let after = self.offset?.checked_add(self.value.raw().len())?;
        let head = reader.copy(after, MAX_HEADER)?;
        let mut skip = scan::word_at(&head, 0, b"stream")?;
        if head.get(skip) == Some(&b'\r') {
            skip += 1;
        }
        if head.get(skip) == Some(&b'\n') {
            skip += 1;
        }
        let start = after + skip;
        let declared = length.and_then(|length| start.checked_add(length.try_into().ok()?)).filter(|&end| {
            reader.copy(end, MAX_HEADER).is_some_and(|tail| scan::word_at(&tail, 0, b"endstream").is_some())
        });
        let end = match declared {
            Some(end) => end,
            None => {
                start
                    + reader.parse(start, |bytes| {
                        let end = scan::find(bytes, b"endstream")?;
                        Some((end, end))
                    })?
            }
        };
        reader.range(start, end)
    }
}

/// The indirect object `n g obj …` at `offset`.
pub(crate) fn object_at<'r>(reader: &'r Reader<'_>, offset: usize) -> Option<Indirect<'r>> {
    if let Some(bytes) = reader.in_memory() {
        let rest = bytes.get(offset..)?;
        let (id, at) = header(rest)?;
        let value = Value::parse(rest, at)?;
        let start = value.raw().as_ptr().addr() - rest.as_ptr().addr();
        return Some(Indirect { id, value, offset: Some(offset + start) });
    }
    let kept = reader.kept(offset, || {
        reader.parse(offset, |bytes| {
            let (id, at) = header(bytes)?;
            let (start, end) = scan::object(bytes, at)?;
            let raw = bytes[start..end].into();
            Some((Kept { header: (id.number, id.generation), start: offset + start, raw }, end))
        })
    })?;
    let id = ObjectId::new(kept.header.0, kept.header.1);
    Some(Indirect { id, value: Value::parse(&kept.raw, 0)?, offset: Some(kept.start) })
}

/// The id in `n g obj` at the start of `bytes`, and the position after it.
pub(super) fn header(bytes: &[u8]) -> Option<(ObjectId, usize)> {
    let (number, at) = scan::unsigned_at(bytes, 0)?;
    let (generation, at) = scan::unsigned_at(bytes, at)?;
    let at = scan::word_at(bytes, at, b"obj")?;
    Some((ObjectId::new(number.try_into().ok()?, generation.try_into().ok()?), at))
}
