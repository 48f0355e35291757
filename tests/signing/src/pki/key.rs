//! Private keys that are the same in every run.

use std::convert::Infallible;

use ::rsa::pkcs8::EncodePublicKey;
use ::rsa::rand_core::{TryCryptoRng, TryRng};
use ::rsa::{BoxedUint, RsaPrivateKey, pkcs1v15, pss};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384};
use signature::SignatureEncoding;
use signature::hazmat::{PrehashSigner, RandomizedPrehashSigner};

use crate::der;

/// The primes of the one RSA key: finding some from a seed would take seconds in each test.
const PRIMES: [&str; 2] = [
    "ca68c320c345a557db87afdd9ff7c9f60e5aeaa21b898664180d3eff31ee8ec710b02430324ddf6a5f0449d2ea81be9ca2b242dbc630eb1a\
     a077d89fecbc74febb662d18ccaa4fcc1515d5c7bfc9c98cb04c62f21374a6258904551f2c329eac534f60903bac88276eed28681b4fdcb4\
     e1cca0d3fc07da4e6a710e2d52b4c033",
    "bf6f8aa5eae080424bd5808859fd6dd61f96bffbcf3275097e36ae1f9fa0be714bfdea2b91103ed238d5de226ce56355daca70e8c3700dc2\
     b785d3b18d4973e16055b4312d0548984f690f63897df2d199f30dac0d6145b27c7a0091455a7a26381de780991918caf4352d1132d21562\
     b979a0a8da847a5010de35ddc7f97645",
];

/// The primes of the RSA key that is too short.
const SHORT_PRIMES: [&str; 2] = [
    "d2415af1c8d04030aff5b173b4e2b06df40db434fcf2e0f160709747a1827825b9e58746d484d170d4220287491b15dff92fc7bdf6eeab55\
     34c3e0c115c8f6df",
    "c4edd064f167a83a6e1eb05b7792cb1575beeca2613121d644d7fbf821c94e83a0b9517259b7b8f1f4528c8b796eb60beb403f1149d3b2a5\
     d8c2ce3ed2864c51",
];

/// A private key of a test entity.
pub enum Key {
    /// RSA-2048, PKCS#1 v1.5 with SHA-256.
    Rsa(Box<pkcs1v15::SigningKey<Sha256>>),
    /// RSA-1024, PKCS#1 v1.5 with SHA-1, which nothing relies on any more.
    Weak(Box<pkcs1v15::SigningKey<Sha1>>),
    /// ECDSA on P-256 with SHA-256.
    P256(p256::ecdsa::SigningKey),
    /// ECDSA on P-384 with SHA-384.
    P384(p384::ecdsa::SigningKey),
}

impl Key {
    /// The RSA key.
    #[must_use]
    pub fn rsa() -> Self {
        Self::Rsa(Box::new(pkcs1v15::SigningKey::new(of_primes(PRIMES, 1024))))
    }

    /// The RSA key that is too short, and signs by SHA-1.
    #[must_use]
    pub fn weak() -> Self {
        Self::Weak(Box::new(pkcs1v15::SigningKey::new(of_primes(SHORT_PRIMES, 512))))
    }

    /// The P-256 key of a seed.
    #[must_use]
    pub fn p256(seed: &str) -> Self {
        Self::P256(p256::ecdsa::SigningKey::from_slice(&Sha256::digest(seed)).unwrap())
    }

    /// The P-384 key of a seed.
    #[must_use]
    pub fn p384(seed: &str) -> Self {
        Self::P384(p384::ecdsa::SigningKey::from_slice(&Sha384::digest(seed)).unwrap())
    }

    /// SubjectPublicKeyInfo.
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => {
                let private: &RsaPrivateKey = key.as_ref().as_ref();
                private.to_public_key().to_public_key_der().unwrap().into_vec()
            }
            Self::Weak(key) => {
                let private: &RsaPrivateKey = key.as_ref().as_ref();
                private.to_public_key().to_public_key_der().unwrap().into_vec()
            }
            Self::P256(key) => key.verifying_key().to_public_key_der().unwrap().into_vec(),
            Self::P384(key) => key.verifying_key().to_public_key_der().unwrap().into_vec(),
        }
    }

    /// The AlgorithmIdentifier of its signatures.
    #[must_use]
    pub fn signature_algorithm(&self) -> Vec<u8> {
        match self {
            Self::Rsa(_) => der::sequence(&[der::oid("1.2.840.113549.1.1.11"), der::tlv(0x05, &[])]),
            Self::Weak(_) => der::sequence(&[der::oid("1.2.840.113549.1.1.5"), der::tlv(0x05, &[])]),
            Self::P256(_) => der::sequence(&[der::oid("1.2.840.10045.4.3.2")]),
            Self::P384(_) => der::sequence(&[der::oid("1.2.840.10045.4.3.3")]),
        }
    }

    /// The AlgorithmIdentifier of the hash that goes with it.
    #[must_use]
    pub fn digest_algorithm(&self) -> Vec<u8> {
        let hash = match self {
            Self::P384(_) => "2.16.840.1.101.3.4.2.2",
            Self::Weak(_) => "1.3.14.3.2.26",
            Self::Rsa(_) | Self::P256(_) => "2.16.840.1.101.3.4.2.1",
        };
        der::sequence(&[der::oid(hash)])
    }

    /// The hash that goes with it.
    #[must_use]
    pub fn hash(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::P384(_) => Sha384::digest(message).to_vec(),
            Self::Weak(_) => Sha1::digest(message).to_vec(),
            Self::Rsa(_) | Self::P256(_) => Sha256::digest(message).to_vec(),
        }
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.sign_digest(&self.hash(message))
    }

    /// Signs a digest, as an HSM does: RSA plain octets, ECDSA in DER.
    #[must_use]
    pub fn sign_digest(&self, digest: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) => key.sign_prehash(digest).unwrap().to_vec(),
            Self::Weak(key) => key.sign_prehash(digest).unwrap().to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(digest).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign_prehash(digest).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
        }
    }

    /// Signs a digest by RSASSA-PSS with SHA-256 and a salt of 32 bytes; only the RSA key can.
    #[must_use]
    pub fn sign_digest_pss(&self, digest: &[u8]) -> Vec<u8> {
        let Self::Rsa(key) = self else { panic!("not an RSA key") };
        let private: &RsaPrivateKey = key.as_ref().as_ref();
        let key = pss::SigningKey::<Sha256>::new(private.clone());
        key.sign_prehash_with_rng(&mut Counter(0), digest).unwrap().to_vec()
    }
}

fn of_primes(primes: [&str; 2], bits: u32) -> RsaPrivateKey {
    let [p, q] = primes.map(|digits| BoxedUint::from_be_slice(&hex::decode(digits).unwrap(), bits).unwrap());
    RsaPrivateKey::from_p_q(p, q, BoxedUint::from(65_537_u32)).unwrap()
}

/// A salt that is the same in every run.
struct Counter(u8);

impl TryRng for Counter {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0 = self.0.wrapping_add(1);
        Ok(self.0.into())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.try_next_u32().map(u64::from)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for byte in bytes {
            self.0 = self.0.wrapping_add(1);
            *byte = self.0;
        }
        Ok(())
    }
}

impl TryCryptoRng for Counter {}
