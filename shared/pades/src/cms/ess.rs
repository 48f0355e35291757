//! The signing-certificate attributes (RFC 5035, RFC 2634 §5.4): which certificate the signer means.

use crate::asn1::{self, Element};
use crate::certificate::{Certificate, names};
use crate::key::Hash;

/// The value of signing-certificate-v2 for `certificate`: SHA-256, so the hash algorithm is the default and left out;
/// with issuerSerial.
pub(super) fn signing_certificate_v2(certificate: &Certificate) -> Vec<u8> {
    let hash = asn1::encode(asn1::OCTET_STRING, &[&Hash::Sha256.digest(&[certificate.der()])]);
    let directory_name = asn1::encode(asn1::context(4), &[certificate.issuer_der()]);
    let general_names = asn1::encode(asn1::SEQUENCE, &[&directory_name]);
    let issuer_serial = asn1::encode(asn1::SEQUENCE, &[&general_names, certificate.serial_der()]);
    let id = asn1::encode(asn1::SEQUENCE, &[&hash, &issuer_serial]);
    let ids = asn1::encode(asn1::SEQUENCE, &[&id]);
    asn1::encode(asn1::SEQUENCE, &[&ids])
}

/// Whether the first certificate id in a signing-certificate-v2 value is `certificate`'s.
pub(super) fn matches_v2(value: Element<'_>, certificate: &Certificate) -> Option<bool> {
    let id = first_id(value)?;
    let (algorithm, rest) = match id.first()?.tag {
        asn1::SEQUENCE => (Hash::from_oid(&id.first()?.children()?.first()?.oid()?)?, &id[1..]),
        _ => (Hash::Sha256, &id[..]),
    };
    matches(rest, &algorithm.digest(&[certificate.der()]), certificate)
}

/// Whether the first certificate id in a signing-certificate (SHA-1) value is `certificate`'s.
pub(super) fn matches_v1(value: Element<'_>, certificate: &Certificate) -> Option<bool> {
    matches(&first_id(value)?, &Hash::Sha1.digest(&[certificate.der()]), certificate)
}

/// SEQUENCE { SEQUENCE OF certificate id, policies OPTIONAL } → the parts of the first id.
fn first_id(value: Element<'_>) -> Option<Vec<Element<'_>>> {
    value.tagged(asn1::SEQUENCE)?.children()?.first()?.children()?.first()?.children()
}

/// `parts`: hash, then issuerSerial OPTIONAL.
fn matches(parts: &[Element<'_>], digest: &[u8], certificate: &Certificate) -> Option<bool> {
    if parts.first()?.tagged(asn1::OCTET_STRING)?.content != digest {
        return Some(false);
    }
    let Some(issuer_serial) = parts.get(1) else { return Some(true) };
    let issuer_serial = issuer_serial.children()?;
    let [names, serial] = issuer_serial.as_slice() else { return None };
    let issuer = names.children()?.into_iter().find(|name| name.tag == asn1::context(4))?;
    Some(names::equal(issuer.content, certificate.issuer_der()) && serial.raw == certificate.serial_der())
}
