//! Public keys and the signature algorithms of this crate. Private keys are always somewhere else.

mod hash;
mod public;
mod scheme;

use serde::{Deserialize, Serialize};

use crate::asn1;
use crate::oid;

pub use hash::Hash;
pub(crate) use hash::Hasher;
pub(crate) use public::PublicKey;
pub(crate) use scheme::Scheme;

/// How the external key must sign a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2); AWS KMS calls it `RSASSA_PKCS1_V1_5_SHA_256`.
    RsaPkcs1Sha256,
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes (RFC 8017 §8.1); AWS KMS calls it
    /// `RSASSA_PSS_SHA_256`.
    RsaPssSha256,
    /// ECDSA on P-256 with SHA-256, signature in DER (RFC 3279 §2.2.3); AWS KMS calls it `ECDSA_SHA_256`.
    EcdsaP256Sha256,
    /// ECDSA on P-384 with SHA-384, signature in DER; AWS KMS calls it `ECDSA_SHA_384`. All digests of the signature
    /// are SHA-384 then, 48 bytes long.
    EcdsaP384Sha384,
}

/// Why a public key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not a kind of [`KeyKind`], or not readable at all.
    #[error("the public key is of an unsupported kind; use RSA with 2048 to 4096 bits, P-256 or P-384")]
    Unsupported,
    /// Signatures of the key can be checked, but signing with it is not offered.
    #[error("signing with this kind of key is not offered; use RSA with 2048 to 4096 bits, P-256 or P-384")]
    NotForSigning,
    /// The key does not make signatures by the algorithm asked for.
    #[error("the key does not sign by {asked:?}; leave the algorithm out or name one that fits the certificate")]
    OtherAlgorithm {
        /// What was asked for.
        asked: SignatureAlgorithm,
    },
}

/// The kind of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum KeyKind {
    /// RSA.
    Rsa {
        /// Length of the modulus in bits, 1024 to 8192.
        bits: u32,
        /// Whether the key is for RSASSA-PSS only (RFC 4055 §1.2).
        pss_only: bool,
    },
    /// NIST P-256 (secp256r1).
    P256,
    /// NIST P-384 (secp384r1).
    P384,
    /// NIST P-521 (secp521r1).
    P521,
    /// brainpoolP256r1 (RFC 5639).
    BrainpoolP256r1,
    /// brainpoolP384r1 (RFC 5639).
    BrainpoolP384r1,
}

impl SignatureAlgorithm {
    /// The hash of the covered bytes and of what is signed.
    #[must_use]
    pub fn hash(self) -> Hash {
        self.scheme().hash()
    }

    pub(crate) fn scheme(self) -> Scheme {
        match self {
            Self::RsaPkcs1Sha256 => Scheme::RsaPkcs1(Hash::Sha256),
            Self::RsaPssSha256 => Scheme::RsaPss { hash: Hash::Sha256, mask_hash: Hash::Sha256, salt: 32 },
            Self::EcdsaP256Sha256 => Scheme::Ecdsa(Hash::Sha256),
            Self::EcdsaP384Sha384 => Scheme::Ecdsa(Hash::Sha384),
        }
    }

    /// The DER AlgorithmIdentifier: parameters NULL for RSA (RFC 4055 §5), RSASSA-PSS-params for PSS (RFC 4055 §3.1),
    /// absent for ECDSA (RFC 5758 §3.2).
    pub(crate) fn identifier(self) -> Vec<u8> {
        let named = |oid, parameters: &[u8]| asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(&oid), parameters]);
        match self {
            Self::RsaPkcs1Sha256 => named(oid::SHA_256_WITH_RSA, &asn1::NULL_ELEMENT),
            Self::RsaPssSha256 => {
                // sha256Identifier and mgf1SHA256Identifier of RFC 4055 carry an explicit NULL.
                let hash = named(oid::SHA_256, &asn1::NULL_ELEMENT);
                let mask = named(oid::MGF1, &hash);
                let salt = [0x02, 0x01, 32];
                let parameters = asn1::encode(
                    asn1::SEQUENCE,
                    &[
                        &asn1::encode(asn1::context(0), &[&hash]),
                        &asn1::encode(asn1::context(1), &[&mask]),
                        &asn1::encode(asn1::context(2), &[&salt]),
                    ],
                );
                named(oid::RSASSA_PSS, &parameters)
            }
            Self::EcdsaP256Sha256 => named(oid::ECDSA_WITH_SHA_256, &[]),
            Self::EcdsaP384Sha384 => named(oid::ECDSA_WITH_SHA_384, &[]),
        }
    }
}

impl std::fmt::Display for KeyKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rsa { bits, .. } => write!(f, "RSA {bits}"),
            Self::P256 => f.write_str("P-256"),
            Self::P384 => f.write_str("P-384"),
            Self::P521 => f.write_str("P-521"),
            Self::BrainpoolP256r1 => f.write_str("brainpoolP256r1"),
            Self::BrainpoolP384r1 => f.write_str("brainpoolP384r1"),
        }
    }
}
