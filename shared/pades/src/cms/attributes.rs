//! Attributes of a signer, signed and unsigned (RFC 5652 §5.3), and the revocation data that some of them carry.

use der::asn1::ObjectIdentifier;

use crate::asn1::{self, Element};

/// CRLs and OCSP responses, each in DER.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Revocation<'a> {
    pub(crate) crls: Vec<&'a [u8]>,
    /// OCSPResponse or BasicOCSPResponse.
    pub(crate) ocsps: Vec<&'a [u8]>,
}

impl<'a> Revocation<'a> {
    /// Takes in a value of adbe-revocationInfoArchival (ISO 32000-1 §12.8.3.3.2) or of revocation-values (EN 319 122-1
    /// §A.1.2): both are SEQUENCE { [0] SEQUENCE OF CRL, [1] SEQUENCE OF OCSP, [2] other }, each part optional.
    pub(super) fn add_value(&mut self, value: Element<'a>) {
        for part in value.children().unwrap_or_default() {
            let list = Element::only(part.content).and_then(Element::children).unwrap_or_default();
            let raw = list.iter().map(|item| item.raw);
            match part.tag {
                0xA0 => self.crls.extend(raw),
                0xA1 => self.ocsps.extend(raw),
                _ => {}
            }
        }
    }

    /// Takes in the field `crls` of SignedData (RFC 5652 §10.2.1, RFC 5940 §2).
    pub(super) fn add_choices(&mut self, choices: Element<'a>) {
        for choice in choices.children().unwrap_or_default() {
            if choice.tag == asn1::SEQUENCE {
                self.crls.push(choice.raw);
            } else if let Some([format, value]) = choice.children().as_deref()
                && choice.tag == asn1::context(1)
                && format.oid() == Some(crate::oid::OCSP_IN_CMS)
            {
                self.ocsps.push(value.raw);
            }
        }
    }
}

/// The kind of each attribute in a set, in the set's order.
#[cfg(test)]
pub(super) fn kinds(attributes: Element<'_>) -> Vec<ObjectIdentifier> {
    let attributes = attributes.children().unwrap_or_default();
    attributes.iter().filter_map(|attribute| attribute.children()?.first()?.oid()).collect()
}

/// All values of all attributes of a kind.
pub(super) fn values<'a>(attributes: Element<'a>, kind: &ObjectIdentifier) -> Vec<Element<'a>> {
    let attributes = attributes.children().unwrap_or_default();
    let of_kind = attributes.iter().filter_map(|attribute| {
        let parts = attribute.children()?;
        (parts.first()?.oid()? == *kind).then_some(())?;
        parts.get(1)?.children()
    });
    of_kind.flatten().collect()
}

/// The only value of the only attribute of a kind.
pub(super) fn only_value<'a>(attributes: Element<'a>, kind: &ObjectIdentifier) -> Option<Element<'a>> {
    let attributes = attributes.children()?;
    let mut values = attributes.into_iter().filter_map(|attribute| {
        let parts = attribute.children()?;
        (parts.first()?.oid()? == *kind).then_some(*parts.get(1)?)
    });
    let set = values.next()?;
    if values.next().is_some() {
        return None;
    }
    Element::only(set.content)
}
