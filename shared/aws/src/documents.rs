//! Documents in S3: content-addressed objects, presigned uploads and views, Object Lock.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::operation::head_object::HeadObjectError;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use aws_sdk_s3::types::{ChecksumAlgorithm, ObjectLockRetention, ObjectLockRetentionMode};
use aws_types::SdkConfig;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::digest::Digest;
use domain::document;
use domain::document::ObjectKey;
use domain::ids::EnvelopeId;
use domain::ports::{
    Disposition, DocumentRemoval, Documents, PortError, PresignedUpload, RetentionLock, VIEW_LIFETIME,
};
use domain::retention::RetentionMode;
use domain::text::download_name;
use jiff::Timestamp;

/// A sender has an hour to upload: as long as the function's credentials surely live.
const UPLOAD_LIFETIME: Duration = Duration::from_hours(1);

/// The document store.
#[derive(Clone, Debug)]
pub struct S3Documents {
    client: Client,
    bucket: String,
    lock: ObjectLockRetentionMode,
}

impl S3Documents {
    /// Keeps documents in this bucket.
    pub fn new(config: &SdkConfig, bucket: String) -> Self {
        Self { client: client(config), bucket, lock: ObjectLockRetentionMode::Compliance }
    }

    /// Locks documents in the mode of this deployment instead of compliance mode.
    #[must_use]
    pub fn locking(self, mode: RetentionMode) -> Self {
        let lock = match mode {
            RetentionMode::Compliance => ObjectLockRetentionMode::Compliance,
            RetentionMode::Trial { .. } => ObjectLockRetentionMode::Governance,
        };
        Self { lock, ..self }
    }
}

#[async_trait]
impl Documents for S3Documents {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        match self.look_under(key).await? {
            Found::Bytes(bytes) => Ok(Some(bytes)),
            Found::Nothing => Ok(None),
            Found::Forbidden(error) => Err(error),
        }
    }

    async fn get_unrecorded(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        match self.look_under(key).await? {
            Found::Bytes(bytes) => Ok(Some(bytes)),
            Found::Nothing | Found::Forbidden(_) => Ok(None),
        }
    }

    async fn size(&self, key: &ObjectKey) -> Result<Option<u64>, PortError> {
        match self.client.head_object().bucket(&self.bucket).key(&key.0).send().await {
            Ok(object) => Ok(object.content_length.and_then(|length| u64::try_from(length).ok())),
            Err(SdkError::ServiceError(e)) if matches!(e.err(), HeadObjectError::NotFound(_)) => Ok(None),
            Err(error) => Err(PortError::new("ask the store for the document's size", error)),
        }
    }

    async fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), PortError> {
        let request = self.client.put_object().bucket(&self.bucket).key(&key.0).content_type("application/pdf");
        let request = request.checksum_algorithm(ChecksumAlgorithm::Sha256).body(ByteStream::from(bytes));
        request.send().await.map(drop).map_err(|e| PortError::new("write the document to the store", e))
    }

    async fn copy(&self, from: &ObjectKey, to: &ObjectKey) -> Result<bool, PortError> {
        // Keys of ours need no escape in the header that names the source.
        let source = format!("{}/{}", self.bucket, from.0);
        let request = self.client.copy_object().bucket(&self.bucket).key(&to.0).copy_source(source);
        match request.checksum_algorithm(ChecksumAlgorithm::Sha256).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("NoSuchKey") => Ok(false),
            Err(error) => Err(PortError::new("copy the document in the store", error)),
        }
    }

    async fn presign_upload(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError> {
        presign_put(&self.client, &self.bucket, key, sha256, size, UPLOAD_LIFETIME).await
    }

    async fn presign_view(&self, key: &ObjectKey, name: &str, disposition: Disposition) -> Result<String, PortError> {
        const ACTION: &str = "presign the document";
        let request = self.client.get_object().bucket(&self.bucket).key(&key.0);
        let request = request.response_content_disposition(content_disposition(name, disposition));
        let request = request.response_content_type("application/pdf").response_cache_control("no-store");
        let config = PresigningConfig::expires_in(VIEW_LIFETIME).map_err(|e| PortError::new(ACTION, e))?;
        let presigned = request.presigned(config).await.map_err(|e| PortError::new(ACTION, e))?;
        Ok(presigned.uri().to_owned())
    }
}

