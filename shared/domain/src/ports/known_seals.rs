//! Whose seals certificates make.

use async_trait::async_trait;

use super::PortError;
use crate::digest::Digest;
use crate::registered_seal::RegisteredSeal;

/// Every certificate that this deployment seals with, or has sealed with: a renewed or removed one stays known, since documents
/// that it sealed are shown for years.
#[async_trait]
pub trait KnownSeals: Send + Sync {
    /// Whose seal is made with the certificate of this SHA-256 (of its DER); nobody's where nothing is known of it. Only the very
    /// same certificate counts: whatever it says of itself, another one may say as well.
    async fn holder(&self, certificate: Digest) -> Result<Option<SealHolder>, PortError>;
}

/// Whose seal a certificate makes. The key is this deployment's in either case, and what stands in the signature as name and
/// reason was written by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealHolder {
    /// The operator's: it signs for whoever is named in the signature (契約印タイプ), and for the sending itself.
    Operator,
    /// An organisation's own (実印タイプ): the certificate names who signs, and the signature whoever did it for them.
    Registered(RegisteredSeal),
}
