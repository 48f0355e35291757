//! Public keys: reading a SubjectPublicKeyInfo, checking a signature.

use std::ops::Add;

use const_oid::AssociatedOid;
use ecdsa::der::{MaxOverhead, MaxSize};
use ecdsa::elliptic_curve::array::ArraySize;
use ecdsa::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use ecdsa::elliptic_curve::{AffinePoint, CurveArithmetic, FieldBytesSize};
use ecdsa::{EcdsaCurve, SignatureSize, VerifyingKey};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, RsaPublicKey};
use sha1::Sha1;
use sha2::digest::FixedOutputReset;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};
use signature::hazmat::PrehashVerifier;
use spki::DecodePublicKey;

use super::{Hash, KeyError, KeyKind, Scheme, SignatureAlgorithm};
use crate::asn1::{self, Element};
use crate::oid;

/// A public key that signatures can be checked against.
#[derive(Clone, Debug)]
pub(crate) enum PublicKey {
    Rsa {
        key: Box<RsaPublicKey>,
        use_of: RsaUse,
    },
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(Box<p521::ecdsa::VerifyingKey>),
    #[cfg(feature = "brainpool")]
    BrainpoolP256r1(VerifyingKey<bp256::BrainpoolP256r1>),
    #[cfg(feature = "brainpool")]
    BrainpoolP384r1(VerifyingKey<bp384::BrainpoolP384r1>),
}

/// What an RSA key's identifier restricts it to (RFC 4055 §1.2, §3.3).
#[derive(Clone, Copy, Debug)]
pub(crate) enum RsaUse {
    Any,
    Pss,
    /// With this hash, mask and at least this salt.
    PssBy(Scheme),
}

impl PublicKey {
    /// Reads a DER SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). Weak RSA keys are read as well: [`crate::algorithms`]
    /// judges them.
    pub(crate) fn from_spki(spki: &[u8]) -> Result<Self, KeyError> {
        Self::read(spki).ok_or(KeyError::Unsupported)
    }

