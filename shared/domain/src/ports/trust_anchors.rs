//! Whom this deployment trusts.

use async_trait::async_trait;

use super::PortError;

/// Whom this deployment trusts when it verifies what others have signed.
#[async_trait]
pub trait TrustAnchors: Send + Sync {
    /// Texts in PEM, each with one root certificate or more; none where nothing is set up.
    async fn list(&self) -> Result<Vec<String>, PortError>;
}
