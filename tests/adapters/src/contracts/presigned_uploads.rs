//! Uploads by presigned requests: one puts exactly the bytes that it was signed for, and nothing else.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use aws::documents::S3Documents;
use aws::temporary_uploads::S3TemporaryUploads;
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::ports::{Documents, PortError, PresignedUpload, TemporaryUploads};

use crate::contract::contract;
use crate::fixtures::key;
use crate::http;
use crate::stage::Bucket;

/// What signs requests, and the bucket that they are for.
pub struct Uploading {
    /// What signs.
    pub signer: Arc<dyn Presign>,
    /// The bucket.
    pub bucket: Bucket,
}

/// What signs requests for uploads.
#[async_trait]
pub trait Presign: Send + Sync {
    /// A request by which somebody uploads exactly these bytes.
    async fn presign(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError>;
}

#[async_trait]
impl Presign for S3Documents {
    async fn presign(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError> {
        self.presign_upload(key, sha256, size).await
    }
}

#[async_trait]
impl Presign for S3TemporaryUploads {
    async fn presign(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError> {
        TemporaryUploads::presign(self, key, sha256, size).await
    }
}

contract!(
    Uploading: the_bytes_it_was_signed_for_are_taken, it_is_good_for_the_same_bytes_again,
    other_bytes_of_the_same_size_are_refused, another_size_is_refused, a_checksum_of_other_bytes_is_refused,
    a_request_without_its_checksum_is_refused, a_request_for_another_key_is_refused, another_method_is_refused,
    a_lifetime_that_somebody_made_longer_is_refused, the_lifetime_that_is_told_is_the_one_that_was_signed,
    after_its_lifetime_it_is_refused, without_a_signature_nothing_is_taken,
);

const BYTES: &[u8] = b"%PDF-1.7 the bytes that were announced";
const CHECKSUM: &str = "x-amz-checksum-sha256";
const LENGTH: &str = "content-length";

impl Uploading {
    async fn signed(&self) -> Result<(ObjectKey, PresignedUpload)> {
        let key = key();
        let upload = self.signer.presign(&key, Digest::of(BYTES), BYTES.len() as u64).await?;
        Ok((key, upload))
    }

