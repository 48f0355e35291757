//! Page resources with our font added (ISO 32000-2 §7.8.3).

use std::collections::BTreeMap;

use crate::pdf::ObjectId;
use crate::pdf::edit::DictionaryEdit;
use crate::pdf::increment::{Increment, NumbersUsedUp};
use crate::pdf::value::{Dictionary, Value};

const EMPTY: &[u8] = b"<< >>";

/// Makes merged copies, one for each different source: pages that share resources share the copy.
pub(super) struct Merger {
    font: ObjectId,
    copies: BTreeMap<Vec<u8>, (ObjectId, String)>,
}

impl Merger {
    pub(super) fn new(font: ObjectId) -> Self {
        Self { font, copies: BTreeMap::new() }
    }

    /// The copy of `source` (a dictionary, a reference or nothing) with the font, and the font's name in it.
    pub(super) fn merged(
        &mut self,
        increment: &mut Increment<'_>,
        source: Option<Value<'_>>,
    ) -> Result<(ObjectId, String), NumbersUsedUp> {
        let key = source.map_or(EMPTY, Value::raw).to_vec();
        if let Some(copy) = self.copies.get(&key) {
            return Ok(copy.clone());
        }
        let (merged, name) = self.merge(increment, source);
        let copy = (increment.add(merged)?, name);
        self.copies.insert(key, copy.clone());
        Ok(copy)
    }

    fn merge(&self, increment: &Increment<'_>, source: Option<Value<'_>>) -> (Vec<u8>, String) {
        let file = increment.file();
        let resolved = |value: Value<'_>| match value.reference() {
            Some(_) => file.resolve(value).and_then(Value::dictionary).map(|d| d.raw().to_vec()),
            None => value.dictionary().map(|d| d.raw().to_vec()),
        };
        let resources = source.and_then(resolved).unwrap_or_else(|| EMPTY.to_vec());
        let Some(resources) = Value::parse(&resources, 0).and_then(Value::dictionary) else {
            return (EMPTY.to_vec(), String::new());
        };
        let fonts = resources.get(b"Font").and_then(resolved).unwrap_or_else(|| EMPTY.to_vec());
        let Some(fonts) = Value::parse(&fonts, 0).and_then(Value::dictionary) else {
            return (EMPTY.to_vec(), String::new());
        };
        let name = free_name(fonts);
        let raw = fonts.raw();
        let mut fonts = raw[..raw.len() - 2].to_vec();
        fonts.extend_from_slice(format!("\n/{name} {} >>", self.font).as_bytes());
        (DictionaryEdit::new(resources).set("Font", fonts).finish(), name)
    }
}

fn free_name(fonts: Dictionary<'_>) -> String {
    let mut name = "DocumentId".to_owned();
    for number in 1.. {
        if fonts.get(name.as_bytes()).is_none() {
            break;
        }
        name = format!("DocumentId{number}");
    }
    name
}
