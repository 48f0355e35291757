//! The lock on finished documents.

use async_trait::async_trait;
use jiff::Timestamp;

use super::PortError;
use crate::document::ObjectKey;

/// Refuses deletion of finished documents.
#[async_trait]
pub trait RetentionLock: Send + Sync {
    /// Locks an object until then; a longer lock stays.
    async fn retain(&self, key: &ObjectKey, until: Timestamp) -> Result<(), PortError>;
}
