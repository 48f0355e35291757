//! Organisations.

use async_trait::async_trait;

use super::PortError;
use crate::ids::OrganisationId;
use crate::organisation::Organisation;

/// The organisations that a stack serves.
#[async_trait]
pub trait Organisations: Send + Sync {
    /// The organisation with this identifier; nothing where there is none, or one that only its keys know.
    async fn find(&self, id: &OrganisationId) -> Result<Option<Organisation>, PortError>;
}
