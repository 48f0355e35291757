//! A PDF file, or a revision of it, whose objects are found when asked for.

use std::borrow::Cow;

use super::ObjectId;
use super::filter;
use super::indirect::{Indirect, MAX_HEADER, header, object_at};
use super::reader::{ObjectStream, Reader};
use super::scan;
use super::table::{Damage, Location};
use super::value::{Dictionary, Value};
use super::xref::Xref;

/// References to references are followed this often.
const MAX_HOPS: usize = 16;

/// A file with a cross-reference that can be followed.
pub(crate) struct PdfFile<'r> {
    reader: &'r Reader<'r>,
    /// How many bytes of the file belong to this revision. Nothing is read beyond.
    limit: usize,
    xref: Xref<'r>,
}

impl<'r> PdfFile<'r> {
    /// Opens a file that starts with its header. Reads where the cross-reference is, no objects.
    pub(crate) fn open(reader: &'r Reader<'r>) -> Result<Self, Damage> {
        Self::open_revision(reader, reader.len())
    }

    /// Opens the revision that ends after `limit` bytes.
    pub(crate) fn open_revision(reader: &'r Reader<'r>, limit: usize) -> Result<Self, Damage> {
        if reader.copy(0, 5).is_none_or(|head| head != b"%PDF-") {
            return Err(Damage::JunkBeforeHeader);
        }
        Ok(Self { reader, limit, xref: Xref::read(reader, limit)? })
    }

    /// The whole of `reader` with this cross-reference.
    pub(super) fn with(reader: &'r Reader<'r>, xref: Xref<'r>) -> Self {
        Self { reader, limit: reader.len(), xref }
    }

    pub(crate) fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    /// The length of this revision in bytes.
    pub(crate) fn len(&self) -> usize {
        self.limit
    }