    /// Makes the request with these bytes: it is refused, and nothing is stored.
    async fn is_refused(&self, key: &ObjectKey, upload: &PresignedUpload, bytes: &[u8]) -> Result<()> {
        let status = http::send(upload, bytes).await?;
        ensure!(status.is_client_error(), "the answer is {status}");
        ensure!(self.bucket.read(key).await?.is_none(), "it was stored all the same");
        Ok(())
    }
}

async fn the_bytes_it_was_signed_for_are_taken(uploading: &Uploading) -> Result<()> {
    let (key, upload) = uploading.signed().await?;
    ensure!(upload.method == "PUT", "{upload:?}");
    ensure!(http::send(&upload, BYTES).await?.is_success());
    ensure!(uploading.bucket.read(&key).await?.as_deref() == Some(BYTES));
    Ok(())
}

async fn it_is_good_for_the_same_bytes_again(uploading: &Uploading) -> Result<()> {
    let (key, upload) = uploading.signed().await?;
    for _ in 0..2 {
        ensure!(http::send(&upload, BYTES).await?.is_success());
    }
    ensure!(uploading.bucket.read(&key).await?.as_deref() == Some(BYTES));
    Ok(())
}

async fn other_bytes_of_the_same_size_are_refused(uploading: &Uploading) -> Result<()> {
    let (key, upload) = uploading.signed().await?;
    let mut other = BYTES.to_vec();
    other[20] ^= 1;
    uploading.is_refused(&key, &upload, &other).await
}

async fn another_size_is_refused(uploading: &Uploading) -> Result<()> {
    let longer = [BYTES, b"\n"].concat();
    for bytes in [&longer, &BYTES[..BYTES.len() - 1], b""] {
        let (key, mut upload) = uploading.signed().await?;
        upload.headers.insert(LENGTH.to_owned(), bytes.len().to_string());
        uploading.is_refused(&key, &upload, bytes).await?;
    }
    Ok(())
}

async fn a_checksum_of_other_bytes_is_refused(uploading: &Uploading) -> Result<()> {
    let (key, mut upload) = uploading.signed().await?;
    let mut other = BYTES.to_vec();
    other[20] ^= 1;
    let announced = uploading.signer.presign(&key, Digest::of(&other), other.len() as u64).await?;
    let checksum = announced.headers.get(CHECKSUM).cloned();
    ensure!(checksum.is_some() && checksum.as_ref() != upload.headers.get(CHECKSUM), "{announced:?}");
    upload.headers.extend(checksum.map(|checksum| (CHECKSUM.to_owned(), checksum)));
    uploading.is_refused(&key, &upload, &other).await
}

async fn a_request_without_its_checksum_is_refused(uploading: &Uploading) -> Result<()> {
    let (key, mut upload) = uploading.signed().await?;
    ensure!(upload.headers.remove(CHECKSUM).is_some(), "{upload:?}");
    uploading.is_refused(&key, &upload, BYTES).await
}

async fn a_request_for_another_key_is_refused(uploading: &Uploading) -> Result<()> {
    let (one, mut upload) = uploading.signed().await?;
    let other = key();
    upload.url = upload.url.replace(&one.0, &other.0);
    uploading.is_refused(&other, &upload, BYTES).await
}

async fn another_method_is_refused(uploading: &Uploading) -> Result<()> {
    let (key, upload) = uploading.signed().await?;
    ensure!(http::send(&upload, BYTES).await?.is_success());
    let delete = PresignedUpload { method: "DELETE".to_owned(), ..upload };
    let status = http::send(&delete, BYTES).await?;
    ensure!(status.is_client_error(), "the answer is {status}");
    ensure!(uploading.bucket.read(&key).await?.is_some(), "it was deleted");
    Ok(())
}

async fn a_lifetime_that_somebody_made_longer_is_refused(uploading: &Uploading) -> Result<()> {
    let (key, mut upload) = uploading.signed().await?;
    let lifetime = upload.lifetime.as_secs();
    upload.url = upload.url.replace(&format!("X-Amz-Expires={lifetime}"), &format!("X-Amz-Expires={}", lifetime + 1));
    ensure!(upload.url.contains(&format!("={}", lifetime + 1)), "{}", upload.url);
    uploading.is_refused(&key, &upload, BYTES).await
}

async fn the_lifetime_that_is_told_is_the_one_that_was_signed(uploading: &Uploading) -> Result<()> {
    let (_, upload) = uploading.signed().await?;
    let signed = http::lifetime(&upload.url)?;
    ensure!(signed == upload.lifetime && signed <= Duration::from_hours(1), "{signed:?}");
    Ok(())
}

/// The adapters sign for the present moment alone; that the store looks at the lifetime is shown with a request that was signed earlier.
async fn after_its_lifetime_it_is_refused(uploading: &Uploading) -> Result<()> {
    let key = key();
    let (_, upload) = uploading.signed().await?;
    let minute = Duration::from_mins(1);
    let early = uploading.bucket.presign_put_earlier(&key, BYTES, upload.lifetime, upload.lifetime - minute).await?;
    ensure!(http::send(&early, BYTES).await?.is_success(), "a minute before its end");
    let other = self::key();
    let late = uploading.bucket.presign_put_earlier(&other, BYTES, upload.lifetime, upload.lifetime + minute).await?;
    uploading.is_refused(&other, &late, BYTES).await
}

async fn without_a_signature_nothing_is_taken(uploading: &Uploading) -> Result<()> {
    let (key, mut upload) = uploading.signed().await?;
    let end = upload.url.find('?').unwrap_or(upload.url.len());
    upload.url.truncate(end);
    uploading.is_refused(&key, &upload, BYTES).await
}
