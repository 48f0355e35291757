//! A value as the source bytes that it was read from.

use super::ObjectId;
use super::scan::{self, Token};

/// Arrays longer than this (bytes) take memory that is worth counting.
const LARGE_ARRAY: usize = 1 << 20;

/// One PDF object, from its first to its last byte, not yet interpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Value<'a>(&'a [u8]);

impl<'a> Value<'a> {
    /// The object at or after `at` in `bytes`.
    pub(crate) fn parse(bytes: &'a [u8], at: usize) -> Option<Self> {
        let (start, end) = scan::object(bytes, at)?;
        Some(Self(&bytes[start..end]))
    }

    /// The source bytes.
    pub(crate) fn raw(self) -> &'a [u8] {
        self.0
    }

    pub(crate) fn dictionary(self) -> Option<Dictionary<'a>> {
        self.0.starts_with(b"<<").then_some(Dictionary(self.0))
    }

    pub(crate) fn is_array(self) -> bool {
        self.0.starts_with(b"[")
    }

    pub(crate) fn is_null(self) -> bool {
        self.0 == b"null"
    }

    /// The elements of an array.
    pub(crate) fn array(self) -> Option<Vec<Value<'a>>> {
        if !self.is_array() {
            return None;
        }
        let elements = || {
            let mut at = 1;
            std::iter::from_fn(move || {
                let (element, end) = self.element(at)?;
                at = end;
                Some(element)
            })
        };
        // Counted first where it matters: a vector that grows takes three times as much.
        let count = if self.0.len() > LARGE_ARRAY { elements().count() } else { 0 };
        let mut array = Vec::with_capacity(count);
        array.extend(elements());
        Some(array)
    }

    /// The element of an array that stands at or after `at` in its source bytes, 1 for the first, and where it ends.
    pub(crate) fn element(self, at: usize) -> Option<(Value<'a>, usize)> {
        let (start, end) = scan::object(self.0, at)?;
        Some((Self(&self.0[start..end]), end))
    }

    pub(crate) fn reference(self) -> Option<ObjectId> {
        // A long string is not to be scanned to its end first.
        self.0.first().filter(|first| first.is_ascii_digit())?;
        let (number, at) = scan::unsigned_at(self.0, 0)?;
        let (generation, at) = scan::unsigned_at(self.0, at)?;
        scan::word_at(self.0, at, b"R")?;
        Some(ObjectId::new(number.try_into().ok()?, generation.try_into().ok()?))
    }

    /// The name without its solidus, `#xx` resolved.
    pub(crate) fn name(self) -> Option<Vec<u8>> {
        Some(decode_name(self.0.strip_prefix(b"/")?))
    }

    pub(crate) fn is_name(self, name: &[u8]) -> bool {
        self.name().as_deref() == Some(name)
    }

    pub(crate) fn integer(self) -> Option<i64> {
        std::str::from_utf8(self.0).ok()?.parse().ok()
    }

    /// A finite number; PDF has no exponents (ISO 32000-2 §7.3.3).
    pub(crate) fn number(self) -> Option<f64> {
        if !self.0.iter().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.')) {
            return None;
        }
        std::str::from_utf8(self.0).ok()?.parse().ok().filter(|n: &f64| n.is_finite())
    }

    /// The bytes of a literal or hexadecimal string.
    pub(crate) fn string(self) -> Option<Vec<u8>> {
        match self.0.first()? {
            b'(' => Some(decode_literal(self.0.get(1..self.0.len() - 1)?)),
            b'<' if !self.0.starts_with(b"<<") => Some(decode_hex(self.0.get(1..self.0.len() - 1)?)),
            _ => None,
        }
    }
}

/// A dictionary, from `<<` to `>>`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dictionary<'a>(&'a [u8]);

