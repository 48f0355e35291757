//! Access links.

use async_trait::async_trait;

use super::PortError;
use crate::digest::Digest;
use crate::link::AccessLink;

/// Access links.
#[async_trait]
pub trait Links: Send + Sync {
    /// The link of this token's digest.
    async fn find(&self, token: Digest) -> Result<Option<AccessLink>, PortError>;

    /// Stores a link.
    async fn store(&self, link: &AccessLink) -> Result<(), PortError>;
}