#[async_trait]
impl RetentionLock for S3Documents {
    async fn retain(&self, key: &ObjectKey, until: Timestamp) -> Result<(), PortError> {
        const ACTION: &str = "lock the document until its retention ends";
        // Whole seconds, and none too few.
        let until = DateTime::from_secs(until.as_second() + i64::from(until.subsec_nanosecond() > 0));
        let lock = ObjectLockRetention::builder().mode(self.lock.clone()).retain_until_date(until).build();
        let request = self.client.put_object_retention().bucket(&self.bucket).key(&key.0).retention(lock);
        let request = request.checksum_algorithm(ChecksumAlgorithm::Sha256);
        match request.send().await {
            Ok(_) => Ok(()),
            // The store says the same where it is locked for longer and where nobody may lock anything.
            Err(error) if error.code() == Some("AccessDenied") && self.lock_of(key).await? >= Some(until) => Ok(()),
            Err(error) => Err(PortError::new(ACTION, error)),
        }
    }

    async fn locked_until(&self, key: &ObjectKey) -> Result<Option<Timestamp>, PortError> {
        let until = self.lock_of(key).await?;
        let moment =
            |until: DateTime| Timestamp::new(until.secs(), until.subsec_nanos().try_into().unwrap_or_default());
        until.map(moment).transpose().map_err(|e| PortError::new("read until when the document is locked", e))
    }
}

/// What was found under a key.
enum Found {
    Bytes(Vec<u8>),
    Nothing,
    /// To whom may not list the bucket S3 says so of what is not there, too.
    Forbidden(PortError),
}

impl S3Documents {
    async fn look_under(&self, key: &ObjectKey) -> Result<Found, PortError> {
        const ACTION: &str = "read the document from the store";
        match self.client.get_object().bucket(&self.bucket).key(&key.0).send().await {
            Ok(object) => {
                let bytes = object.body.collect().await.map_err(|e| PortError::new(ACTION, e))?;
                Ok(Found::Bytes(bytes.to_vec()))
            }
            Err(SdkError::ServiceError(e)) if matches!(e.err(), GetObjectError::NoSuchKey(_)) => Ok(Found::Nothing),
            Err(error) if error.code() == Some("AccessDenied") => Ok(Found::Forbidden(PortError::new(ACTION, error))),
            Err(error) => Err(PortError::new(ACTION, error)),
        }
    }

    /// Until when nobody can delete an object who cannot in this deployment.
    async fn lock_of(&self, key: &ObjectKey) -> Result<Option<DateTime>, PortError> {
        const ACTION: &str = "ask the store until when the document is locked";
        let found = self.client.get_object_retention().bucket(&self.bucket).key(&key.0).send().await;
        let found = match found {
            Ok(found) => found,
            // The last is said of what was removed: its newest version is a mark that cannot be locked.
            Err(error)
                if matches!(error.code(), Some("NoSuchObjectLockConfiguration" | "NoSuchKey" | "MethodNotAllowed")) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(PortError::new(ACTION, error)),
        };
        let is_as_strict = |lock: &ObjectLockRetention| {
            let mode = lock.mode.as_ref();
            mode == Some(&ObjectLockRetentionMode::Compliance) || mode == Some(&self.lock)
        };
        Ok(found.retention.filter(is_as_strict).and_then(|lock| lock.retain_until_date))
    }
}