/// One entry of a dictionary; the span is that of its value in the dictionary's bytes.
pub(crate) struct Entry<'a> {
    pub(crate) key: Vec<u8>,
    pub(crate) value: Value<'a>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl<'a> Dictionary<'a> {
    /// `raw` must be one dictionary, `<<` to `>>`, as the scanner found it.
    pub(super) fn of(raw: &'a [u8]) -> Self {
        Self(raw)
    }

    pub(crate) fn raw(self) -> &'a [u8] {
        self.0
    }

    /// The entries in source order; what follows a broken entry is left out.
    pub(crate) fn entries(self) -> impl Iterator<Item = Entry<'a>> {
        let bytes = self.0;
        let mut at = 2;
        std::iter::from_fn(move || {
            let (Token::Name, key_start, key_end) = scan::token(bytes, at)? else { return None };
            let (start, end) = scan::object(bytes, key_end)?;
            at = end;
            Some(Entry {
                key: decode_name(&bytes[key_start + 1..key_end]),
                value: Value(&bytes[start..end]),
                start,
                end,
            })
        })
    }

    /// The value of `key`, a direct object or a reference. Of doubled keys the last counts, null counts as absent.
    pub(crate) fn get(self, key: &[u8]) -> Option<Value<'a>> {
        self.entries().filter(|entry| entry.key == key).last().map(|entry| entry.value).filter(|value| !value.is_null())
    }
}

fn decode_name(raw: &[u8]) -> Vec<u8> {
    let mut name = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&byte) = raw.get(at) {
        match (byte, raw.get(at + 1).copied().and_then(digit), raw.get(at + 2).copied().and_then(digit)) {
            (b'#', Some(high), Some(low)) => {
                name.push(high << 4 | low);
                at += 3;
            }
            _ => {
                name.push(byte);
                at += 1;
            }
        }
    }
    name
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| d.try_into().ok())
}

/// Hexadecimal digits to bytes: white space ignored, an odd last digit is followed by 0 (ISO 32000-2 §7.3.4.3).
fn decode_hex(raw: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = raw.iter().copied().filter_map(digit).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

/// A literal string's escapes and line ends resolved (ISO 32000-2 §7.3.4.2).
fn decode_literal(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'\r' => {
                rest.next_if_eq(&b'\n');
                bytes.push(b'\n');
            }
            b'\\' => match rest.next() {
                Some(b'n') => bytes.push(b'\n'),
                Some(b'r') => bytes.push(b'\r'),
                Some(b't') => bytes.push(b'\t'),
                Some(b'b') => bytes.push(8),
                Some(b'f') => bytes.push(12),
                Some(b'\r') => {
                    rest.next_if_eq(&b'\n');
                }
                Some(b'\n') | None => {}
                Some(first @ b'0'..=b'7') => {
                    let mut code = u32::from(first - b'0');
                    for _ in 0..2 {
                        let Some(next) = rest.next_if(|b| (b'0'..=b'7').contains(b)) else { break };
                        code = code * 8 + u32::from(next - b'0');
                    }
                    bytes.push(code.to_le_bytes()[0]); // high-order overflow is ignored, says the clause
                }
                Some(other) => bytes.push(other),
            },
            other => bytes.push(other),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value<'_> {
        Value::parse(text.as_bytes(), 0).unwrap()
    }

    #[test]
    fn reads_values() {
        assert_eq!(value("(a\\053\\n\\(b\\)\\\r\nc)").string().unwrap(), b"a+\n(b)c");
        assert_eq!(value("<48 656>").string().unwrap(), b"He`");
        assert_eq!(value("/A#42C").name().unwrap(), b"ABC");
        assert_eq!(value("7 0 R").reference(), Some(ObjectId::new(7, 0)));
        assert_eq!(value("-.5").number(), Some(-0.5));
        assert_eq!(value("[1 [2] 3 0 R]").array().unwrap().len(), 3);
        let dictionary = value("<</A 1/B<</A 2>>/A 3/N null>>").dictionary().unwrap();
        assert_eq!(dictionary.get(b"A").unwrap().integer(), Some(3));
        assert!(dictionary.get(b"N").is_none());
    }
}
