//! The key service.

use async_trait::async_trait;

use super::PortError;
use crate::digest::Digest;

/// The key service. Held by the sealing function alone.
#[async_trait]
pub trait SealingKeys: Send + Sync {
    /// Signs a SHA-256 digest. The answer is RSASSA-PKCS1-v1_5, or ECDSA in DER, as the key is.
    async fn sign(&self, key_id: &str, algorithm: SealingAlgorithm, digest: Digest) -> Result<Vec<u8>, PortError>;
}

/// What a sealing key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealingAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2).
    RsaPkcs1Sha256,
    /// ECDSA with SHA-256 on P-256 (FIPS 186-5).
    EcdsaP256Sha256,
}
