//! Hash functions by their OIDs (RFC 8017 appendix B.1, RFC 5754, NIST CSOR for SHA-3).

use der::asn1::ObjectIdentifier;
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};

use crate::oid;

/// A hash function. That it can be computed says nothing about its security: see [`crate::algorithms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Hash {
    /// SHA-1, only to read what is old.
    #[serde(rename = "SHA-1")]
    Sha1,
    /// SHA-224.
    #[serde(rename = "SHA-224")]
    Sha224,
    /// SHA-256.
    #[serde(rename = "SHA-256")]
    Sha256,
    /// SHA-384.
    #[serde(rename = "SHA-384")]
    Sha384,
    /// SHA-512.
    #[serde(rename = "SHA-512")]
    Sha512,
    /// SHA3-224.
    #[serde(rename = "SHA3-224")]
    Sha3_224,
    /// SHA3-256.
    #[serde(rename = "SHA3-256")]
    Sha3_256,
    /// SHA3-384.
    #[serde(rename = "SHA3-384")]
    Sha3_384,
    /// SHA3-512.
    #[serde(rename = "SHA3-512")]
    Sha3_512,
}

/// A digest in the making, for what does not lie in memory in one piece.
#[derive(Clone)]
pub(crate) struct Hasher(Box<dyn DynDigest>);

/// Every function with its OID and name.
const ALL: [(Hash, ObjectIdentifier, &str); 9] = [
    (Hash::Sha1, oid::SHA_1, "SHA-1"),
    (Hash::Sha224, oid::SHA_224, "SHA-224"),
    (Hash::Sha256, oid::SHA_256, "SHA-256"),
    (Hash::Sha384, oid::SHA_384, "SHA-384"),
    (Hash::Sha512, oid::SHA_512, "SHA-512"),
    (Hash::Sha3_224, oid::SHA3_224, "SHA3-224"),
    (Hash::Sha3_256, oid::SHA3_256, "SHA3-256"),
    (Hash::Sha3_384, oid::SHA3_384, "SHA3-384"),
    (Hash::Sha3_512, oid::SHA3_512, "SHA3-512"),
];

impl Hash {
    pub(crate) fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        ALL.iter().find(|(_, known, _)| known == oid).map(|(hash, ..)| *hash)
    }

    /// The OID that names the function.
    pub(crate) fn oid(self) -> ObjectIdentifier {
        self.entry().1
    }

    /// Its name, for instance `SHA-256`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().2
    }

    /// The digest's length in bytes.
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 | Self::Sha3_224 => 28,
            Self::Sha256 | Self::Sha3_256 => 32,
            Self::Sha384 | Self::Sha3_384 => 48,
            Self::Sha512 | Self::Sha3_512 => 64,
        }
    }

    /// The digest of the concatenated parts.
    #[must_use]
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        let mut hasher = self.hasher();
        parts.iter().for_each(|part| hasher.update(part));
        hasher.finish()
    }

    /// A digest in the making.
    pub(crate) fn hasher(self) -> Hasher {
        Hasher(match self {
            Self::Sha1 => Box::new(Sha1::default()),
            Self::Sha224 => Box::new(Sha224::default()),
            Self::Sha256 => Box::new(Sha256::default()),
            Self::Sha384 => Box::new(Sha384::default()),
            Self::Sha512 => Box::new(Sha512::default()),
            Self::Sha3_224 => Box::new(Sha3_224::default()),
            Self::Sha3_256 => Box::new(Sha3_256::default()),
            Self::Sha3_384 => Box::new(Sha3_384::default()),
            Self::Sha3_512 => Box::new(Sha3_512::default()),
        })
    }

    fn entry(self) -> &'static (Self, ObjectIdentifier, &'static str) {
        // `ALL` is in the order of the variants.
        &ALL[self as usize]
    }
}

impl Hasher {
    /// Takes in what comes next.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all that was taken in.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.finalize().into_vec()
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_function_is_found_by_its_oid_and_has_its_length() {
        for (hash, oid, name) in ALL {
            assert_eq!(Hash::from_oid(&oid), Some(hash));
            assert_eq!((hash.oid(), hash.name()), (oid, name));
            assert_eq!(hash.digest(&[b"a", b"b"]).len(), hash.length());
        }
        // FIPS 202 and FIPS 180-4: the digest of the empty message.
        assert!(hex::encode(Hash::Sha3_256.digest(&[])).starts_with("a7ffc6f8bf1ed766"));
        assert!(hex::encode(Hash::Sha1.digest(&[])).starts_with("da39a3ee5e6b4b0d"));
    }
}
