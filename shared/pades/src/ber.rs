//! From BER to definite lengths: some signers write SignedData with indefinite lengths and octet strings in pieces
//! (X.690 §8.1.3.6, §8.7.3). What is in DER already keeps its bytes.

use std::borrow::Cow;

use crate::asn1;

/// Deepest nesting read; certificates inside a timestamp inside a signature reach about 25.
const MAX_DEPTH: usize = 64;

/// A constructed element whose end is not reached yet.
struct Open {
    tag: u8,
    /// Where its header starts.
    start: usize,
    /// Where its content ends; `None` for an indefinite length.
    end: Option<usize>,
    /// Whether its bytes differ from those read.
    changed: bool,
    content: Vec<u8>,
}

/// The first element of `bytes` with every length definite and every string in one piece; what follows the element,
/// such as the zeros that fill up `/Contents`, is left out. `None` if it cannot be read.
pub(crate) fn definite(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    match asn1::Element::first(bytes) {
        Some(element) if !has_indefinite(element.content) => Some(Cow::Borrowed(element.raw)),
        _ => rewrite(bytes, Form::Definite).map(Cow::Owned),
    }
}

/// The first element of `bytes` as DER has it, as far as can be told without knowing the types: definite lengths in
/// their shortest form, shortest integers, sorted sets. For structures whose encoder was careless; what is hashed stays
/// what came.
pub(crate) fn canonical(bytes: &[u8]) -> Option<Vec<u8>> {
    rewrite(bytes, Form::Canonical)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Definite,
    Canonical,
}

/// Whether an indefinite length or a string in pieces is inside, as far as `bytes` can be read.
fn has_indefinite(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some((tag, length, header)) = header(&bytes[at..]) {
        match length {
            None => return true,
            Some(_) if is_string_in_pieces(tag) => return true,
            // A constructed element's content comes next; a primitive one's is skipped.
            Some(_) if tag & 0x20 != 0 => at += header,
            Some(length) => match at.checked_add(header + length) {
                Some(next) if next <= bytes.len() => at = next,
                _ => return false,
            },
        }
    }
    false
}

fn rewrite(bytes: &[u8], form: Form) -> Option<Vec<u8>> {
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    loop {
        let closes = open.last().is_some_and(|element| match element.end {
            Some(end) => at == end,
            None => bytes[at..].starts_with(&[0, 0]),
        });
        if closes {
            let mut element = open.pop()?;
            let original = &bytes[element.start..at];
            if element.end.is_none() {
                at += 2;
            }
            let in_pieces = is_string_in_pieces(element.tag);
            let encoded = match open.last_mut() {
                // A piece of a string that is itself in pieces gives its content.
                Some(outer) if is_string_in_pieces(outer.tag) => std::mem::take(&mut element.content),
                _ if form == Form::Canonical && element.tag == asn1::SET => {
                    let content = asn1::Element { tag: asn1::SET, content: &element.content, raw: &[] };
                    asn1::encode_set_of(asn1::SET, content.children()?.iter().map(|one| one.raw.to_vec()).collect())
                }
                _ if element.changed || form == Form::Canonical => {
                    let tag = if in_pieces { element.tag & !0x20 } else { element.tag };
                    asn1::encode(tag, &[&element.content])
                }
                _ => original.to_vec(),
            };
            let Some(outer) = open.last_mut() else { return Some(encoded) };
            outer.changed |= element.changed;
            outer.content.extend_from_slice(&encoded);
            continue;
        }
        let (tag, length, header) = header(bytes.get(at..)?)?;
        let limit = open.iter().rev().find_map(|element| element.end).unwrap_or(bytes.len());
        let end = match length {
            Some(length) => Some(at.checked_add(header + length).filter(|end| *end <= limit)?),
            None => None,
        };
        if tag & 0x20 != 0 {
            if open.len() == MAX_DEPTH {
                return None;
            }
            let changed = length.is_none() || is_string_in_pieces(tag);
            open.push(Open { tag, start: at, end, changed, content: Vec::new() });
            at += header;
        } else {
            let end = end?; // only constructed elements may be of indefinite length
            let outer = open.last_mut()?;
            let content = &bytes[at + header..end];
            match form {
                _ if is_string_in_pieces(outer.tag) => outer.content.extend_from_slice(content),
                Form::Canonical if tag == asn1::INTEGER => {
                    outer.content.extend(asn1::encode(tag, &[shortest(content)]));
                }
                Form::Canonical => outer.content.extend(asn1::encode(tag, &[content])),
                Form::Definite => outer.content.extend_from_slice(&bytes[at..end]),
            }
            at = end;
        }
    }
}

/// An integer without the leading bytes that say nothing (X.690 §8.3.2).
fn shortest(mut integer: &[u8]) -> &[u8] {
    while let [0, 0..=0x7F, ..] = integer {
        integer = &integer[1..];
    }
    integer
}

/// An OCTET STRING in pieces. Of the other string types none is cut up in practice.
fn is_string_in_pieces(tag: u8) -> bool {
    tag == asn1::OCTET_STRING | 0x20
}

/// Tag, length of the content (`None` if indefinite) and length of the header.
fn header(bytes: &[u8]) -> Option<(u8, Option<usize>, usize)> {
    let (&tag, &first) = (bytes.first()?, bytes.get(1)?);
    match first {
        _ if tag & 0x1F == 0x1F => None,
        0..=0x7F => Some((tag, Some(usize::from(first)), 2)),
        0x80 if tag & 0x20 != 0 => Some((tag, None, 2)),
        0x81..=0x84 => {
            let digits = bytes.get(2..2 + usize::from(first & 0x7F))?;
            let length = digits.iter().fold(0usize, |length, &digit| length << 8 | usize::from(digit));
            Some((tag, Some(length), 2 + digits.len()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn der_keeps_its_bytes_and_loses_what_follows() {
        let der = [0x30, 0x81, 0x03, 0x02, 0x01, 0x07, 0, 0, 0];
        assert_eq!(definite(&der), Some(Cow::Borrowed(&der[..6])));
    }

    #[test]
    fn lengths_become_definite_and_strings_whole() {
        // SEQUENCE { [0] { OCTET STRING "ab" "c" in pieces }, SEQUENCE with a long length form }, then padding
        let ber = [
            0x30, 0x80, 0xA0, 0x80, 0x24, 0x80, 0x04, 0x02, b'a', b'b', 0x04, 0x01, b'c', 0, 0, 0, 0, 0x30, 0x81, 0x03,
            0x02, 0x01, 0x07, 0, 0, 0, 0, 0,
        ];
        let der = [0x30, 0x0D, 0xA0, 0x05, 0x04, 0x03, b'a', b'b', b'c', 0x30, 0x81, 0x03, 0x02, 0x01, 0x07];
        let expected = [&[0x30, 0x0D][..], &der[2..]].concat();
        assert_eq!(definite(&ber).unwrap().into_owned(), expected);
    }

    #[test]
    fn broken_or_deep_input_is_refused() {
        assert_eq!(definite(&[0x30, 0x80, 0x04, 0x05, 1]), None);
        assert_eq!(definite(&[0x30, 0x80].repeat(1000)), None);
        assert_eq!(definite(&[]), None);
        assert_eq!(definite(&[0x30, 0x80, 0x30, 0x7F, 0, 0]), None);
    }
}
