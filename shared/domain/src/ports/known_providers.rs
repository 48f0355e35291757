//! What is known of identity providers.

use async_trait::async_trait;

use super::PortError;
use crate::oidc::KnownProvider;

/// Documents of identity providers, by their issuers.
#[async_trait]
pub trait KnownProviders: Send + Sync {
    /// The documents of this issuer.
    async fn find(&self, issuer: &str) -> Result<Option<KnownProvider>, PortError>;

    /// Stores documents, over those that were there.
    async fn store(&self, provider: &KnownProvider) -> Result<(), PortError>;
}
