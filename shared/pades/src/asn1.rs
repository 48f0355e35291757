//! DER without interpretation: each element keeps the bytes that it was read from, because a certificate or a signed
//! attribute must be hashed as it came, not as it would be encoded again (X.690 §8.1, §10).

use der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0A;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// NULL, whole.
pub(crate) const NULL_ELEMENT: [u8; 2] = [0x05, 0x00];

/// How many elements [`Element::children`] lists: more than any structure has that is read that way, and few enough
/// that the list takes little memory whatever the input.
const MAX_CHILDREN: usize = 1 << 16;

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

    /// The elements inside a constructed element; `None` if one cannot be read or there are too many.
    pub(crate) fn children(self) -> Option<Vec<Self>> {
        let children = self.each().take(MAX_CHILDREN).collect::<Option<Vec<_>>>()?;
        (children.len() < MAX_CHILDREN).then_some(children)
    }

    /// The elements inside, read one by one; ends early, with `None` as its last item, at what cannot be read.
    pub(crate) fn each(self) -> impl Iterator<Item = Option<Self>> {
        let mut rest = self.content;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let child = Self::first(rest);
            rest = child.map_or(&[][..], |child| &rest[child.raw.len()..]);
            Some(child)
        })
    }

    /// This element if it has the tag.
    pub(crate) fn tagged(self, tag: u8) -> Option<Self> {
        (self.tag == tag).then_some(self)
    }

    pub(crate) fn oid(self) -> Option<ObjectIdentifier> {
        ObjectIdentifier::from_bytes(self.tagged(OBJECT_IDENTIFIER)?.content).ok()
    }

    /// A BOOLEAN; in BER any byte but 0 is true.
    pub(crate) fn boolean(self) -> Option<bool> {
        match self.tagged(BOOLEAN)?.content {
            [byte] => Some(*byte != 0),
            _ => None,
        }
    }

    /// A small INTEGER or ENUMERATED that is not negative.
    pub(crate) fn small(self) -> Option<u32> {
        match (self.tag, self.content) {
            (INTEGER | ENUMERATED, [first, ..]) if *first < 0x80 && self.content.len() <= 4 => {
                Some(self.content.iter().fold(0, |number, &digit| number << 8 | u32::from(digit)))
            }
            _ => None,
        }
    }

    /// A UTCTime `YYMMDDhhmm[ss]Z` or a GeneralizedTime `YYYYMMDDhhmmss[.s…]Z` (RFC 5280 §4.1.2.5, RFC 3161 §2.4.2).
    pub(crate) fn time(self) -> Option<Timestamp> {
        let text = std::str::from_utf8(self.content).ok()?.strip_suffix('Z')?;
        let (digits, fraction) = text.split_once('.').unwrap_or((text, "0"));
        if !(1..=9).contains(&fraction.len()) || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return None;
        }
        let (year, rest): (i16, _) = match (self.tag, digits.len()) {
            (UTC_TIME, 10 | 12) => {
                let short: i16 = digits[..2].parse().ok()?;
                (if short < 50 { 2000 + short } else { 1900 + short }, &digits[2..])
            }
            (GENERALIZED_TIME, 14) => (digits[..4].parse().ok()?, &digits[4..]),
            _ => return None,
        };
        let part = |at: usize| rest.get(at..at + 2).map_or(Some(0), |digits| digits.parse::<i8>().ok());
        let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
        let time = DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, nanoseconds);
        Some(time.ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp())
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
        let many = encode(SEQUENCE, &[&NULL_ELEMENT.repeat(MAX_CHILDREN)]);
        assert_eq!(Element::only(&many).unwrap().children(), None);
        assert_eq!(Element::only(&many).unwrap().each().count(), MAX_CHILDREN);
    }

    #[test]
    fn times() {
        let time = |tag, text: &str| {
            let encoded = encode(tag, &[text.as_bytes()]);
            Element::only(&encoded).unwrap().time().map(|time| time.to_string())
        };
        assert_eq!(time(UTC_TIME, "490102030405Z").unwrap(), "2049-01-02T03:04:05Z");
        assert_eq!(time(UTC_TIME, "5001020304Z").unwrap(), "1950-01-02T03:04:00Z");
        assert_eq!(time(GENERALIZED_TIME, "20261201003000.25Z").unwrap(), "2026-12-01T00:30:00.25Z");
        for bad in ["20261301000000Z", "20261201003000", "20261201003000.Z", "2026120100300é", "+0261201003000Z"] {
            assert_eq!(time(GENERALIZED_TIME, bad), None, "{bad}");
        }
    }
}
