//! Values that can be changed: names and strings decoded, numbers as they were written.

use crate::pdf::ObjectId;
use crate::pdf::scan::{self, Token};
use crate::pdf::text::write_name;
use crate::pdf::value::Value;

/// Objects that are new have this generation, which no object of a file has (ISO 32000-2 §7.5.4: it is never in use).
pub(super) const NEW: u16 = u16::MAX;

/// Nested deeper than this (ISO 32000-1 annex C knows no limit; the strict reader's is 60), a value is not understood.
const MAX_DEPTH: usize = 60;

/// One PDF object.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Null,
    Boolean(bool),
    /// As it was written, if that is a number by the grammar (ISO 32000-2 §7.3.3).
    Number(Vec<u8>),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    Reference(ObjectId),
}

/// The entries of a dictionary, each key once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dictionary(Vec<(Vec<u8>, Object)>);

impl Object {
    pub(super) fn name(name: &str) -> Self {
        Self::Name(name.as_bytes().to_vec())
    }

    pub(super) fn integer(value: usize) -> Self {
        Self::Number(value.to_string().into_bytes())
    }

    pub(super) fn is_name(&self, name: &[u8]) -> bool {
        matches!(self, Self::Name(own) if own == name)
    }

    pub(super) fn as_name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn as_reference(&self) -> Option<ObjectId> {
        match self {
            Self::Reference(id) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Number(text) => std::str::from_utf8(text).ok()?.parse().ok(),
            _ => None,
        }
    }

    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(text) => std::str::from_utf8(text).ok()?.parse().ok(),
            _ => None,
        }
    }

    /// The dictionary, also of a stream: its data are elsewhere.
    pub(super) fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    /// Writes the value with its references as they are.
    pub(super) fn write_as_is(&self, out: &mut Vec<u8>) {
        self.write(out, &mut |id| Some(id));
    }

    /// Writes the value. `name` says which object a reference leads to in the new file; without one it is null.
    pub(super) fn write(&self, out: &mut Vec<u8>, name: &mut dyn FnMut(ObjectId) -> Option<ObjectId>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Boolean(true) => out.extend_from_slice(b"true"),
            Self::Boolean(false) => out.extend_from_slice(b"false"),
            Self::Number(text) => out.extend_from_slice(text),
            Self::Name(name) => write_name(out, name),
            Self::String(string) => write_string(out, string),
            Self::Array(items) => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(b' ');
                    }
                    item.write(out, name);
                }
                out.push(b']');
            }
            Self::Dictionary(dictionary) => {
                out.extend_from_slice(b"<<");
                for (key, value) in &dictionary.0 {
                    out.push(b'\n');
                    write_name(out, key);
                    out.push(b' ');
                    value.write(out, name);
                }
                out.extend_from_slice(b"\n>>");
            }
            Self::Reference(id) => match name(*id) {
                Some(id) => out.extend_from_slice(id.to_string().as_bytes()),
                None => out.extend_from_slice(b"null"),
            },
        }
    }

    /// Calls `visit` for this value and all that it holds.
    pub(super) fn walk<'o>(&'o self, visit: &mut dyn FnMut(&'o Object)) {
        visit(self);
        match self {
            Self::Array(items) => items.iter().for_each(|item| item.walk(visit)),
            Self::Dictionary(dictionary) => dictionary.0.iter().for_each(|(_, value)| value.walk(visit)),
            _ => {}
        }
    }
}

impl Dictionary {
    /// The entry `key`; null counts as absent.
    pub(super) fn get(&self, key: &[u8]) -> Option<&Object> {
        self.0.iter().find(|(own, _)| own == key).map(|(_, value)| value).filter(|value| **value != Object::Null)
    }

    pub(super) fn set(&mut self, key: &str, value: Object) {
        match self.0.iter_mut().find(|(own, _)| own == key.as_bytes()) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.as_bytes().to_vec(), value)),
        }
    }

    pub(super) fn remove(&mut self, key: &[u8]) -> Option<Object> {
        let index = self.0.iter().position(|(own, _)| own == key)?;
        Some(self.0.remove(index).1).filter(|value| *value != Object::Null)
    }

    pub(super) fn retain(&mut self, keep: impl FnMut(&(Vec<u8>, Object)) -> bool) {
        self.0.retain(keep);
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.0.iter().map(|(key, value)| (key.as_slice(), value))
    }

    pub(super) fn entries_mut(&mut self) -> impl Iterator<Item = (&[u8], &mut Object)> {
        self.0.iter_mut().map(|(key, value)| (key.as_slice(), value))
    }

    /// Whether `/Type` is this name.
    pub(super) fn is_type(&self, name: &[u8]) -> bool {
        self.get(b"Type").is_some_and(|kind| kind.is_name(name))
    }

    pub(super) fn name(&self, key: &[u8]) -> Option<&[u8]> {
        self.get(key)?.as_name()
    }
}

