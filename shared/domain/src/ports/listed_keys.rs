//! API keys as organisations list them.

use async_trait::async_trait;
use jiff::Timestamp;

use super::PortError;
use crate::ids::{KeyId, OrganisationId};
use crate::organisation::ListedKey;

/// The API keys of an organisation, as they are listed.
#[async_trait]
pub trait ListedKeys: Send + Sync {
    /// The key with this identifier.
    async fn key(&self, organisation: &OrganisationId, id: KeyId) -> Result<Option<ListedKey>, PortError>;

    /// A page of the organisation's keys, in the order in which they were made. The last one has less than `limit`.
    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<KeyId>,
        limit: u16,
    ) -> Result<Vec<ListedKey>, PortError>;

    /// Notes that a key was used.
    async fn note_use(&self, organisation: &OrganisationId, id: KeyId, now: Timestamp) -> Result<(), PortError>;
}