    fn read(spki: &[u8]) -> Option<Self> {
        let parts = Element::only(spki)?.children()?;
        let [algorithm, bits] = parts.as_slice() else { return None };
        let identifier = algorithm.children()?;
        let rsa = |use_of| Some(Self::Rsa { key: Box::new(rsa_key(*bits)?), use_of });
        match identifier.first()?.oid()? {
            oid::RSA_ENCRYPTION => rsa(RsaUse::Any),
            oid::RSASSA_PSS => match identifier.get(1).filter(|parameters| parameters.tag == asn1::SEQUENCE) {
                Some(_) => rsa(RsaUse::PssBy(Scheme::from_algorithm(*algorithm, None)?)),
                None => rsa(RsaUse::Pss),
            },
            oid::EC_PUBLIC_KEY => match identifier.get(1)?.oid()? {
                oid::P256 => p256::ecdsa::VerifyingKey::from_public_key_der(spki).ok().map(Self::P256),
                oid::P384 => p384::ecdsa::VerifyingKey::from_public_key_der(spki).ok().map(Self::P384),
                oid::P521 => {
                    p521::ecdsa::VerifyingKey::from_public_key_der(spki).ok().map(|key| Self::P521(Box::new(key)))
                }
                #[cfg(feature = "brainpool")]
                oid::BRAINPOOL_P256R1 => VerifyingKey::from_public_key_der(spki).ok().map(Self::BrainpoolP256r1),
                #[cfg(feature = "brainpool")]
                oid::BRAINPOOL_P384R1 => VerifyingKey::from_public_key_der(spki).ok().map(Self::BrainpoolP384r1),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn kind(&self) -> KeyKind {
        match self {
            Self::Rsa { key, use_of } => {
                KeyKind::Rsa { bits: key.n().bits_vartime(), pss_only: !matches!(use_of, RsaUse::Any) }
            }
            Self::P256(_) => KeyKind::P256,
            Self::P384(_) => KeyKind::P384,
            Self::P521(_) => KeyKind::P521,
            #[cfg(feature = "brainpool")]
            Self::BrainpoolP256r1(_) => KeyKind::BrainpoolP256r1,
            #[cfg(feature = "brainpool")]
            Self::BrainpoolP384r1(_) => KeyKind::BrainpoolP384r1,
        }
    }

    /// How this key's private half may sign for us, the usual way first; empty if signing with it is not offered.
    pub(crate) fn algorithms(&self) -> &'static [SignatureAlgorithm] {
        use SignatureAlgorithm::{EcdsaP256Sha256, EcdsaP384Sha384, RsaPkcs1Sha256, RsaPssSha256};
        match (self, self.kind()) {
            (Self::Rsa { use_of, .. }, KeyKind::Rsa { bits: 2048..=4096, .. }) => match use_of {
                RsaUse::Any => &[RsaPkcs1Sha256, RsaPssSha256],
                _ if self.supports(RsaPssSha256.scheme()) => &[RsaPssSha256],
                RsaUse::Pss | RsaUse::PssBy(_) => &[],
            },
            (Self::P256(_), _) => &[EcdsaP256Sha256],
            (Self::P384(_), _) => &[EcdsaP384Sha384],
            _ => &[],
        }
    }

    /// How this key's private half signs for us unless asked otherwise.
    pub(crate) fn algorithm(&self) -> Result<SignatureAlgorithm, KeyError> {
        self.algorithms().first().copied().ok_or(KeyError::NotForSigning)
    }

    /// `asked` if the key can do it, without it the usual algorithm.
    pub(crate) fn choose(&self, asked: Option<SignatureAlgorithm>) -> Result<SignatureAlgorithm, KeyError> {
        let usual = self.algorithm()?;
        match asked {
            None => Ok(usual),
            Some(asked) if self.algorithms().contains(&asked) => Ok(asked),
            Some(asked) => Err(KeyError::OtherAlgorithm { asked }),
        }
    }

    /// The longest signature that the key makes, in bytes.
    pub(crate) fn longest_signature(&self) -> usize {
        match self {
            Self::Rsa { key, .. } => key.size(),
            Self::P256(_) => 72,
            Self::P384(_) => 104,
            #[cfg(feature = "brainpool")]
            Self::BrainpoolP256r1(_) => 72,
            #[cfg(feature = "brainpool")]
            Self::BrainpoolP384r1(_) => 104,
            Self::P521(_) => 139,
        }
    }

    /// Whether [`PublicKey::verifies`] can say yes to a signature by this scheme.
    pub(crate) fn supports(&self, scheme: Scheme) -> bool {
        match (self, scheme) {
            (Self::Rsa { use_of, .. }, Scheme::RsaPss { hash, mask_hash, salt }) => {
                let allowed = match use_of {
                    RsaUse::PssBy(Scheme::RsaPss { hash: own, salt: least, .. }) => *own == hash && salt >= *least,
                    _ => true,
                };
                allowed && hash == mask_hash
            }
            (Self::Rsa { use_of, .. }, Scheme::RsaPkcs1(_)) => matches!(use_of, RsaUse::Any),
            (Self::Rsa { .. }, Scheme::Ecdsa(_) | Scheme::EcdsaPlain(_)) => false,
            (_, scheme) => matches!(scheme, Scheme::Ecdsa(_) | Scheme::EcdsaPlain(_)),
        }
    }

    /// Whether `signature` is this key's over a message with this digest.
    pub(crate) fn verifies(&self, scheme: Scheme, digest: &[u8], signature: &[u8]) -> bool {
        if !self.supports(scheme) || digest.len() != scheme.hash().length() {
            return false;
        }
        match (self, scheme) {
            (Self::Rsa { key, .. }, _) => verify_rsa(key, scheme, digest, signature),
            (Self::P256(key), _) => verify_ecdsa(key, scheme, digest, signature),
            (Self::P384(key), _) => verify_ecdsa(key, scheme, digest, signature),
            (Self::P521(key), _) => verify_ecdsa(key, scheme, digest, signature),
            #[cfg(feature = "brainpool")]
            (Self::BrainpoolP256r1(key), _) => verify_ecdsa(key, scheme, digest, signature),
            #[cfg(feature = "brainpool")]
            (Self::BrainpoolP384r1(key), _) => verify_ecdsa(key, scheme, digest, signature),
        }
    }
}

/// RSAPublicKey (RFC 8017 appendix A.1.1) in a BIT STRING.
fn rsa_key(bits: Element<'_>) -> Option<RsaPublicKey> {
    let key = Element::only(bits.tagged(asn1::BIT_STRING)?.content.strip_prefix(&[0])?)?;
    let parts = key.tagged(asn1::SEQUENCE)?.children()?;
    let [modulus, exponent] = parts.as_slice() else { return None };
    let number = |element: &Element<'_>| {
        let digits = element.tagged(asn1::INTEGER)?.content;
        // A negative number here is a positive one whose encoder left the leading zero out.
        let significant = digits.iter().position(|&digit| digit != 0)?;
        Some(BoxedUint::from_be_slice_vartime(&digits[significant..]))
    };
    RsaPublicKey::new(number(modulus)?, number(exponent)?).ok()
}

fn verify_rsa(key: &RsaPublicKey, scheme: Scheme, digest: &[u8], signature: &[u8]) -> bool {
    // RFC 8017 §8.1.2, §8.2.2: any other length is no signature of the key.
    if signature.len() != key.size() {
        return false;
    }
    match scheme.hash() {
        Hash::Sha1 => verify_rsa_with::<Sha1>(key, scheme, digest, signature),
        Hash::Sha224 => verify_rsa_with::<Sha224>(key, scheme, digest, signature),
        Hash::Sha256 => verify_rsa_with::<Sha256>(key, scheme, digest, signature),
        Hash::Sha384 => verify_rsa_with::<Sha384>(key, scheme, digest, signature),
        Hash::Sha512 => verify_rsa_with::<Sha512>(key, scheme, digest, signature),
        Hash::Sha3_224 => verify_rsa_with::<Sha3_224>(key, scheme, digest, signature),
        Hash::Sha3_256 => verify_rsa_with::<Sha3_256>(key, scheme, digest, signature),
        Hash::Sha3_384 => verify_rsa_with::<Sha3_384>(key, scheme, digest, signature),
        Hash::Sha3_512 => verify_rsa_with::<Sha3_512>(key, scheme, digest, signature),
    }
}

fn verify_rsa_with<D>(key: &RsaPublicKey, scheme: Scheme, digest: &[u8], signature: &[u8]) -> bool
where
    D: Digest + AssociatedOid + FixedOutputReset,
{
    let key = key.clone();
    match scheme {
        Scheme::RsaPss { salt, .. } => rsa::pss::Signature::try_from(signature).is_ok_and(|signature| {
            rsa::pss::VerifyingKey::<D>::new_with_salt_len(key, salt).verify_prehash(digest, &signature).is_ok()
        }),
        _ => rsa::pkcs1v15::Signature::try_from(signature).is_ok_and(|signature| {
            rsa::pkcs1v15::VerifyingKey::<D>::new(key).verify_prehash(digest, &signature).is_ok()
        }),
    }
}

fn verify_ecdsa<C>(key: &VerifyingKey<C>, scheme: Scheme, digest: &[u8], signature: &[u8]) -> bool
where
    C: EcdsaCurve + CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    MaxSize<C>: ArraySize,
    <FieldBytesSize<C> as Add>::Output: Add<MaxOverhead> + ArraySize,
    SignatureSize<C>: ArraySize,
{
    let signature = match scheme {
        Scheme::EcdsaPlain(_) => ecdsa::Signature::from_slice(signature),
        _ => ecdsa::Signature::from_der(signature),
    };
    signature.is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok())
}
