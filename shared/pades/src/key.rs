//! Public keys and the signature schemes that this crate checks. Private keys are always somewhere else.

use der::asn1::ObjectIdentifier;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256, Sha384, Sha512};
use signature::hazmat::PrehashVerifier;
use spki::DecodePublicKey;

use crate::asn1::{self, Element};
use crate::oid;

/// How the external key must sign a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2); AWS KMS calls it `RSASSA_PKCS1_V1_5_SHA_256`.
    RsaPkcs1Sha256,
    /// ECDSA on P-256 with SHA-256, signature in DER (RFC 3279 §2.2.3); AWS KMS calls it `ECDSA_SHA_256`.
    EcdsaP256Sha256,
}

/// Why a public key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not an RSA key of 2048 to 4096 bits, nor one on P-256 or P-384, or not readable at all.
    #[error("the public key is of an unsupported kind; use RSA with 2048 to 4096 bits or P-256")]
    Unsupported,
    /// P-384 can be checked but signing with it is not offered.
    #[error("signing with this kind of key is not offered; use RSA with 2048 to 4096 bits or P-256")]
    NotForSigning,
}

/// A public key that signatures can be checked against.
#[derive(Clone, Debug)]
pub(crate) enum PublicKey {
    Rsa(Box<rsa::RsaPublicKey>),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
}

/// A hash function by its OID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// A signature scheme with its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    RsaPkcs1(Hash),
    RsaPss { hash: Hash, salt: usize },
    Ecdsa(Hash),
}

impl Hash {
    pub(crate) fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        match *oid {
            oid::SHA_256 => Some(Self::Sha256),
            oid::SHA_384 => Some(Self::Sha384),
            oid::SHA_512 => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The digest of the concatenated parts.
    pub(crate) fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn with<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            parts.iter().for_each(|part| digest.update(part));
            digest.finalize().to_vec()
        }
        match self {
            Self::Sha256 => with::<Sha256>(parts),
            Self::Sha384 => with::<Sha384>(parts),
            Self::Sha512 => with::<Sha512>(parts),
        }
    }
}

impl Scheme {
    /// The scheme of an AlgorithmIdentifier element. `digest` is what a CMS SignerInfo names beside it: plain
    /// `rsaEncryption` leaves the hash to that (RFC 5652 §5.3, RFC 3370 §3.2).
    pub(crate) fn from_algorithm(algorithm: Element<'_>, digest: Option<Hash>) -> Option<Self> {
        let parts = algorithm.children()?;
        Some(match parts.first()?.oid()? {
            oid::RSA_ENCRYPTION => Self::RsaPkcs1(digest?),
            oid::SHA_256_WITH_RSA => Self::RsaPkcs1(Hash::Sha256),
            oid::SHA_384_WITH_RSA => Self::RsaPkcs1(Hash::Sha384),
            oid::SHA_512_WITH_RSA => Self::RsaPkcs1(Hash::Sha512),
            oid::RSASSA_PSS => pss(*parts.get(1)?)?,
            oid::ECDSA_WITH_SHA_256 => Self::Ecdsa(Hash::Sha256),
            oid::ECDSA_WITH_SHA_384 => Self::Ecdsa(Hash::Sha384),
            oid::ECDSA_WITH_SHA_512 => Self::Ecdsa(Hash::Sha512),
            _ => return None,
        })
    }

    pub(crate) fn hash(self) -> Hash {
        match self {
            Self::RsaPkcs1(hash) | Self::Ecdsa(hash) | Self::RsaPss { hash, .. } => hash,
        }
    }
}

/// RSASSA-PSS-params (RFC 4055 §3.1); MGF1 must use the same hash, as everywhere in practice.
fn pss(parameters: Element<'_>) -> Option<Scheme> {
    let mut hash = None;
    let mut mask_hash = None;
    let mut salt = 20;
    for parameter in parameters.children()? {
        let inner = Element::only(parameter.content)?;
        match parameter.tag {
            0xA0 => hash = Hash::from_oid(&inner.children()?.first()?.oid()?),
            0xA1 => {
                let mask = inner.children()?;
                (mask.first()?.oid()? == oid::MGF1).then_some(())?;
                mask_hash = Hash::from_oid(&mask.get(1)?.children()?.first()?.oid()?);
            }
            0xA2 if inner.content.len() <= 2 => {
                salt = inner.content.iter().fold(0, |salt, &byte| salt << 8 | usize::from(byte));
            }
            _ => return None,
        }
    }
    (hash == mask_hash).then_some(Scheme::RsaPss { hash: hash?, salt })
}

