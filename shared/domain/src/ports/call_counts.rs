//! How often callers have called.

use async_trait::async_trait;

use super::PortError;
use crate::authorisation::Calls;
use crate::ids::OrganisationId;

/// How often callers have called.
#[async_trait]
pub trait CallCounts: Send + Sync {
    /// Counts a call of this caller, whom nobody else of the organisation is called like, in this minute; gives how many there
    /// are with it.
    async fn count(&self, organisation: &OrganisationId, caller: &str, minute: i64) -> Result<Calls, PortError>;
}
