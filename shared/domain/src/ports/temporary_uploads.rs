//! Files that anybody leaves to be looked at once.

use async_trait::async_trait;

use super::{PortError, PresignedUpload};
use crate::digest::Digest;
use crate::document::ObjectKey;

/// Files that anybody leaves to be looked at once: a store of their own, from which they are removed at once.
#[async_trait]
pub trait TemporaryUploads: Send + Sync {
    /// A URL of the store, of which only the origin counts.
    async fn address(&self) -> Result<String, PortError>;

    /// A request by which somebody leaves exactly these bytes.
    async fn presign(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError>;

    /// What was left, unless it is longer than `most` bytes.
    async fn get(&self, key: &ObjectKey, most: u64) -> Result<TemporaryUpload, PortError>;

    /// Removes it for good, whether it is there or not.
    async fn remove(&self, key: &ObjectKey) -> Result<(), PortError>;
}

/// What lies under a key.
#[derive(Clone, PartialEq, Eq)]
pub enum TemporaryUpload {
    /// Nothing: not left yet, or removed already.
    Missing,
    /// More than was asked for; nothing of it was read.
    TooLarge,
    /// The bytes.
    Bytes(Vec<u8>),
}
