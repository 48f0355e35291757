//! DER without interpretation: each element keeps the bytes that it was read from, because a certificate or a signed
//! attribute must be hashed as it came, not as it would be encoded again (X.690 §8.1, §10).

use der::asn1::ObjectIdentifier;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// The tag of a constructed, context-specific element `[number]`, number < 31.
pub(crate) const fn context(number: u8) -> u8 {
    0xA0 | number
}

/// One element: tag, content and the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    pub(crate) raw: &'a [u8],
}

impl<'a> Element<'a> {
    /// The first element of `bytes`; what follows it is not looked at.
    pub(crate) fn first(bytes: &'a [u8]) -> Option<Self> {
        let (&tag, rest) = bytes.split_first()?;
        if tag & 0x1F == 0x1F {
            return None; // multi-byte tags do not occur in the structures read here
        }
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7F => (usize::from(first), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
                (digits.iter().fold(0, |length, &digit| length << 8 | usize::from(digit)), rest)
            }
            _ => return None, // indefinite length is BER, not DER
        };
        let content = rest.get(..length)?;
        Some(Self { tag, content, raw: &bytes[..bytes.len() - rest.len() + length] })
    }

    /// The only element of `bytes`.
    pub(crate) fn only(bytes: &'a [u8]) -> Option<Self> {
        Self::first(bytes).filter(|element| element.raw.len() == bytes.len())
    }

    /// The elements inside a constructed element.
    pub(crate) fn children(self) -> Option<Vec<Self>> {
        let mut rest = self.content;
        let mut children = Vec::new();
        while !rest.is_empty() {
            let child = Self::first(rest)?;
            rest = &rest[child.raw.len()..];
            children.push(child);
        }
        Some(children)
    }

    /// This element if it has the tag.
    pub(crate) fn tagged(self, tag: u8) -> Option<Self> {
        (self.tag == tag).then_some(self)
    }

    pub(crate) fn oid(self) -> Option<ObjectIdentifier> {
        ObjectIdentifier::from_bytes(self.tagged(OBJECT_IDENTIFIER)?.content).ok()
    }
}

/// Encodes an element from the parts of its content.
pub(crate) fn encode(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    match u8::try_from(length) {
        Ok(short @ 0..=0x7F) => out.push(short),
        _ => {
            let digits = length.to_be_bytes();
            let digits = &digits[digits.iter().take_while(|&&digit| digit == 0).count()..];
            out.push(0x80 | digits.len().to_le_bytes()[0]);
            out.extend_from_slice(digits);
        }
    }
    parts.iter().for_each(|part| out.extend_from_slice(part));
    out
}

/// Encodes a SET OF: elements in ascending order of their encodings (X.690 §11.6).
pub(crate) fn encode_set_of(tag: u8, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    encode(tag, &elements.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

pub(crate) fn encode_oid(oid: &ObjectIdentifier) -> Vec<u8> {
    encode(OBJECT_IDENTIFIER, &[oid.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        for length in [0usize, 1, 127, 128, 255, 256, 70_000] {
            let encoded = encode(SEQUENCE, &[&encode(OCTET_STRING, &[&vec![7; length]])]);
            let outer = Element::only(&encoded).unwrap();
            assert_eq!(outer.children().unwrap()[0].content.len(), length);
        }
        assert!(Element::first(&[0x30, 0x80, 0, 0]).is_none());
        assert!(Element::first(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]).is_none());
    }
}
