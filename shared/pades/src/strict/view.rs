//! One revision of a file that was read strictly: what the judgement sees of it. There is no second way to read it: what is
//! no such value is none, and whoever needs it takes that for the strictest.

use std::borrow::Cow;

use super::budget::Budget;
use super::{Document, Object, Value};
use crate::pdf::ObjectId;
use crate::pdf::filter::{self, Filter};
use crate::pdf::reader::Reader;

/// A stream may unpack to this much (bytes); no text of a field, description or certificate comes near.
const MAX_UNPACKED: usize = 64 << 20;
/// Bytes that are read or unpacked for one unit of work.
const BYTES_PER_UNIT: usize = 64;

/// A revision.
#[derive(Clone, Copy)]
pub(crate) struct View<'d> {
    pub(crate) document: &'d Document,
    pub(crate) reader: &'d Reader<'d>,
    /// Counted from 0.
    pub(crate) revision: usize,
    pub(crate) budget: &'d Budget,
}

/// An indirect object.
#[derive(Clone, Copy)]
pub(crate) struct Indirect<'d> {
    pub(crate) number: u32,
    pub(crate) value: Value<'d>,
    object: &'d Object,
}

impl Indirect<'_> {
    pub(crate) fn is_stream(&self) -> bool {
        self.object.data.is_some()
    }
}

impl<'d> View<'d> {
    /// The same file in another revision.
    pub(crate) fn at(self, revision: usize) -> Self {
        Self { revision, ..self }
    }

    /// The object of this number; null is none.
    pub(crate) fn numbered(self, number: u32) -> Option<Indirect<'d>> {
        if !self.budget.spend(1) {
            return None;
        }
        let object = self.document.object(number, self.revision)?;
        let value = self.document.value(object);
        (!value.is_null()).then_some(Indirect { number, value, object })
    }

    /// What a reference leads to. There is but one generation of each number, or the file is not believed.
    pub(crate) fn object(self, id: ObjectId) -> Option<Indirect<'d>> {
        self.numbered(id.number)
    }

    /// `value`, or what it refers to; an object is never a reference itself. A dangling reference is the null object (ISO
    /// 32000-2 §7.3.10).
    pub(crate) fn resolve(self, value: Value<'d>) -> Option<Value<'d>> {
        match value.reference() {
            Some(id) => self.object(id).map(|object| object.value),
            None => (!value.is_null()).then_some(value),
        }
    }

    /// The entry `key` of a dictionary, reference not followed.
    pub(crate) fn get(self, dictionary: Value<'d>, key: &[u8]) -> Option<Value<'d>> {
        let mut steps = 0;
        let found = dictionary.entries().inspect(|_| steps += 1).find(|(name, _)| *name == key);
        let is_paid = self.budget.spend(1 + steps / 16);
        found.map(|(_, value)| value).filter(|value| is_paid && !value.is_null())
    }

    /// The entry `key` of a dictionary, reference followed.
    pub(crate) fn entry(self, dictionary: Value<'d>, key: &[u8]) -> Option<Value<'d>> {
        self.resolve(self.get(dictionary, key)?)
    }

    /// The elements of an array, reference followed; none if it is no array.
    pub(crate) fn list(self, value: Option<Value<'d>>) -> Vec<Value<'d>> {
        let array = value.and_then(|value| self.resolve(value)).filter(|array| array.is_array());
        // Elements are references or small; what each holds is paid for where it is looked into.
        let array = array.filter(|array| self.budget.spend(array.weight() / 4));
        array.and_then(Value::array).unwrap_or_default()
    }

    /// Whether there is nothing, or an array, reference followed: what [`Self::list`] has the elements of.
    pub(crate) fn is_list(self, value: Option<Value<'d>>) -> bool {
        value.and_then(|value| self.resolve(value)).is_none_or(Value::is_array)
    }

    /// The dictionary, reference followed; that of a stream is one too.
    pub(crate) fn dictionary(self, value: Option<Value<'d>>) -> Option<Value<'d>> {
        value.and_then(|value| self.resolve(value))?.dictionary()
    }

    /// Whether it is a dictionary and no stream.
    pub(crate) fn is_plain_dictionary(self, value: Value<'d>) -> bool {
        match value.reference() {
            None => value.is_dictionary(),
            Some(id) => self.object(id).is_some_and(|object| object.value.is_dictionary() && !object.is_stream()),
        }
    }

    pub(crate) fn trailer(self) -> Value<'d> {
        self.document.trailer(self.revision).unwrap_or(Value::empty())
    }

    /// The document catalog.
    pub(crate) fn catalog(self) -> Option<Indirect<'d>> {
        let root = self.trailer().get(b"Root")?.reference()?;
        self.object(root).filter(|catalog| catalog.value.is_dictionary())
    }

    /// The interactive form dictionary.
    pub(crate) fn form(self) -> Option<Value<'d>> {
        self.entry(self.catalog()?.value, b"AcroForm")?.dictionary()
    }

    pub(crate) fn is_encrypted(self) -> bool {
        self.trailer().get(b"Encrypt").is_some()
    }

    /// The still encoded data of a stream.
    pub(crate) fn raw_stream(self, object: Indirect<'d>) -> Option<Cow<'d, [u8]>> {
        let data = object.object.data.clone()?;
        if !self.budget.spend(data.len() / BYTES_PER_UNIT) {
            return None;
        }
        self.reader.range(data.start, data.end)
    }

    /// The decoded data of a stream; `None` if any of its filters is not understood, or its data lies in another file.
    pub(crate) fn stream(self, object: Indirect<'d>) -> Option<Vec<u8>> {
        let data = self.raw_stream(object)?;
        let is_elsewhere = [b"F".as_slice(), b"FFilter", b"FDecodeParms"];
        if is_elsewhere.iter().any(|key| object.value.get(key).is_some()) {
            return None;
        }
        let decoded = filter::run(&self.filters(object.value)?, &data, MAX_UNPACKED);
        let cost = decoded.as_ref().map_or(data.len().saturating_mul(8), Vec::len) / BYTES_PER_UNIT;
        self.budget.spend(cost).then_some(decoded).flatten()
    }

    /// The filters of a stream with their parameters (§7.4, table 5).
    fn filters(self, dictionary: Value<'d>) -> Option<Vec<Filter>> {
        let all = |key: &[u8]| match self.entry(dictionary, key) {
            None => Vec::new(),
            Some(value) if value.is_array() => value.children().collect(),
            Some(value) => vec![value],
        };
        let parameters = all(b"DecodeParms");
        let filters = all(b"Filter").into_iter().enumerate().map(|(index, name)| {
            let parameters = match parameters.get(index).and_then(|parameters| self.resolve(*parameters)) {
                None => None,
                Some(parameters) => Some(
                    parameters
                        .dictionary()?
                        .entries()
                        .map(|(key, value)| Some((key.to_vec(), i64::from(self.resolve(value)?.integer()?))))
                        .collect::<Option<Vec<_>>>()?,
                ),
            };
            Some(Filter { name: self.resolve(name)?.name()?.to_vec(), parameters })
        });
        filters.collect()
    }
}
