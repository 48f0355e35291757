//! What is removed from the document store.

use async_trait::async_trait;

use super::PortError;
use crate::document::ObjectKey;
use crate::ids::EnvelopeId;

/// Removes files from the document store.
#[async_trait]
pub trait DocumentRemoval: Send + Sync {
    /// The files that were made for an envelope and are there, whoever made them and whether or not the envelope knows of
    /// them. What people upload is none of it.
    async fn objects(&self, envelope: EnvelopeId) -> Result<Vec<ObjectKey>, PortError>;

    /// Takes a file away. The store keeps it hidden for some weeks, and for as long as it is locked. Where there is none that
    /// is no error.
    async fn remove(&self, key: &ObjectKey) -> Result<(), PortError>;
}