impl PublicKey {
    /// Reads a DER SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
    pub(crate) fn from_spki(spki: &[u8]) -> Result<Self, KeyError> {
        if let Ok(key) = rsa::RsaPublicKey::from_public_key_der(spki) {
            let bits = key.n().bits();
            return if (2048..=4096).contains(&bits) {
                Ok(Self::Rsa(Box::new(key)))
            } else {
                Err(KeyError::Unsupported)
            };
        }
        if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(spki) {
            return Ok(Self::P256(key));
        }
        p384::ecdsa::VerifyingKey::from_public_key_der(spki).map(Self::P384).map_err(|_| KeyError::Unsupported)
    }

    /// How this key's private half must sign for us.
    pub(crate) fn algorithm(&self) -> Result<SignatureAlgorithm, KeyError> {
        match self {
            Self::Rsa(_) => Ok(SignatureAlgorithm::RsaPkcs1Sha256),
            Self::P256(_) => Ok(SignatureAlgorithm::EcdsaP256Sha256),
            Self::P384(_) => Err(KeyError::NotForSigning),
        }
    }

    /// The longest signature that the key makes, in bytes.
    pub(crate) fn longest_signature(&self) -> usize {
        match self {
            Self::Rsa(key) => key.size(),
            Self::P256(_) => 72,
            Self::P384(_) => 104,
        }
    }

    /// Whether `signature` is this key's over a message with this digest.
    pub(crate) fn verifies(&self, scheme: Scheme, digest: &[u8], signature: &[u8]) -> bool {
        match (self, scheme) {
            (Self::Rsa(key), Scheme::RsaPkcs1(hash)) => {
                let Ok(signature) = rsa::pkcs1v15::Signature::try_from(signature) else { return false };
                let key = (**key).clone();
                match hash {
                    Hash::Sha256 => rsa::pkcs1v15::VerifyingKey::<Sha256>::new(key).verify_prehash(digest, &signature),
                    Hash::Sha384 => rsa::pkcs1v15::VerifyingKey::<Sha384>::new(key).verify_prehash(digest, &signature),
                    Hash::Sha512 => rsa::pkcs1v15::VerifyingKey::<Sha512>::new(key).verify_prehash(digest, &signature),
                }
                .is_ok()
            }
            (Self::Rsa(key), Scheme::RsaPss { hash, salt }) => {
                let Ok(signature) = rsa::pss::Signature::try_from(signature) else { return false };
                let key = (**key).clone();
                match hash {
                    Hash::Sha256 => verify_pss::<Sha256>(key, salt, digest, &signature),
                    Hash::Sha384 => verify_pss::<Sha384>(key, salt, digest, &signature),
                    Hash::Sha512 => verify_pss::<Sha512>(key, salt, digest, &signature),
                }
            }
            (Self::P256(key), Scheme::Ecdsa(_)) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()),
            (Self::P384(key), Scheme::Ecdsa(_)) => p384::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()),
            (Self::Rsa(_), Scheme::Ecdsa(_))
            | (Self::P256(_) | Self::P384(_), Scheme::RsaPkcs1(_) | Scheme::RsaPss { .. }) => false,
        }
    }
}

fn verify_pss<D>(key: rsa::RsaPublicKey, salt: usize, digest: &[u8], signature: &rsa::pss::Signature) -> bool
where
    D: Digest + sha2::digest::FixedOutputReset,
{
    rsa::pss::VerifyingKey::<D>::new_with_salt_len(key, salt).verify_prehash(digest, signature).is_ok()
}

impl SignatureAlgorithm {
    pub(crate) fn scheme(self) -> Scheme {
        match self {
            Self::RsaPkcs1Sha256 => Scheme::RsaPkcs1(Hash::Sha256),
            Self::EcdsaP256Sha256 => Scheme::Ecdsa(Hash::Sha256),
        }
    }

    /// The DER AlgorithmIdentifier: parameters NULL for RSA (RFC 4055 §5), absent for ECDSA (RFC 5758 §3.2).
    pub(crate) fn identifier(self) -> Vec<u8> {
        match self {
            Self::RsaPkcs1Sha256 => {
                asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(&oid::SHA_256_WITH_RSA), &[0x05, 0x00]])
            }
            Self::EcdsaP256Sha256 => asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(&oid::ECDSA_WITH_SHA_256)]),
        }
    }
}
