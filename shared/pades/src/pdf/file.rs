//! A PDF file whose objects are found when asked for.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use super::ObjectId;
use super::filter;
use super::scan;
use super::value::{Dictionary, Value};
use super::xref::{self, Damage, Location, Xref};

/// An unpacked stream larger than this (bytes) is treated as unreadable.
const LARGEST_STREAM: usize = 256 << 20;
/// All streams of a file together may unpack to this much (bytes): small files can unpack to anything.
const MOST_UNPACKED: usize = 1 << 30;
/// References to references are followed this often.
const MOST_HOPS: usize = 16;

/// A file with a cross-reference that can be followed.
pub(crate) struct PdfFile<'a> {
    bytes: &'a [u8],
    xref: Xref<'a>,
    object_streams: BTreeMap<u32, OnceCell<Option<ObjectStream>>>,
    /// What is left of [`MOST_UNPACKED`].
    budget: Cell<usize>,
}

/// An indirect object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Indirect<'f> {
    pub(crate) id: ObjectId,
    pub(crate) value: Value<'f>,
    /// The value's first byte in the file; `None` for an object in an object stream.
    pub(crate) offset: Option<usize>,
}

struct ObjectStream {
    data: Vec<u8>,
    /// Object number and offset in `data`, in order.
    index: Vec<(u32, usize)>,
}

impl<'a> PdfFile<'a> {
    /// Opens a file that starts with its header. Reads the cross-reference, no objects.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Damage> {
        if !bytes.starts_with(b"%PDF-") {
            return Err(Damage::JunkBeforeHeader);
        }
        let xref = xref::read(bytes)?;
        let object_streams = xref
            .entries
            .values()
            .filter_map(|location| match location {
                Location::InStream { stream, .. } => Some((*stream, OnceCell::new())),
                Location::Free | Location::InFile { .. } => None,
            })
            .collect();
        Ok(Self { bytes, xref, object_streams, budget: Cell::new(MOST_UNPACKED) })
    }

    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    pub(crate) fn xref(&self) -> &Xref<'a> {
        &self.xref
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.xref.trailer.get(b"Encrypt").is_some()
    }

    /// The object with this id, if it is where the cross-reference says.
    pub(crate) fn object(&self, id: ObjectId) -> Option<Indirect<'_>> {
        match *self.xref.entries.get(&id.number)? {
            Location::Free => None,
            Location::InFile { offset, generation } => {
                let object = indirect_at(self.bytes, offset)?;
                (generation == id.generation && object.id == id).then_some(object)
            }
            Location::InStream { stream, index } => {
                let stream = self.object_stream(stream)?;
                let entry = stream.index.get(index).filter(|entry| entry.0 == id.number);
                let &(_, at) = entry.or_else(|| stream.index.iter().find(|entry| entry.0 == id.number))?;
                Some(Indirect { id, value: Value::parse(&stream.data, at)?, offset: None })
            }
        }
    }

    /// `value`, or what it refers to. A dangling reference is the null object (ISO 32000-2 §7.3.10).
    pub(crate) fn resolve<'f>(&'f self, value: Value<'f>) -> Option<Value<'f>> {
        let mut value = value;
        for _ in 0..MOST_HOPS {
            match value.reference() {
                Some(id) => value = self.object(id)?.value,
                None => return Some(value).filter(|value| !value.is_null()),
            }
        }
        None
    }

    /// The entry `key` of `dictionary`, reference followed.
    pub(crate) fn entry<'f>(&'f self, dictionary: Dictionary<'f>, key: &[u8]) -> Option<Value<'f>> {
        self.resolve(dictionary.get(key)?)
    }

    /// The document catalog.
    pub(crate) fn catalog(&self) -> Option<(ObjectId, Dictionary<'_>)> {
        let id = self.xref.root()?;
        Some((id, self.object(id)?.value.dictionary()?))
    }

    /// The decoded data of a stream object.
    pub(crate) fn stream(&self, id: ObjectId) -> Option<Vec<u8>> {
        let object = self.object(id)?;
        let dictionary = object.value.dictionary()?;
        let length = self.entry(dictionary, b"Length").and_then(Value::integer);
        let data = object.stream_data(self.bytes, length)?;
        self.decode(dictionary, data, |value| self.resolve(value).unwrap_or(value))
    }

    /// The first object that is not where the cross-reference says.
    pub(crate) fn misplaced(&self) -> impl Iterator<Item = u32> {
        self.xref.entries.iter().filter_map(|(&number, location)| match *location {
            Location::InFile { offset, generation } => {
                let found = header_at(self.bytes, offset).map(|(id, _)| id);
                (found != Some(ObjectId::new(number, generation))).then_some(number)
            }
            Location::Free | Location::InStream { .. } => None,
        })
    }

    /// Whether every object stream can be unpacked within the limits.
    pub(crate) fn object_streams_fit(&self) -> bool {
        self.object_streams.keys().all(|&number| self.object_stream(number).is_some() || self.budget.get() > 0)
    }

    fn decode<'f>(
        &'f self,
        dictionary: Dictionary<'f>,
        data: &[u8],
        resolve: impl Fn(Value<'f>) -> Value<'f>,
    ) -> Option<Vec<u8>> {
        let most = self.budget.get().min(LARGEST_STREAM);
        let decoded = filter::decode(dictionary, data, most, resolve);
        // What cannot be decoded has cost as much as it may have.
        let cost = decoded.as_ref().map_or(data.len().saturating_mul(8).min(most), Vec::len);
        self.budget.set(self.budget.get().saturating_sub(cost));
        decoded
    }

    fn object_stream(&self, number: u32) -> Option<&ObjectStream> {
        let cell = self.object_streams.get(&number)?;
        cell.get_or_init(|| self.read_object_stream(number)).as_ref()
    }

    fn read_object_stream(&self, number: u32) -> Option<ObjectStream> {
        // The stream itself cannot be in a stream (§7.5.7), which also ends any recursion.
        let Location::InFile { offset, .. } = *self.xref.entries.get(&number)? else { return None };
        let object = indirect_at(self.bytes, offset)?;
        let dictionary = object.value.dictionary()?;
        let length = match dictionary.get(b"Length")?.reference() {
            None => dictionary.get(b"Length")?.integer(),
            Some(id) => match *self.xref.entries.get(&id.number)? {
                Location::InFile { offset, .. } => indirect_at(self.bytes, offset)?.value.integer(),
                Location::Free | Location::InStream { .. } => None,
            },
        };
        let data = object.stream_data(self.bytes, length)?;
        let data = self.decode(dictionary, data, |value| value)?;
        let count: usize = dictionary.get(b"N")?.integer()?.try_into().ok()?;
        let first: usize = dictionary.get(b"First")?.integer()?.try_into().ok()?;
        let mut index = Vec::new();
        let mut at = 0;
        for _ in 0..count {
            let Some((number, next)) = scan::unsigned_at(&data, at) else { break };
            let Some((offset, next)) = scan::unsigned_at(&data, next) else { break };
            index.push((number.try_into().ok()?, first.checked_add(offset.try_into().ok()?)?));
            at = next;
        }
        Some(ObjectStream { data, index })
    }
}

