//! SignedData (RFC 5652 §5) with one signer, as signatures and timestamp tokens have it.

use sha2::{Digest, Sha256};

use super::Entity;
use crate::der::{self, context, octets, oid, sequence, tlv};

/// id-data: the content is outside.
pub const DATA: &str = "1.2.840.113549.1.7.1";
/// id-ct-TSTInfo.
pub const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";

/// What is signed.
pub enum Content<'c> {
    /// This, and it is put in.
    Attached(&'c [u8]),
    /// Something of this digest, which is outside.
    Detached(Vec<u8>),
}

/// A ContentInfo with SignedData: content-type, message-digest and signing-certificate-v2 are signed.
#[must_use]
pub fn signed_data(signer: &Entity, chain: &[Vec<u8>], kind: &str, content: &Content<'_>) -> Vec<u8> {
    let (digest, inside) = match content {
        Content::Attached(content) => (signer.key.hash(content), context(0, &octets(content))),
        Content::Detached(digest) => (digest.clone(), vec![]),
    };
    let certificate_id = sequence(&[octets(&Sha256::digest(&signer.certificate))]);
    let attributes = der::set_of(vec![
        attribute("1.2.840.113549.1.9.3", &oid(kind)),
        attribute("1.2.840.113549.1.9.4", &octets(&digest)),
        attribute("1.2.840.113549.1.9.16.2.47", &sequence(&[sequence(&[certificate_id])])),
    ]);
    let signature = signer.key.sign(&attributes);
    let mut implicit = attributes;
    implicit[0] = 0xA0;
    let signer_info = sequence(&[
        der::number(1),
        sequence(&[signer.issuer.clone(), der::number(signer.serial)]),
        signer.key.digest_algorithm(),
        implicit,
        signer.key.signature_algorithm(),
        octets(&signature),
    ]);
    let mut chain = chain.to_vec();
    chain.sort();
    let version = if kind == DATA { 1 } else { 3 };
    let signed_data = sequence(&[
        der::number(version),
        tlv(0x31, &signer.key.digest_algorithm()),
        sequence(&[oid(kind), inside]),
        context(0, &chain.concat()),
        tlv(0x31, &signer_info),
    ]);
    sequence(&[oid("1.2.840.113549.1.7.2"), context(0, &signed_data)])
}

fn attribute(kind: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[oid(kind), tlv(0x31, value)])
}
