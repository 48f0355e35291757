//! The document store.

use std::time::Duration;

use async_trait::async_trait;

use super::PortError;
use crate::digest::Digest;
use crate::document::ObjectKey;

/// How long a URL is good by which an object is shown or downloaded.
pub const VIEW_LIFETIME: Duration = Duration::from_mins(5);

/// The document store.
#[async_trait]
pub trait Documents: Send + Sync {
    /// An object's bytes; `None` where there is none.
    async fn get(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError>;

    /// The same for an object that no record names, by a function that may read it and may not list the store: S3 tells such a
    /// caller that an object is forbidden (403) which is not there. `None` for both. Of an object that a record names, ask
    /// [`Documents::get`]: that it is forbidden is a fault then.
    async fn get_unrecorded(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        self.get(key).await
    }

    /// An object's size; `None` where there is none.
    async fn size(&self, key: &ObjectKey) -> Result<Option<u64>, PortError>;

    /// Stores an object. Keys carry a digest of the content, so that storing twice changes nothing.
    async fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), PortError>;

    /// Copies an object within the store. `false` where there is none to copy.
    async fn copy(&self, from: &ObjectKey, to: &ObjectKey) -> Result<bool, PortError>;

    /// A request by which a sender uploads exactly these bytes.
    async fn presign_upload(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError>;

    /// A URL that shows or downloads an object under a file name, for [`VIEW_LIFETIME`].
    async fn presign_view(&self, key: &ObjectKey, name: &str, disposition: Disposition) -> Result<String, PortError>;
}

/// A request to be made by the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresignedUpload {
    /// HTTP method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// Headers to send exactly so.
    pub headers: std::collections::BTreeMap<String, String>,
    /// How long the URL is good from now on.
    pub lifetime: Duration,
}

/// How a browser treats a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Shows it.
    Inline,
    /// Saves it.
    Attachment,
}
