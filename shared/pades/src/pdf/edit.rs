//! Dictionaries and arrays with some entries changed and every other byte as it was.

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
        for entry in self.source.entries() {
            let Some(index) = self.changes.iter().position(|(key, _)| key.as_bytes() == entry.key) else { continue };
            out.extend_from_slice(&raw[copied..entry.start]);
            // A name may touch its value (`/A/B`); the space is harmless otherwise.
            out.push(b' ');
            out.extend_from_slice(&self.changes[index].1);
            out.push(b' ');
            copied = entry.end;
            placed[index] = true;
        }
        out.extend_from_slice(&raw[copied..raw.len() - 2]);
        for ((key, value), _) in self.changes.iter().zip(placed).filter(|(_, placed)| !placed) {
            out.extend_from_slice(b"\n/");
            out.extend_from_slice(key.as_bytes());
            out.push(b' ');
            out.extend_from_slice(value);
        }
        out.extend_from_slice(b"\n>>");
        out
    }
}

/// `array` (with brackets) with `items` appended, or a new array. Something that is no array is dropped.
pub(crate) fn append(array: Option<Value<'_>>, items: &[String]) -> Vec<u8> {
    let mut out = match array {
        Some(array) if array.is_array() => array.raw()[..array.raw().len() - 1].to_vec(),
        _ => b"[".to_vec(),
    };
    for item in items {
        out.push(b' ');
        out.extend_from_slice(item.as_bytes());
    }
    out.extend_from_slice(b" ]");
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
    fn a_comment_before_the_end_does_not_swallow_new_entries() {
        let source = Value::parse(b"<</A 1 % c >>\n>>", 0).unwrap();
        let edited = DictionaryEdit::new(source.dictionary().unwrap()).set("B", "2").finish();
        let again = Value::parse(&edited, 0).unwrap().dictionary().unwrap();
        assert_eq!(again.get(b"B").unwrap().integer(), Some(2));
    }
}