impl<'f> Indirect<'f> {
    /// The still encoded stream data after this object's dictionary. `length` is the value of `/Length`; if no
    /// `endstream` follows there, the next `endstream` counts.
    pub(crate) fn stream_data(&self, bytes: &'f [u8], length: Option<i64>) -> Option<&'f [u8]> {
        let mut start = scan::word_at(bytes, self.offset? + self.value.raw().len(), b"stream")?;
        if bytes.get(start) == Some(&b'\r') {
            start += 1;
        }
        if bytes.get(start) == Some(&b'\n') {
            start += 1;
        }
        let end = length.and_then(|length| start.checked_add(length.try_into().ok()?));
        match end {
            Some(end) if end <= bytes.len() && scan::word_at(bytes, end, b"endstream").is_some() => {
                Some(&bytes[start..end])
            }
            _ => Some(&bytes[start..start + scan::find(bytes.get(start..)?, b"endstream")?]),
        }
    }
}

/// The indirect object `n g obj …` at `offset`.
pub(crate) fn indirect_at(bytes: &[u8], offset: usize) -> Option<Indirect<'_>> {
    let (id, at) = header_at(bytes, offset)?;
    let (start, _) = scan::object(bytes, at)?;
    Some(Indirect { id, value: Value::parse(bytes, start)?, offset: Some(start) })
}

/// The id in `n g obj` at `offset`, and the position after it.
fn header_at(bytes: &[u8], offset: usize) -> Option<(ObjectId, usize)> {
    let (number, at) = scan::unsigned_at(bytes, offset)?;
    let (generation, at) = scan::unsigned_at(bytes, at)?;
    let at = scan::word_at(bytes, at, b"obj")?;
    Some((ObjectId::new(number.try_into().ok()?, generation.try_into().ok()?), at))
}