#[async_trait]
impl DocumentRemoval for S3Documents {
    async fn objects(&self, envelope: EnvelopeId) -> Result<Vec<ObjectKey>, PortError> {
        const ACTION: &str = "list the envelope's files in the store";
        let request = self.client.list_objects_v2().bucket(&self.bucket).prefix(document::folder(envelope));
        let mut pages = request.into_paginator().send();
        let mut keys = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|e| PortError::new(ACTION, e))?;
            keys.extend(page.contents.into_iter().flatten().filter_map(|object| object.key).map(ObjectKey));
        }
        Ok(keys)
    }

    async fn remove(&self, key: &ObjectKey) -> Result<(), PortError> {
        // Without a version: the store puts a mark, and drops the version by the bucket's lifecycle rule.
        let request = self.client.delete_object().bucket(&self.bucket).key(&key.0);
        request.send().await.map(drop).map_err(|e| PortError::new("remove the file from the store", e))
    }
}

/// A request that puts exactly these bytes: their size and SHA-256 are signed with it, and the store refuses any others.
pub(crate) async fn presign_put(
    client: &Client,
    bucket: &str,
    key: &ObjectKey,
    sha256: Digest,
    size: u64,
    lifetime: Duration,
) -> Result<PresignedUpload, PortError> {
    const ACTION: &str = "presign the upload";
    let checksum = BASE64.encode(sha256.as_bytes());
    let length = i64::try_from(size).map_err(|e| PortError::new(ACTION, e))?;
    let request = client.put_object().bucket(bucket).key(&key.0).content_type("application/pdf");
    let request = request.content_length(length).checksum_sha256(checksum);
    let config = PresigningConfig::expires_in(lifetime).map_err(|e| PortError::new(ACTION, e))?;
    let presigned = request.presigned(config).await.map_err(|e| PortError::new(ACTION, e))?;
    Ok(PresignedUpload {
        method: presigned.method().to_owned(),
        url: presigned.uri().to_owned(),
        headers: presigned.headers().map(|(k, v)| (k.to_owned(), v.to_owned())).collect::<BTreeMap<_, _>>(),
        lifetime,
    })
}

/// A client that addresses buckets by path behind a local endpoint: there is no host name for each bucket.
pub(crate) fn client(config: &SdkConfig) -> Client {
    let by_path = config.endpoint_url().is_some();
    Client::from_conf(Builder::from(config).force_path_style(by_path).build())
}

/// RFC 6266: the Japanese name in `filename*` (RFC 8187), a plain one for old clients. Names are made fit for every system
/// here, since those that were stored long ago were not.
fn content_disposition(name: &str, disposition: Disposition) -> String {
    let kind = match disposition {
        Disposition::Inline => "inline",
        Disposition::Attachment => "attachment",
    };
    format!("{kind}; filename=\"document.pdf\"; filename*=UTF-8''{}", ext_value(&download_name(name)))
}

/// RFC 8187 §3.2.1: everything but `attr-char` is percent-encoded.
fn ext_value(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&b);
    let encode = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_japanese_name_is_in_the_header() {
        assert_eq!(
            content_disposition("契約書 第1号", Disposition::Attachment),
            "attachment; filename=\"document.pdf\"; filename*=UTF-8''%E5%A5%91%E7%B4%84%E6%9B%B8%20%E7%AC%AC1%E5%8F%B7.pdf"
        );
        assert!(!content_disposition("a\"\r\nX: y", Disposition::Inline).contains(['\r', '\n']));
    }

    #[test]
    fn a_name_is_made_fit_for_every_system() {
        let name = |stored: &str| {
            let header = content_disposition(stored, Disposition::Attachment);
            header.split_once("filename*=UTF-8''").map(|(_, name)| name.to_owned())
        };
        assert_eq!(name("v2.pdf").as_deref(), Some("v2.pdf"), "no v2.pdf.pdf");
        assert_eq!(name("../a<b>").as_deref(), Some("_a%EF%BC%9Cb%EF%BC%9E.pdf"));
        assert_eq!(name("con").as_deref(), Some("_con.pdf"));
    }
}
