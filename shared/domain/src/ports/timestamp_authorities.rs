//! Timestamp authorities.

use async_trait::async_trait;

use super::PortError;

/// The timestamp authorities of this deployment.
#[async_trait]
pub trait TimestampAuthorities: Send + Sync {
    /// In the order in which they are to be tried.
    async fn list(&self) -> Result<Vec<TimestampAuthority>, PortError>;
}

/// A timestamp authority (RFC 3161 over HTTP).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampAuthority {
    /// Where requests are posted.
    pub url: String,
    /// The policy that tokens must name (dotted decimal), if any.
    pub policy: Option<String>,
    /// Whether the minister accredited it (総務大臣認定).
    pub accredited: bool,
    /// PEM of the roots that its certificate must chain to.
    pub anchors_pem: String,
}
