//! Signature schemes by their AlgorithmIdentifiers (RFC 4055, RFC 5758, BSI TR-03111, NIST CSOR for SHA-3).

use der::asn1::ObjectIdentifier;

use super::hash::Hash;
use crate::asn1::{self, Element};
use crate::oid;

/// A signature scheme with its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    RsaPkcs1(Hash),
    RsaPss {
        hash: Hash,
        mask_hash: Hash,
        salt: usize,
    },
    Ecdsa(Hash),
    /// ECDSA with the signature as two numbers one after the other (BSI TR-03111 §5.2.1).
    EcdsaPlain(Hash),
}

/// The schemes whose OID says it all.
const NAMED: [(ObjectIdentifier, Scheme); 22] = [
    (oid::SHA_1_WITH_RSA, Scheme::RsaPkcs1(Hash::Sha1)),
    (oid::SHA_224_WITH_RSA, Scheme::RsaPkcs1(Hash::Sha224)),
    (oid::SHA_256_WITH_RSA, Scheme::RsaPkcs1(Hash::Sha256)),
    (oid::SHA_384_WITH_RSA, Scheme::RsaPkcs1(Hash::Sha384)),
    (oid::SHA_512_WITH_RSA, Scheme::RsaPkcs1(Hash::Sha512)),
    (oid::SHA3_224_WITH_RSA, Scheme::RsaPkcs1(Hash::Sha3_224)),
    (oid::SHA3_256_WITH_RSA, Scheme::RsaPkcs1(Hash::Sha3_256)),
    (oid::SHA3_384_WITH_RSA, Scheme::RsaPkcs1(Hash::Sha3_384)),
    (oid::SHA3_512_WITH_RSA, Scheme::RsaPkcs1(Hash::Sha3_512)),
    (oid::ECDSA_WITH_SHA_1, Scheme::Ecdsa(Hash::Sha1)),
    (oid::ECDSA_WITH_SHA_224, Scheme::Ecdsa(Hash::Sha224)),
    (oid::ECDSA_WITH_SHA_256, Scheme::Ecdsa(Hash::Sha256)),
    (oid::ECDSA_WITH_SHA_384, Scheme::Ecdsa(Hash::Sha384)),
    (oid::ECDSA_WITH_SHA_512, Scheme::Ecdsa(Hash::Sha512)),
    (oid::ECDSA_WITH_SHA3_224, Scheme::Ecdsa(Hash::Sha3_224)),
    (oid::ECDSA_WITH_SHA3_256, Scheme::Ecdsa(Hash::Sha3_256)),
    (oid::ECDSA_WITH_SHA3_384, Scheme::Ecdsa(Hash::Sha3_384)),
    (oid::ECDSA_WITH_SHA3_512, Scheme::Ecdsa(Hash::Sha3_512)),
    (oid::ECDSA_PLAIN_SHA_224, Scheme::EcdsaPlain(Hash::Sha224)),
    (oid::ECDSA_PLAIN_SHA_256, Scheme::EcdsaPlain(Hash::Sha256)),
    (oid::ECDSA_PLAIN_SHA_384, Scheme::EcdsaPlain(Hash::Sha384)),
    (oid::ECDSA_PLAIN_SHA_512, Scheme::EcdsaPlain(Hash::Sha512)),
];

impl Scheme {
    /// The scheme of an AlgorithmIdentifier element. `digest` is what a CMS SignerInfo names beside it: plain
    /// `rsaEncryption` leaves the hash to that (RFC 5652 §5.3, RFC 3370 §3.2), and so do signers that write the
    /// key's own OID for ECDSA.
    pub(crate) fn from_algorithm(algorithm: Element<'_>, digest: Option<Hash>) -> Option<Self> {
        let parts = algorithm.children()?;
        let kind = parts.first()?.oid()?;
        match kind {
            oid::RSA_ENCRYPTION => Some(Self::RsaPkcs1(digest?)),
            oid::EC_PUBLIC_KEY => Some(Self::Ecdsa(digest?)),
            oid::RSASSA_PSS => match parts.get(1) {
                Some(parameters) if parameters.tag == asn1::SEQUENCE => pss(*parameters),
                _ => None, // only a key may leave the parameters out (RFC 4055 §3.1)
            },
            _ => Self::named(&kind),
        }
    }

    /// The scheme whose OID says it all.
    pub(crate) fn named(kind: &ObjectIdentifier) -> Option<Self> {
        NAMED.iter().find(|(named, _)| named == kind).map(|(_, scheme)| *scheme)
    }

    /// The hash of the message.
    pub(crate) fn hash(self) -> Hash {
        match self {
            Self::RsaPkcs1(hash) | Self::RsaPss { hash, .. } | Self::Ecdsa(hash) | Self::EcdsaPlain(hash) => hash,
        }
    }
}

/// RSASSA-PSS-params (RFC 4055 §3.1); what is absent is SHA-1 with a salt of 20 bytes.
fn pss(parameters: Element<'_>) -> Option<Scheme> {
    let (mut hash, mut mask_hash, mut salt) = (Hash::Sha1, Hash::Sha1, 20);
    for parameter in parameters.children()? {
        let inner = Element::only(parameter.content)?;
        match parameter.tag {
            0xA0 => hash = Hash::from_oid(&inner.children()?.first()?.oid()?)?,
            0xA1 => {
                let mask = inner.children()?;
                (mask.first()?.oid()? == oid::MGF1).then_some(())?;
                mask_hash = Hash::from_oid(&mask.get(1)?.children()?.first()?.oid()?)?;
            }
            0xA2 if inner.tag == asn1::INTEGER && (1..=2).contains(&inner.content.len()) => {
                salt = inner.content.iter().fold(0, |salt, &byte| salt << 8 | usize::from(byte));
            }
            0xA3 if inner.content == [1] => {} // trailerField 0xBC
            _ => return None,
        }
    }
    Some(Scheme::RsaPss { hash, mask_hash, salt })
}
