//! Files that anybody leaves to be looked at once.

use std::sync::Arc;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::ports::{PresignedUpload, TemporaryUpload, TemporaryUploads};
use url::Url;

use crate::contract::contract;
use crate::fixtures::key;

/// A store of such files, and somebody who leaves them there.
pub struct Leaving {
    /// The store.
    pub uploads: Arc<dyn TemporaryUploads>,
    /// Who leaves files.
    pub somebody: Box<dyn Somebody>,
}

/// Somebody with a request for an upload.
#[async_trait]
pub trait Somebody: Send + Sync {
    /// Makes the request with these bytes.
    async fn leave(&self, upload: &PresignedUpload, bytes: &[u8]) -> Result<()>;
}

contract!(
    Leaving: where_nothing_was_left_something_is_missing, what_was_left_comes_back,
    what_is_larger_than_asked_for_is_told_as_too_large, what_is_removed_is_missing, removing_nothing_is_no_error,
    uploads_go_to_the_origin_that_the_address_tells, a_file_of_no_bytes_is_there,
);

impl Leaving {
    async fn left(&self, bytes: &[u8]) -> Result<ObjectKey> {
        let key = key();
        let upload = self.uploads.presign(&key, Digest::of(bytes), bytes.len() as u64).await?;
        self.somebody.leave(&upload, bytes).await?;
        Ok(key)
    }

    async fn get(&self, key: &ObjectKey, most: u64) -> Result<TemporaryUpload> {
        Ok(self.uploads.get(key, most).await?)
    }
}

async fn where_nothing_was_left_something_is_missing(leaving: &Leaving) -> Result<()> {
    ensure!(leaving.get(&key(), 1_000).await? == TemporaryUpload::Missing);
    Ok(())
}

async fn what_was_left_comes_back(leaving: &Leaving) -> Result<()> {
    let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(300_000).collect();
    let key = leaving.left(&bytes).await?;
    for _ in 0..2 {
        ensure!(leaving.get(&key, 1_000_000).await? == TemporaryUpload::Bytes(bytes.clone()));
    }
    Ok(())
}

async fn what_is_larger_than_asked_for_is_told_as_too_large(leaving: &Leaving) -> Result<()> {
    let key = leaving.left(&[b'%'; 100]).await?;
    ensure!(leaving.get(&key, 99).await? == TemporaryUpload::TooLarge);
    ensure!(leaving.get(&key, 100).await? == TemporaryUpload::Bytes(vec![b'%'; 100]));
    Ok(())
}

async fn what_is_removed_is_missing(leaving: &Leaving) -> Result<()> {
    let (key, other) = (leaving.left(b"%PDF-1.7").await?, leaving.left(b"%PDF-2.0").await?);
    leaving.uploads.remove(&key).await?;
    ensure!(leaving.get(&key, 1_000).await? == TemporaryUpload::Missing);
    ensure!(leaving.get(&other, 1_000).await? == TemporaryUpload::Bytes(b"%PDF-2.0".to_vec()));
    Ok(())
}

async fn removing_nothing_is_no_error(leaving: &Leaving) -> Result<()> {
    Ok(leaving.uploads.remove(&key()).await?)
}

async fn uploads_go_to_the_origin_that_the_address_tells(leaving: &Leaving) -> Result<()> {
    let address: Url = leaving.uploads.address().await?.parse()?;
    let upload = leaving.uploads.presign(&key(), Digest::of(b"%"), 1).await?;
    let target: Url = upload.url.parse()?;
    ensure!(address.origin() == target.origin(), "{address} {target}");
    ensure!(upload.method == "PUT" && upload.lifetime <= std::time::Duration::from_mins(15), "{upload:?}");
    Ok(())
}

async fn a_file_of_no_bytes_is_there(leaving: &Leaving) -> Result<()> {
    let key = leaving.left(b"").await?;
    ensure!(leaving.get(&key, 0).await? == TemporaryUpload::Bytes(Vec::new()));
    Ok(())
}
