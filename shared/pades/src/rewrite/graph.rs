//! The objects of a file with what is changed of them: read when asked for, kept only where they change.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::object::{self, Dictionary, NEW, Object};
use crate::pdf::ObjectId;
use crate::pdf::file::PdfFile;
use crate::pdf::filter;
use crate::pdf::indirect::Indirect;
use crate::pdf::value::Value;

/// References to references are followed this often.
const MAX_HOPS: usize = 16;
/// A stream that is looked into unpacks to no more than this (bytes).
const MAX_UNPACKED: usize = 256 << 20;

/// An indirect object.
#[derive(Clone, Debug)]
pub(super) struct Stored<'r> {
    pub(super) value: Object,
    /// The encoded data of a stream.
    pub(super) data: Option<Cow<'r, [u8]>>,
}

/// An object that is there and cannot be read, by its number.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// A stream without an end.
    Endless(u32),
    /// A value that does not end, or is nested too deep.
    Value(u32),
}

/// The objects of a document.
pub(super) struct Graph<'r> {
    file: &'r PdfFile<'r>,
    /// Where objects are looked for that are not where `file` says.
    fallback: Option<&'r PdfFile<'r>>,
    changed: BTreeMap<ObjectId, Stored<'r>>,
    added: u32,
}

impl<'r> Graph<'r> {
    pub(super) fn new(file: &'r PdfFile<'r>, fallback: Option<&'r PdfFile<'r>>) -> Self {
        Self { file, fallback, changed: BTreeMap::new(), added: 0 }
    }

    fn find(&self, id: ObjectId) -> Option<(&'r PdfFile<'r>, Indirect<'r>)> {
        let own = self.file.object(id).map(|object| (self.file, object));
        own.or_else(|| {
            let fallback = self.fallback?;
            fallback.object(id).map(|object| (fallback, object))
        })
    }

    /// The object as it is now, without a stream's data.
    pub(super) fn value(&self, id: ObjectId) -> Option<Object> {
        match self.changed.get(&id) {
            Some(stored) => Some(stored.value.clone()),
            None => object::parse(self.find(id)?.1.value),
        }
    }

    /// Whether it is a stream.
    pub(super) fn is_stream(&self, id: ObjectId) -> bool {
        match self.changed.get(&id) {
            Some(stored) => stored.data.is_some(),
            None => self.find(id).is_some_and(|(file, object)| object.is_stream(file.reader())),
        }
    }

    /// The object as it is now. What does not exist is null.
    pub(super) fn stored(&self, id: ObjectId) -> Result<Stored<'r>, Unreadable> {
        if let Some(stored) = self.changed.get(&id) {
            return Ok(stored.clone());
        }
        let null = Stored { value: Object::Null, data: None };
        let Some((file, object)) = self.find(id) else { return Ok(null) };
        let value = object::parse(object.value).ok_or(Unreadable::Value(id.number))?;
        let is_stream = matches!(value, Object::Dictionary(_)) && object.is_stream(file.reader());
        let data = if is_stream { Some(file.raw_stream(object).ok_or(Unreadable::Endless(id.number))?) } else { None };
        Ok(Stored { value, data })
    }

    /// What a value is, references followed; null where they lead nowhere.
    pub(super) fn resolve(&self, value: &Object) -> Object {
        let mut value = Cow::Borrowed(value);
        for _ in 0..MAX_HOPS {
            match value.as_reference() {
                Some(id) => value = Cow::Owned(self.value(id).unwrap_or(Object::Null)),
                None => return value.into_owned(),
            }
        }
        Object::Null
    }

    /// The entry `key` of a dictionary, references followed.
    pub(super) fn entry(&self, dictionary: &Dictionary, key: &[u8]) -> Option<Object> {
        dictionary.get(key).map(|value| self.resolve(value)).filter(|value| *value != Object::Null)
    }

    pub(super) fn dictionary(&self, value: &Object) -> Option<Dictionary> {
        match self.resolve(value) {
            Object::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    /// The entry `key` of a dictionary, if it is a dictionary.
    pub(super) fn entry_dictionary(&self, dictionary: &Dictionary, key: &[u8]) -> Option<Dictionary> {
        self.dictionary(dictionary.get(key)?)
    }

    /// The entry `key` of a dictionary, if it is an array.
    pub(super) fn entry_array(&self, dictionary: &Dictionary, key: &[u8]) -> Option<Vec<Object>> {
        match self.entry(dictionary, key)? {
            Object::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text of an entry that is a text string (ISO 32000-2 §7.9.2.2).
    pub(super) fn entry_text(&self, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
        match self.entry(dictionary, key)? {
            Object::String(bytes) => Some(crate::pdf::text::decode(&bytes)),
            _ => None,
        }
    }

    /// Four numbers.
    pub(super) fn numbers<const N: usize>(&self, dictionary: &Dictionary, key: &[u8]) -> Option<[f64; N]> {
        let items = self.entry_array(dictionary, key)?;
        let numbers: Vec<f64> = items.iter().filter_map(|item| self.resolve(item).as_number()).collect();
        numbers.try_into().ok()
    }

    /// Replaces the value of an object; a stream keeps its data.
    pub(super) fn set(&mut self, id: ObjectId, value: Object) -> Result<(), Unreadable> {
        let stored = self.stored(id)?;
        let data = stored.data.filter(|_| matches!(value, Object::Dictionary(_)));
        self.changed.insert(id, Stored { value, data });
        Ok(())
    }

    /// Replaces an object with all that belongs to it.
    pub(super) fn replace(&mut self, id: ObjectId, stored: Stored<'r>) {
        self.changed.insert(id, stored);
    }

    /// Adds an object.
    pub(super) fn add(&mut self, stored: Stored<'r>) -> ObjectId {
        self.added += 1;
        let id = ObjectId::new(self.added, NEW);
        self.changed.insert(id, stored);
        id
    }

    pub(super) fn add_value(&mut self, value: Object) -> ObjectId {
        self.add(Stored { value, data: None })
    }

    pub(super) fn add_stream(&mut self, dictionary: Dictionary, data: Vec<u8>) -> ObjectId {
        self.add(Stored { value: Object::Dictionary(dictionary), data: Some(data.into()) })
    }

    /// The decoded data of a stream; `None` if a filter is unknown, or fails, or yields an absurd amount.
    pub(super) fn decoded(&self, id: ObjectId) -> Option<Vec<u8>> {
        let stored = self.stored(id).ok()?;
        let (data, source) = (stored.data?, stored.value.as_dictionary()?.clone());
        let mut filters = Dictionary::default();
        for key in ["Filter", "DecodeParms"] {
            let Some(value) = self.entry(&source, key.as_bytes()) else { continue };
            let value = match value {
                Object::Array(items) => Object::Array(items.iter().map(|item| self.resolve(item)).collect()),
                value => value,
            };
            filters.set(key, value);
        }
        let mut raw = Vec::new();
        Object::Dictionary(filters).write(&mut raw, &mut |_| None);
        let filters = Value::parse(&raw, 0)?.dictionary()?;
        filter::decode(filters, &data, MAX_UNPACKED, |value| value)
    }
}
