//! The lock on finished documents.

use async_trait::async_trait;
use jiff::Timestamp;

use super::PortError;
use crate::document::ObjectKey;

/// Refuses deletion of finished documents.
#[async_trait]
pub trait RetentionLock: Send + Sync {
    /// Locks an object until then. A longer lock stays as it is, and that is no error.
    async fn retain(&self, key: &ObjectKey, until: Timestamp) -> Result<(), PortError>;

    /// Until when an object is locked as this deployment locks, or more strictly. Nothing where it is not, or is
    /// not there.
    async fn locked_until(&self, key: &ObjectKey) -> Result<Option<Timestamp>, PortError>;
}