/// Reads a value as viewers do: a word that is none is null, of doubled keys the last counts. `None` if it is nested
/// too deep.
pub(super) fn parse(value: Value<'_>) -> Option<Object> {
    enum Open {
        Array(Vec<Object>),
        Dictionary(Dictionary, Option<Vec<u8>>),
    }
    let raw = value.raw();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    loop {
        let (kind, start, end) = scan::token(raw, at)?;
        at = end;
        let text = &raw[start..end];
        let object = match kind {
            Token::ArrayOpen | Token::DictionaryOpen if open.len() >= MAX_DEPTH => return None,
            Token::ArrayOpen => {
                open.push(Open::Array(Vec::new()));
                continue;
            }
            Token::DictionaryOpen => {
                open.push(Open::Dictionary(Dictionary::default(), None));
                continue;
            }
            Token::ArrayClose | Token::DictionaryClose => match open.pop()? {
                Open::Array(items) => Object::Array(items),
                Open::Dictionary(dictionary, _) => Object::Dictionary(dictionary),
            },
            Token::Name => {
                let name = Value::parse(raw, start)?.name()?;
                if let Some(Open::Dictionary(_, key @ None)) = open.last_mut() {
                    *key = Some(name);
                    continue;
                }
                Object::Name(name)
            }
            Token::String => Object::String(Value::parse(raw, start)?.string()?),
            Token::Number => {
                // `12 0 R` is one value.
                let reference = Value::parse(raw, start).filter(|value| value.raw().len() > text.len());
                match reference {
                    Some(value) => {
                        at = start + value.raw().len();
                        let id = value.reference().filter(|id| !is_new(*id));
                        id.map_or(Object::Null, Object::Reference)
                    }
                    None => number(text),
                }
            }
            Token::Word => match text {
                b"true" => Object::Boolean(true),
                b"false" => Object::Boolean(false),
                b"null" => Object::Null,
                // A word that is no value holds the place of one; where a key should be it is skipped.
                _ if matches!(open.last(), Some(Open::Dictionary(_, None))) => continue,
                _ => Object::Null,
            },
        };
        match open.last_mut() {
            None => return Some(object),
            Some(Open::Array(items)) => items.push(object),
            Some(Open::Dictionary(dictionary, key)) => {
                if let Some(key) = key.take() {
                    match dictionary.0.iter_mut().find(|(own, _)| *own == key) {
                        Some((_, old)) => *old = object,
                        None => dictionary.0.push((key, object)),
                    }
                }
            }
        }
    }
}

/// A number as it is written, or the number that viewers make of it: several signs are one, what follows a character that
/// no number has does not count.
fn number(text: &[u8]) -> Object {
    let is_negative = text.first() == Some(&b'-');
    let signs = text.iter().take_while(|byte| matches!(byte, b'-' | b'+')).count();
    let mut has_point = false;
    let length = text[signs..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit() || (**byte == b'.' && !std::mem::replace(&mut has_point, true)))
        .count();
    let digits = &text[signs..signs + length];
    if !digits.iter().any(u8::is_ascii_digit) {
        return Object::Number(b"0".to_vec());
    }
    if signs <= 1 && signs + length == text.len() {
        return Object::Number(text.to_vec());
    }
    let sign: &[u8] = if is_negative { b"-" } else { b"" };
    Object::Number([sign, digits].concat())
}

fn write_string(out: &mut Vec<u8>, string: &[u8]) {
    if !string.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        out.push(b'<');
        out.extend_from_slice(hex::encode_upper(string).as_bytes());
        out.push(b'>');
        return;
    }
    out.push(b'(');
    for &byte in string {
        if matches!(byte, b'(' | b')' | b'\\') {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b')');
}

/// Whether a reference names an object that only a rewriting can have made; in a source it leads nowhere.
pub(super) fn is_new(id: ObjectId) -> bool {
    id.generation == NEW
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        let object = parse(Value::parse(text.as_bytes(), 0).unwrap()).unwrap();
        let mut out = Vec::new();
        object.write(&mut out, &mut |id| Some(ObjectId::new(id.number + 100, 0)));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_sound_keeps_its_numbers() {
        assert_eq!(
            rewritten("[ 595.32001 -.5 +3 7 0 R/A#20B(a\\)) <ff>]"),
            "[595.32001 -.5 +3 107 0 R /A#20B (a\\)) <FF>]"
        );
    }

    #[test]
    fn what_is_broken_is_read_as_viewers_read_it() {
        assert_eq!(rewritten("<</A 1/B R/C 2>>"), "<<\n/A 1\n/B null\n/C 2\n>>");
        assert_eq!(rewritten("<</A 1 x/A 2/D 3>>"), "<<\n/A 2\n/D 3\n>>");
        assert_eq!(rewritten("[--5 1.2.3 - 12a]"), "[-5 1.2 0 12]");
    }

    #[test]
    fn depth_is_limited() {
        let deep = format!("{}{}", "[".repeat(61), "]".repeat(61));
        assert_eq!(parse(Value::parse(deep.as_bytes(), 0).unwrap()), None);
    }
}
