//! Dictionaries and arrays with some entries changed and every other byte as it was.

use super::scan::{self, Token};
use super::value::{Dictionary, Value};

/// A dictionary with entries to set; everything else keeps its source bytes.
pub(crate) struct DictionaryEdit<'a> {
    source: Dictionary<'a>,
    changes: Vec<(&'static str, Vec<u8>)>,
}

impl<'a> DictionaryEdit<'a> {
    pub(crate) fn new(source: Dictionary<'a>) -> Self {
        Self { source, changes: Vec::new() }
    }

    /// Sets `key` (without solidus) to `value`, a serialised object.
    pub(crate) fn set(mut self, key: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.changes.push((key, value.into()));
        self
    }

    /// The new dictionary's bytes.
    pub(crate) fn finish(self) -> Vec<u8> {
        let raw = self.source.raw();
        let mut out = Vec::with_capacity(raw.len() + 64);
        let mut copied = 0;
        let mut placed = vec![false; self.changes.len()];
        let mut readable = 2;
        for entry in self.source.entries() {
            readable = entry.end;
            let Some(index) = self.changes.iter().position(|(key, _)| key.as_bytes() == entry.key) else { continue };
            out.extend_from_slice(&raw[copied..entry.start]);
            // A name may touch its value (`/A/B`); the space is harmless otherwise.
            out.push(b' ');
            out.extend_from_slice(&self.changes[index].1);
            out.push(b' ');
            copied = entry.end;
            placed[index] = true;
        }
        let end = raw.len() - 2;
        // Nothing behind a broken entry is read, so what is new goes in front of it.
        let whole = scan::skip_space(&raw[..end], readable) == end;
        let split = if whole { end } else { readable };
        out.extend_from_slice(&raw[copied..split]);
        for ((key, value), _) in self.changes.iter().zip(placed).filter(|(_, placed)| !placed) {
            out.extend_from_slice(b"\n/");
            out.extend_from_slice(key.as_bytes());
            out.push(b' ');
            out.extend_from_slice(value);
        }
        out.push(b'\n');
        // A number before `0 R` would become a reference.
        if matches!(scan::token(&raw[split..end], 0), Some((Token::Number, ..))) {
            out.extend_from_slice(b"null ");
        }
        out.extend_from_slice(&raw[split..end]);
        if !whole {
            out.push(b'\n'); // the rest may end in a comment
        }
        out.extend_from_slice(b">>");
        out
    }
}

/// `array` (with brackets) with `items` appended, or a new array. Something that is no array is dropped.
pub(crate) fn append(array: Option<Value<'_>>, items: &[String]) -> Vec<u8> {
    let raw = array.filter(|array| array.is_array()).map_or(b"[]".as_slice(), Value::raw);
    let end = raw.len() - 1;
    let mut readable = 1;
    while let Some((_, next)) = scan::object(raw, readable) {
        readable = next;
    }
    // As above: nothing behind a broken element is read.
    let whole = scan::skip_space(&raw[..end], readable) == end;
    let split = if whole { end } else { readable };
    let mut out = raw[..split].to_vec();
    for item in items {
        out.push(b' ');
        out.extend_from_slice(item.as_bytes());
    }
    out.push(b' ');
    out.extend_from_slice(&raw[split..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splices() {
        let source = Value::parse(b"<</Type/Page/W 595.32001/Annots[1 0 R]% c\n/K(x)>>", 0).unwrap();
        let dictionary = source.dictionary().unwrap();
        let annots = append(dictionary.get(b"Annots"), &["2 0 R".to_owned()]);
        let edited = DictionaryEdit::new(dictionary).set("Annots", annots).set("New", "7").finish();
        let text = String::from_utf8(edited).unwrap();
        assert_eq!(text, "<</Type/Page/W 595.32001/Annots [1 0 R 2 0 R ] % c\n/K(x)\n/New 7\n>>");
    }

    #[test]
    fn what_is_new_stands_before_what_is_broken() {
        let source = Value::parse(b"<</A 1/B R/C 2>>", 0).unwrap();
        let edited = DictionaryEdit::new(source.dictionary().unwrap()).set("D", "3").finish();
        assert_eq!(edited, b"<</A 1\n/D 3\n/B R/C 2\n>>");
        let array = append(Value::parse(b"[1 0 R x 2 0 R]", 0), &["3 0 R".to_owned()]);
        assert_eq!(array, b"[1 0 R 3 0 R  x 2 0 R]");
        let array = append(Value::parse(b"[1 0 R % c\n]", 0), &["3 0 R".to_owned()]);
        assert_eq!(Value::parse(&array, 0).unwrap().array().unwrap().len(), 2);
    }

    #[test]
    fn a_new_number_does_not_become_part_of_what_is_broken() {
        for source in ["<</A/B 0 R/C 2>>", "<< 0 R>>", "<</A 1/New null 0 R>>"] {
            let source = Value::parse(source.as_bytes(), 0).unwrap();
            let edited = DictionaryEdit::new(source.dictionary().unwrap()).set("New", "3").finish();
            let again = Value::parse(&edited, 0).unwrap().dictionary().unwrap();
            assert_eq!(again.get(b"New").unwrap().integer(), Some(3));
        }
    }

    #[test]
    fn a_comment_before_the_end_does_not_swallow_new_entries() {
        let source = Value::parse(b"<</A 1 % c >>\n>>", 0).unwrap();
        let edited = DictionaryEdit::new(source.dictionary().unwrap()).set("B", "2").finish();
        let again = Value::parse(&edited, 0).unwrap().dictionary().unwrap();
        assert_eq!(again.get(b"B").unwrap().integer(), Some(2));
    }
}