    pub(crate) fn xref(&self) -> &Xref<'r> {
        &self.xref
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.xref.trailer().get(b"Encrypt").is_some()
    }

    /// The object with this id, if it is where the cross-reference says.
    pub(crate) fn object(&self, id: ObjectId) -> Option<Indirect<'r>> {
        let location = self.xref.location(id.number);
        if location.is_none() {
            self.reader.note_unlisted(id.number);
        }
        self.located(id, location?)
    }

    fn located(&self, id: ObjectId, location: Location) -> Option<Indirect<'r>> {
        match location {
            Location::Free => None,
            Location::InFile { offset, generation } => {
                let object = self.object_at(offset)?;
                (generation == id.generation && object.id == id).then_some(object)
            }
            Location::InStream { stream, index } => {
                let stream = self.object_stream(stream)?;
                let entry = stream.index.get(index).filter(|entry| entry.0 == id.number);
                let &(_, at) = entry.or_else(|| self.search(stream, id.number))?;
                (id.generation == 0).then_some(())?;
                Some(Indirect { id, value: Value::parse(&stream.data, at as usize)?, offset: None })
            }
        }
    }

    /// An object that is not where the cross-reference says in its stream. All such searches come out of the budget.
    fn search<'s>(&self, stream: &'s ObjectStream, number: u32) -> Option<&'s (u32, u32)> {
        let budget = &self.reader.budget;
        budget.set(budget.get().saturating_sub(stream.index.len()));
        stream.index.iter().find(|entry| budget.get() > 0 && entry.0 == number)
    }

    /// The object at `offset`, all of it in this revision.
    fn object_at(&self, offset: usize) -> Option<Indirect<'r>> {
        let object = object_at(self.reader, offset)?;
        let end = object.offset?.checked_add(object.value.raw().len())?;
        (end <= self.limit).then_some(object)
    }

    /// `value`, or what it refers to. A dangling reference is the null object (ISO 32000-2 §7.3.10).
    pub(crate) fn resolve(&self, value: Value<'r>) -> Option<Value<'r>> {
        let mut value = value;
        for _ in 0..MAX_HOPS {
            match value.reference() {
                Some(id) => value = self.object(id)?.value,
                None => return Some(value).filter(|value| !value.is_null()),
            }
        }
        None
    }

    /// The entry `key` of `dictionary`, reference followed.
    pub(crate) fn entry(&self, dictionary: Dictionary<'r>, key: &[u8]) -> Option<Value<'r>> {
        self.resolve(dictionary.get(key)?)
    }

    /// The document catalog.
    pub(crate) fn catalog(&self) -> Option<(ObjectId, Dictionary<'r>)> {
        let id = self.xref.root()?;
        Some((id, self.object(id)?.value.dictionary()?))
    }

    /// The still encoded data of a stream object.
    pub(crate) fn raw_stream(&self, object: Indirect<'r>) -> Option<Cow<'r, [u8]>> {
        let length = self.entry(object.value.dictionary()?, b"Length").and_then(Value::integer);
        object.stream_data(self.reader, length)
    }

    /// The decoded data of a stream object.
    pub(crate) fn stream(&self, id: ObjectId) -> Option<Vec<u8>> {
        let object = self.object(id)?;
        let data = self.raw_stream(object)?;
        self.decode(object.value.dictionary()?, &data, |value| self.resolve(value).unwrap_or(value))
    }

    /// Whether the cross-reference says that there is such an object.
    pub(crate) fn is_listed(&self, id: ObjectId) -> bool {
        match self.xref.location(id.number) {
            Some(Location::InFile { generation, .. }) => generation == id.generation,
            Some(Location::InStream { .. }) => id.generation == 0,
            Some(Location::Free) | None => false,
        }
    }

    /// The numbers of the objects in an object stream, in order; none if it is not one.
    pub(super) fn packed_numbers(&self, stream: u32) -> impl Iterator<Item = u32> {
        self.object_stream(stream).into_iter().flat_map(|stream| stream.index.iter().map(|entry| entry.0))
    }

    /// Whether `n g obj` is where the cross-reference says.
    pub(crate) fn is_placed(&self, number: u32, location: Location) -> bool {
        match location {
            Location::InFile { offset, generation } => {
                let head = self.reader.copy(offset, MAX_HEADER);
                let found = head.and_then(|head| header(&head)).map(|(id, _)| id);
                found == Some(ObjectId::new(number, generation))
            }
            Location::Free | Location::InStream { .. } => true,
        }
    }

    /// Whether streams may still be unpacked; a file that unpacks to more than is sane ends up without.
    pub(crate) fn is_within_budget(&self) -> bool {
        !self.reader.is_exhausted()
    }

    /// Takes what it cost to read an object out of the budget, all of it if objects that are not packed take more than is
    /// `left` of the file. One that has a header but no end was looked for up to the end of the file.
    pub(super) fn spend(&self, id: ObjectId, found: Option<Indirect<'_>>, left: &mut usize) {
        let cost = match (found, self.xref.location(id.number)) {
            (Some(Indirect { value, offset: Some(_), .. }), _) => match left.checked_sub(value.raw().len()) {
                Some(rest) => {
                    *left = rest;
                    0
                }
                None => usize::MAX,
            },
            (Some(object), _) => object.value.raw().len(),
            (None, Some(location @ Location::InFile { offset, .. })) if self.is_placed(id.number, location) => {
                self.limit.saturating_sub(offset)
            }
            (None, _) => 0,
        };
        let budget = &self.reader.budget;
        budget.set(budget.get().saturating_sub(cost));
    }

    fn decode<'f>(
        &self,
        dictionary: Dictionary<'f>,
        data: &[u8],
        resolve: impl Fn(Value<'f>) -> Value<'f>,
    ) -> Option<Vec<u8>> {
        let budget = &self.reader.budget;
        let most = budget.get().min(self.reader.room.get());
        if self.reader.stop().is_set() {
            return None;
        }
        let decoded = filter::decode(dictionary, data, most, resolve);
        // What cannot be decoded has cost as much as it may have.
        let cost = decoded.as_ref().map_or(data.len().saturating_mul(8).min(most), Vec::len);
        budget.set(budget.get().saturating_sub(cost));
        decoded
    }

    fn object_stream(&self, number: u32) -> Option<&'r ObjectStream> {
        // The stream itself cannot be in a stream (§7.5.7), which also ends any recursion.
        let Location::InFile { offset, .. } = self.xref.location(number)? else { return None };
        let streams = &self.reader.object_streams;
        let stream = match streams.get(&offset) {
            Some(stream) => stream,
            None => streams.insert(offset, Box::new(self.read_object_stream(offset))),
        };
        stream.as_ref().filter(|_| offset < self.limit)
    }

    fn read_object_stream(&self, offset: usize) -> Option<ObjectStream> {
        let object = self.object_at(offset)?;
        let dictionary = object.value.dictionary()?;
        let length = match dictionary.get(b"Length")?.reference() {
            None => dictionary.get(b"Length")?.integer(),
            Some(id) => match self.xref.location(id.number)? {
                Location::InFile { offset, .. } => self.object_at(offset)?.value.integer(),
                Location::Free | Location::InStream { .. } => None,
            },
        };
        let data = object.stream_data(self.reader, length)?;
        let data = self.decode(dictionary, &data, |value| value)?;
        let count: usize = dictionary.get(b"N")?.integer()?.try_into().ok()?;
        let first: u32 = dictionary.get(b"First")?.integer()?.try_into().ok()?;
        // An entry of the index takes four bytes at least.
        let count = count.min(data.len() / 4 + 1);
        let Some(room) = self.reader.room.get().checked_sub(data.len() + count * size_of::<(u32, u32)>()) else {
            self.reader.budget.set(0);
            return None;
        };
        self.reader.room.set(room);
        let mut index = Vec::with_capacity(count);
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
