//! A bucket for documents.

use std::time::{Duration, SystemTime};

use anyhow::Result;
use aws::documents::S3Documents;
use aws_sdk_s3::Client;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::ports::{DocumentRemoval, Documents, PresignedUpload, RetentionLock};
use local::deploy::REGION;

use crate::contracts::document_removal::Archive;

/// A bucket, as the adapter has it and as somebody else who gets at it.
#[derive(Debug)]
pub struct Bucket {
    /// The adapter.
    pub documents: S3Documents,
    /// Somebody else.
    pub client: Client,
    /// What the bucket is called.
    pub name: String,
}

impl Bucket {
    /// An object's bytes, past the adapter.
    pub async fn read(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>> {
        match self.client.get_object().bucket(&self.name).key(&key.0).send().await {
            Ok(object) => Ok(Some(object.body.collect().await?.to_vec())),
            Err(SdkError::ServiceError(e)) if matches!(e.err(), GetObjectError::NoSuchKey(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A request like those of the adapter's for uploads, signed so long ago for this lifetime.
    pub async fn presign_put_earlier(
        &self,
        key: &ObjectKey,
        bytes: &[u8],
        lifetime: Duration,
        ago: Duration,
    ) -> Result<PresignedUpload> {
        let like = self.documents.presign_upload(key, Digest::of(bytes), bytes.len() as u64).await?;
        let request = self.client.put_object().bucket(&self.name).key(&key.0).content_type("application/pdf");
        let request = request.content_length(i64::try_from(bytes.len())?);
        let request = request.set_checksum_sha256(like.headers.get("x-amz-checksum-sha256").cloned());
        let signed = request.presigned(earlier(lifetime, ago)?).await?;
        let headers = signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(PresignedUpload { url: signed.uri().to_owned(), headers, lifetime, ..like })
    }

    /// A URL that gives a document, signed so long ago for this lifetime.
    pub async fn presign_get_earlier(&self, key: &ObjectKey, lifetime: Duration, ago: Duration) -> Result<String> {
        let request = self.client.get_object().bucket(&self.name).key(&key.0);
        Ok(request.presigned(earlier(lifetime, ago)?).await?.uri().to_owned())
    }
}

impl Archive for Bucket {
    fn documents(&self) -> &dyn Documents {
        &self.documents
    }

    fn removal(&self) -> &dyn DocumentRemoval {
        &self.documents
    }

    fn lock(&self) -> &dyn RetentionLock {
        &self.documents
    }
}

#[expect(clippy::disallowed_methods, reason = "stores judge lifetimes by the machine's clock")]
fn earlier(lifetime: Duration, ago: Duration) -> Result<PresigningConfig> {
    Ok(PresigningConfig::builder().start_time(SystemTime::now() - ago).expires_in(lifetime).build()?)
}

/// Creates a bucket, where asked for with versions and Object Lock, as those for documents have them.
pub(super) async fn create(client: &Client, name: &str, locks: bool) -> Result<()> {
    let place =
        CreateBucketConfiguration::builder().location_constraint(BucketLocationConstraint::from(REGION)).build();
    let request = client.create_bucket().bucket(name).create_bucket_configuration(place);
    request.object_lock_enabled_for_bucket(locks).send().await?;
    Ok(())
}
