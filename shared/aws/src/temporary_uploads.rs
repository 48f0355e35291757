//! Files that anybody leaves in S3 to be looked at once, in a bucket of their own.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::Client;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_types::SdkConfig;
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::ports::{PortError, PresignedUpload, TemporaryUpload, TemporaryUploads};

use crate::documents::{client, presign_put};

/// Time enough for 50 MB over a slow line.
const UPLOAD_LIFETIME: Duration = Duration::from_mins(15);

/// A bucket that keeps nothing: without versions, so that what is deleted is gone.
#[derive(Clone, Debug)]
pub struct S3TemporaryUploads {
    client: Client,
    bucket: String,
}

impl S3TemporaryUploads {
    /// Uses this bucket.
    pub fn new(config: &SdkConfig, bucket: String) -> Self {
        Self { client: client(config), bucket }
    }
}

#[async_trait]
impl TemporaryUploads for S3TemporaryUploads {
    async fn address(&self) -> Result<String, PortError> {
        let nothing = ObjectKey("address".to_owned());
        Ok(self.presign(&nothing, Digest::of(b""), 0).await?.url)
    }

    async fn presign(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError> {
        presign_put(&self.client, &self.bucket, key, sha256, size, UPLOAD_LIFETIME).await
    }

    async fn get(&self, key: &ObjectKey, most: u64) -> Result<TemporaryUpload, PortError> {
        const ACTION: &str = "read the temporary upload from the store";
        let found = match self.client.get_object().bucket(&self.bucket).key(&key.0).send().await {
            Ok(found) => found,
            Err(SdkError::ServiceError(e)) if matches!(e.err(), GetObjectError::NoSuchKey(_)) => {
                return Ok(TemporaryUpload::Missing);
            }
            Err(error) => return Err(PortError::new(ACTION, error)),
        };
        let length = found.content_length.and_then(|length| u64::try_from(length).ok());
        let length = length.ok_or_else(|| PortError::new(ACTION, "the answer has no length"))?;
        if length > most {
            return Ok(TemporaryUpload::TooLarge);
        }
        // Straight into its place: collecting the chunks first would hold the file twice.
        let mut bytes = Vec::with_capacity(usize::try_from(length).map_err(|e| PortError::new(ACTION, e))?);
        let mut body = found.body;
        while let Some(chunk) = body.try_next().await.map_err(|e| PortError::new(ACTION, e))? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(TemporaryUpload::Bytes(bytes))
    }

    async fn remove(&self, key: &ObjectKey) -> Result<(), PortError> {
        let removed = self.client.delete_object().bucket(&self.bucket).key(&key.0).send().await;
        removed.map(drop).map_err(|e| PortError::new("remove the temporary upload from the store", e))
    }
}
