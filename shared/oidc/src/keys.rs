//! A provider's keys (RFC 7517), and which of them a signature is checked by.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Header};
use serde::Deserialize;
use serde_json::Value;

/// Signatures by a provider's private key. None that needs no key, and none by a secret that both sides know: that would take the
/// public key for the secret (RFC 8725 §2.1).
const ALGORITHMS: [Algorithm; 8] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
];

/// Why keys are not used.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableKeys {
    /// They are not what they should be.
    #[error("they cannot be read")]
    Json(#[from] serde_json::Error),
    /// There is none that could be used.
    #[error("there are no keys")]
    None,
}

/// The keys that can be read. A provider may have others beside them, of kinds that are not used here.
#[derive(Clone, Debug)]
pub struct Keys(Vec<Jwk>);

/// Why there is no key for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoKey {
    /// It is signed in a way that is not taken.
    Algorithm,
    /// The provider has no such key, as far as is known.
    Unknown,
    /// It could be by more than one.
    Ambiguous,
}

impl Keys {
    /// Reads a set of keys.
    ///
    /// # Errors
    /// They are no set of keys, or none of them can be used.
    pub fn read(json: &[u8]) -> Result<Self, UnreadableKeys> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let set: Set = serde_json::from_slice(json)?;
        let keys: Vec<Jwk> = set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        if keys.is_empty() { Err(UnreadableKeys::None) } else { Ok(Self(keys)) }
    }

    /// The key by which a token with this header is checked.
    pub(crate) fn key_of(&self, header: &Header) -> Result<DecodingKey, NoKey> {
        if !ALGORITHMS.contains(&header.alg) {
            return Err(NoKey::Algorithm);
        }
        let is_named = |key: &&Jwk| header.kid.is_none() || key.common.key_id == header.kid;
        let mut fitting = self.0.iter().filter(is_named).filter(|key| fits(key, header.alg));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => DecodingKey::from_jwk(key).map_err(|_| NoKey::Unknown),
            (Some(_), Some(_)) => Err(NoKey::Ambiguous),
            (None, _) => Err(NoKey::Unknown),
        }
    }
}

/// Whether a key is for signatures, and by this algorithm.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let common = &key.common;
    let is_for_signatures = matches!(common.public_key_use, None | Some(PublicKeyUse::Signature));
    let verifies = common.key_operations.as_ref().is_none_or(|does| does.contains(&KeyOperations::Verify));
    let says_so = common.key_algorithm.is_none_or(|said| said.to_string() == format!("{algorithm:?}"));
    let is_of_kind = match (&key.algorithm, algorithm) {
        (AlgorithmParameters::RSA(_), of) => !matches!(of, Algorithm::ES256 | Algorithm::ES384),
        (AlgorithmParameters::EllipticCurve(on), Algorithm::ES256) => on.curve == EllipticCurve::P256,
        (AlgorithmParameters::EllipticCurve(on), Algorithm::ES384) => on.curve == EllipticCurve::P384,
        _ => false,
    };
    is_for_signatures && verifies && says_so && is_of_kind
}
