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

/// Makes timestamp tokens from a signature value.
pub type MakeTokens<'o> = dyn Fn(&[u8]) -> Vec<Vec<u8>> + 'o;

/// What is unusual about a SignedData.
#[derive(Default)]
pub struct Oddities<'o> {
    /// Further signed attributes.
    pub attributes: Vec<Vec<u8>>,
    /// Put in as content, although something else is signed.
    pub inside: Option<&'o [u8]>,
    /// The timestamp tokens.
    pub timestamps: Option<&'o MakeTokens<'o>>,
}

/// A ContentInfo with SignedData: content-type, message-digest and signing-certificate-v2 are signed.
#[must_use]
pub fn signed_data(signer: &Entity, chain: &[Vec<u8>], kind: &str, content: &Content<'_>) -> Vec<u8> {
    odd_signed_data(signer, chain, kind, content, &Oddities::default())
}

/// The same with what is unusual about it.
#[must_use]
pub fn odd_signed_data(
    signer: &Entity,
    chain: &[Vec<u8>],
    kind: &str,
    content: &Content<'_>,
    odd: &Oddities<'_>,
) -> Vec<u8> {
    let (digest, inside) = match content {
        Content::Attached(content) => (signer.key.hash(content), context(0, &octets(content))),
        Content::Detached(digest) => (digest.clone(), odd.inside.map_or(vec![], |inside| context(0, &octets(inside)))),
    };
    let certificate_id = sequence(&[octets(&Sha256::digest(&signer.certificate))]);
    let mut attributes = vec![
        attribute("1.2.840.113549.1.9.3", &oid(kind)),
        attribute("1.2.840.113549.1.9.4", &octets(&digest)),
        attribute("1.2.840.113549.1.9.16.2.47", &sequence(&[sequence(&[certificate_id])])),
    ];
    attributes.extend(odd.attributes.iter().cloned());
    let attributes = der::set_of(attributes);
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
        odd.timestamps.map_or(vec![], |timestamps| {
            let tokens =
                timestamps(&signature).into_iter().map(|token| attribute("1.2.840.113549.1.9.16.2.14", &token));
            context(1, &tokens.collect::<Vec<_>>().concat())
        }),
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

/// One attribute with one value.
#[must_use]
pub fn attribute(kind: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[oid(kind), tlv(0x31, value)])
}
