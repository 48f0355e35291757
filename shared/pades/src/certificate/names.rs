//! Comparing distinguished names (RFC 5280 §7.1): the same name may be encoded with other string types, in other case
//! and with other white space.

use crate::asn1::{self, Element};

/// One attribute: the type's OID, the value made comparable.
type Attribute<'a> = (&'a [u8], String);

/// Whether two encoded Name elements are the same name.
pub(crate) fn equal(one: &[u8], other: &[u8]) -> bool {
    one == other || matches!((normalized(one), normalized(other)), (Some(one), Some(other)) if one == other)
}

/// Whether the encoded name lies in the subtree of `base` (RFC 5280 §4.2.1.10): its first parts are those of `base`.
pub(crate) fn is_within(name: &[u8], base: &[u8]) -> bool {
    match (normalized(name), normalized(base)) {
        (Some(name), Some(base)) => name.starts_with(&base),
        _ => false,
    }
}

/// Whether the encoded name has no parts.
pub(crate) fn is_empty(name: &[u8]) -> bool {
    Element::only(name).is_some_and(|name| name.content.is_empty())
}

/// The values of the attributes of a kind.
pub(crate) fn values(name: &[u8], kind: &der::asn1::ObjectIdentifier) -> Vec<String> {
    let parts = normalized(name).unwrap_or_default();
    parts.into_iter().flatten().filter(|(oid, _)| *oid == kind.as_bytes()).map(|(_, value)| value).collect()
}

/// The relative names in order, the attributes of each sorted.
fn normalized(name: &[u8]) -> Option<Vec<Vec<Attribute<'_>>>> {
    let relative_names = Element::only(name)?.tagged(asn1::SEQUENCE)?.children()?;
    relative_names.into_iter().map(relative_name).collect()
}

fn relative_name(set: Element<'_>) -> Option<Vec<Attribute<'_>>> {
    let attributes = set.tagged(asn1::SET)?.children()?;
    let attributes: Option<Vec<_>> = attributes.into_iter().map(attribute).collect();
    let mut attributes = attributes?;
    attributes.sort();
    Some(attributes)
}

fn attribute(pair: Element<'_>) -> Option<Attribute<'_>> {
    let parts = pair.tagged(asn1::SEQUENCE)?.children()?;
    let [kind, value] = parts.as_slice() else { return None };
    let text = match value.tag {
        // UTF8String, NumericString, PrintableString, IA5String, VisibleString
        0x0C | 0x12 | 0x13 | 0x16 | 0x1A => String::from_utf8_lossy(value.content).into_owned(),
        0x14 => value.content.iter().map(|&byte| char::from(byte)).collect(), // TeletexString, in practice Latin-1
        0x1E => {
            let units: Vec<u16> =
                value.content.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units) // BMPString
        }
        _ => return Some((kind.content, hex::encode(value.raw))),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    Some((kind.content, words.join(" ").to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oid;

    fn name(parts: &[(u8, &[u8])]) -> Vec<u8> {
        let sets: Vec<Vec<u8>> = parts
            .iter()
            .map(|(tag, value)| {
                let pair = [asn1::encode_oid(&oid::COMMON_NAME), asn1::encode(*tag, &[value])].concat();
                asn1::encode(asn1::SET, &[&asn1::encode(asn1::SEQUENCE, &[&pair])])
            })
            .collect();
        asn1::encode(asn1::SEQUENCE, &[&sets.concat()])
    }

    #[test]
    fn case_space_and_string_type_do_not_matter() {
        let utf8 = name(&[(0x0C, b"Test  ca")]);
        assert!(equal(&utf8, &name(&[(0x13, b" TEST CA ")])));
        assert!(equal(&utf8, &name(&[(0x1E, b"\0T\0e\0s\0t\0 \0C\0A")])));
        assert!(!equal(&utf8, &name(&[(0x0C, b"Test cb")])));
        assert!(!equal(&utf8, &name(&[(0x0C, b"Test ca"), (0x0C, b"x")])));
        assert!(!equal(b"1", b"2"));
    }

    #[test]
    fn subtrees() {
        let base = name(&[(0x0C, b"a")]);
        assert!(is_within(&name(&[(0x13, b"A"), (0x0C, b"b")]), &base));
        assert!(!is_within(&name(&[(0x0C, b"b"), (0x0C, b"a")]), &base));
        assert!(is_within(&base, &name(&[])));
    }
}
