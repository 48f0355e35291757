//! Secrets by which identity providers know this service.

use async_trait::async_trait;

use super::PortError;
use crate::ids::OrganisationId;
use crate::oidc::ProviderSecret;

/// Client secrets of organisations' own identity providers. They stand apart from the organisations' rows, which many functions may
/// read.
#[async_trait]
pub trait ProviderSecrets: Send + Sync {
    /// The secret for this organisation's provider; nothing where this service is a public client there.
    async fn find(&self, organisation: &OrganisationId) -> Result<Option<ProviderSecret>, PortError>;
}
