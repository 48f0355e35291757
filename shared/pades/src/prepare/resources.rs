//! Page resources with our font and its colour space added (ISO 32000-2 §7.8.3). That is device-independent: without an
//! output intent, a PDF/A has no other colours (ISO 19005-1 §6.2.3.3, ISO 19005-2 §6.2.4.3).

use std::collections::BTreeMap;

use crate::appearance::GREY;
use crate::pdf::ObjectId;
use crate::pdf::edit::DictionaryEdit;
use crate::pdf::increment::{Increment, NumbersUsedUp, as_dictionary};
use crate::pdf::value::{Dictionary, Value};

const EMPTY: &[u8] = b"<< >>";

/// Makes merged copies, one for each different source: what pages share, their copies share.
pub(super) struct Merger {
    font: ObjectId,
    copies: BTreeMap<Vec<u8>, (ObjectId, Names)>,
    /// The copies of dictionaries in resources that are objects of their own.
    shared: BTreeMap<(&'static str, ObjectId), (ObjectId, String)>,
}

/// What a page's resources call what we added.
#[derive(Clone)]
pub(super) struct Names {
    pub(super) font: String,
    pub(super) grey: String,
}

impl Merger {
    pub(super) fn new(font: ObjectId) -> Self {
        Self { font, copies: BTreeMap::new(), shared: BTreeMap::new() }
    }

    /// The copy of `source` (a dictionary, a reference or nothing) with the font and the colour space.
    pub(super) fn merged(
        &mut self,
        increment: &mut Increment<'_>,
        source: Option<Value<'_>>,
    ) -> Result<(ObjectId, Names), NumbersUsedUp> {
        let key = source.map_or(EMPTY, Value::raw).to_vec();
        if let Some(copy) = self.copies.get(&key) {
            return Ok(copy.clone());
        }
        let file = increment.file();
        let resources = source.and_then(|source| file.resolve(source)?.dictionary()).or_else(|| as_dictionary(EMPTY));
        let held = |kind: &[u8]| resources.and_then(|resources| resources.get(kind));
        let (fonts, font) = self.with_entry(increment, "Font", held(b"Font"), &self.font.to_string())?;
        let (colours, grey) = self.with_entry(increment, "ColorSpace", held(b"ColorSpace"), GREY)?;
        let merged = resources.map_or_else(
            || EMPTY.to_vec(),
            |resources| DictionaryEdit::new(resources).set("Font", fonts).set("ColorSpace", colours).finish(),
        );
        let copy = (increment.add(merged)?, Names { font, grey });
        self.copies.insert(key, copy.clone());
        Ok(copy)
    }

    /// A dictionary in resources with `entry` added to what is `held`, and the entry's name in it.
    fn with_entry(
        &mut self,
        increment: &mut Increment<'_>,
        kind: &'static str,
        held: Option<Value<'_>>,
        entry: &str,
    ) -> Result<(Vec<u8>, String), NumbersUsedUp> {
        let own = held.and_then(Value::reference);
        if let Some((copy, name)) = own.and_then(|id| self.shared.get(&(kind, id))) {
            return Ok((copy.to_string().into_bytes(), name.clone()));
        }
        let file = increment.file();
        let held = held.and_then(|held| file.resolve(held)?.dictionary());
        let name = free_name(held);
        let mut edited = held.map_or(EMPTY, |held| held.raw()).to_vec();
        edited.truncate(edited.len() - 2);
        edited.extend_from_slice(format!("\n/{name} {entry} >>").as_bytes());
        let Some(id) = own else { return Ok((edited, name)) };
        let copy = increment.add(edited)?;
        self.shared.insert((kind, id), (copy, name.clone()));
        Ok((copy.to_string().into_bytes(), name))
    }
}

fn free_name(held: Option<Dictionary<'_>>) -> String {
    let mut name = "DocumentId".to_owned();
    for number in 1.. {
        if held.and_then(|held| held.get(name.as_bytes())).is_none() {
            break;
        }
        name = format!("DocumentId{number}");
    }
    name
}
