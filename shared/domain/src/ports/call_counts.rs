//! How often callers have called.

use async_trait::async_trait;

use super::PortError;
use crate::ids::OrganisationId;

/// How often callers have called.
#[async_trait]
pub trait CallCounts: Send + Sync {
    /// Counts a call in this minute, of one caller, whom nobody else of the organisation is called like, or of the organisation;
    /// gives how many there are with it.
    async fn count(&self, organisation: &OrganisationId, caller: Option<&str>, minute: i64) -> Result<u64, PortError>;
}
