//! Writing DER (X.690), and reading just enough of it to answer a timestamp request.

use ::der::Encode;
use ::der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// One element: tag, length, content.
#[must_use]
pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![tag];
    if length < 0x80 {
        out.push(u8::try_from(length).unwrap());
    } else {
        let bytes = length.to_be_bytes();
        let used = &bytes[bytes.iter().position(|&byte| byte != 0).unwrap_or(0)..];
        out.push(0x80 | u8::try_from(used.len()).unwrap());
        out.extend_from_slice(used);
    }
    out.extend_from_slice(content);
    out
}

/// SEQUENCE of the parts.
#[must_use]
pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// SET OF the parts, sorted as DER demands.
#[must_use]
pub fn set_of(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    tlv(0x31, &parts.concat())
}

/// `[number]`, constructed, around whole elements.
#[must_use]
pub fn context(number: u8, content: &[u8]) -> Vec<u8> {
    tlv(0xA0 | number, content)
}

/// OBJECT IDENTIFIER from its dotted form.
#[must_use]
pub fn oid(dotted: &str) -> Vec<u8> {
    ObjectIdentifier::new_unwrap(dotted).to_der().unwrap()
}

/// INTEGER, not negative, from big-endian bytes.
#[must_use]
pub fn integer(bytes: &[u8]) -> Vec<u8> {
    let first = bytes.iter().position(|&byte| byte != 0).unwrap_or(bytes.len().saturating_sub(1));
    let used = &bytes[first..];
    if used.first().is_none_or(|&byte| byte >= 0x80) { tlv(0x02, &[&[0], used].concat()) } else { tlv(0x02, used) }
}

/// INTEGER from a small number.
#[must_use]
pub fn number(value: u64) -> Vec<u8> {
    integer(&value.to_be_bytes())
}

/// OCTET STRING.
#[must_use]
pub fn octets(content: &[u8]) -> Vec<u8> {
    tlv(0x04, content)
}

/// BIT STRING of whole bytes.
#[must_use]
pub fn bits(content: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], content].concat())
}

/// UTCTime before 2050, GeneralizedTime from then on (RFC 5280 §4.1.2.5).
#[must_use]
pub fn time(at: Timestamp) -> Vec<u8> {
    let civil = at.to_zoned(TimeZone::UTC);
    if civil.year() < 2050 {
        tlv(0x17, civil.strftime("%y%m%d%H%M%SZ").to_string().as_bytes())
    } else {
        generalized(at)
    }
}

/// GeneralizedTime without fraction.
#[must_use]
pub fn generalized(at: Timestamp) -> Vec<u8> {
    tlv(0x18, at.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H%M%SZ").to_string().as_bytes())
}

/// The elements that stand side by side in `content`, each as (tag, whole element, its content).
#[must_use]
pub fn elements(mut content: &[u8]) -> Vec<(u8, &[u8], &[u8])> {
    let mut found = Vec::new();
    while content.len() > 1 {
        let (count, head) = if content[1] < 0x80 { (0, 2) } else { (usize::from(content[1] & 0x7F), 2) };
        let length = match count {
            0 => usize::from(content[1]),
            _ => content[2..2 + count].iter().fold(0, |length, &byte| length << 8 | usize::from(byte)),
        };
        let end = head + count + length;
        found.push((content[0], &content[..end], &content[head + count..end]));
        content = &content[end..];
    }
    found
}
