//! What is written into the bucket of documents, and the lock on it.

use anyhow::{Context, Result, ensure};
use aws_sdk_s3::primitives::DateTime;
use aws_sdk_s3::types::{ChecksumMode, ObjectLockRetention, ObjectLockRetentionMode};
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::ports::{DocumentRemoval, Documents, RetentionLock};
use jiff::{SignedDuration, Timestamp};

use crate::contract::contract;
use crate::fixtures::key;
use crate::stage::Bucket;

contract!(
    Bucket: an_object_is_stored_with_the_sha_256_of_its_bytes, what_was_not_locked_has_no_lock,
    an_object_is_locked_until_that_moment_in_compliance_mode, the_lock_does_not_end_before_that_moment,
    the_same_lock_again_is_no_error, a_lock_becomes_longer, a_longer_lock_stays_and_is_no_error,
    a_lock_cannot_be_made_shorter_by_any_means, a_locked_object_cannot_be_deleted,
    what_is_stored_over_a_locked_object_leaves_it, locking_what_is_not_there_is_an_error,
    what_was_removed_or_never_there_has_no_lock,
);

/// In seconds since 1970.
const LATER: i64 = 4_000_000_000;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a moment")
}

async fn stored(bucket: &Bucket) -> Result<ObjectKey> {
    let key = key();
    bucket.documents.put(&key, b"%PDF-1.7".to_vec()).await?;
    Ok(key)
}

async fn locked(bucket: &Bucket) -> Result<ObjectKey> {
    let key = stored(bucket).await?;
    bucket.documents.retain(&key, at(LATER)).await?;
    Ok(key)
}

/// Until when an object is locked, and whether in compliance mode.
async fn lock_of(bucket: &Bucket, key: &ObjectKey) -> Result<Option<(Timestamp, bool)>> {
    let head = bucket.client.head_object().bucket(&bucket.name).key(&key.0).send().await?;
    let Some(until) = head.object_lock_retain_until_date() else { return Ok(None) };
    let until = Timestamp::new(until.secs(), i32::try_from(until.subsec_nanos())?)?;
    Ok(Some((until, head.object_lock_mode().is_some_and(|mode| mode.as_str() == "COMPLIANCE"))))
}

async fn an_object_is_stored_with_the_sha_256_of_its_bytes(bucket: &Bucket) -> Result<()> {
    let key = stored(bucket).await?;
    let request = bucket.client.head_object().bucket(&bucket.name).key(&key.0).checksum_mode(ChecksumMode::Enabled);
    let head = request.send().await?;
    let url = bucket.documents.presign_upload(&key, Digest::of(b"%PDF-1.7"), 8).await?;
    ensure!(head.checksum_sha256() == url.headers.get("x-amz-checksum-sha256").map(String::as_str), "{head:?}");
    ensure!(head.content_type() == Some("application/pdf"), "{head:?}");
    Ok(())
}

async fn what_was_not_locked_has_no_lock(bucket: &Bucket) -> Result<()> {
    let key = stored(bucket).await?;
    ensure!(lock_of(bucket, &key).await?.is_none());
    Ok(())
}

async fn what_was_removed_or_never_there_has_no_lock(bucket: &Bucket) -> Result<()> {
    ensure!(bucket.documents.locked_until(&key()).await?.is_none());
    let removed = locked(bucket).await?;
    bucket.documents.remove(&removed).await?;
    ensure!(bucket.documents.locked_until(&removed).await?.is_none());
    Ok(())
}

async fn an_object_is_locked_until_that_moment_in_compliance_mode(bucket: &Bucket) -> Result<()> {
    let key = locked(bucket).await?;
    let lock = lock_of(bucket, &key).await?;
    ensure!(lock == Some((at(LATER), true)), "{lock:?}");
    Ok(())
}

async fn the_lock_does_not_end_before_that_moment(bucket: &Bucket) -> Result<()> {
    let key = stored(bucket).await?;
    let until = at(LATER) + SignedDuration::from_millis(1);
    bucket.documents.retain(&key, until).await?;
    let (locked, _) = lock_of(bucket, &key).await?.context("no lock")?;
    ensure!(locked >= until, "until {locked}, and not until {until}");
    Ok(())
}

async fn the_same_lock_again_is_no_error(bucket: &Bucket) -> Result<()> {
    let key = locked(bucket).await?;
    bucket.documents.retain(&key, at(LATER)).await?;
    ensure!(lock_of(bucket, &key).await? == Some((at(LATER), true)));
    Ok(())
}

async fn a_lock_becomes_longer(bucket: &Bucket) -> Result<()> {
    let key = locked(bucket).await?;
    bucket.documents.retain(&key, at(LATER + 1)).await?;
    ensure!(lock_of(bucket, &key).await? == Some((at(LATER + 1), true)));
    Ok(())
}

async fn a_longer_lock_stays_and_is_no_error(bucket: &Bucket) -> Result<()> {
    let key = locked(bucket).await?;
    bucket.documents.retain(&key, at(LATER - 1)).await?;
    ensure!(lock_of(bucket, &key).await? == Some((at(LATER), true)));
    Ok(())
}

async fn a_lock_cannot_be_made_shorter_by_any_means(bucket: &Bucket) -> Result<()> {
    let key = locked(bucket).await?;
    let sooner = DateTime::from_secs(LATER - 1);
    for mode in [ObjectLockRetentionMode::Compliance, ObjectLockRetentionMode::Governance] {
        let lock = ObjectLockRetention::builder().mode(mode).retain_until_date(sooner).build();
        let request = bucket.client.put_object_retention().bucket(&bucket.name).key(&key.0).retention(lock);
        ensure!(request.bypass_governance_retention(true).send().await.is_err(), "it was made shorter");
    }
    ensure!(lock_of(bucket, &key).await? == Some((at(LATER), true)));
    Ok(())
}

async fn a_locked_object_cannot_be_deleted(bucket: &Bucket) -> Result<()> {
    let key = locked(bucket).await?;
    let head = bucket.client.head_object().bucket(&bucket.name).key(&key.0).send().await?;
    let version = head.version_id().context("no version")?;
    let delete = bucket.client.delete_object().bucket(&bucket.name).key(&key.0).version_id(version);
    ensure!(delete.bypass_governance_retention(true).send().await.is_err(), "it was deleted");
    ensure!(bucket.read(&key).await?.is_some());
    Ok(())
}

async fn what_is_stored_over_a_locked_object_leaves_it(bucket: &Bucket) -> Result<()> {
    let key = locked(bucket).await?;
    let head = bucket.client.head_object().bucket(&bucket.name).key(&key.0).send().await?;
    let version = head.version_id().context("no version")?;
    bucket.documents.put(&key, b"something else".to_vec()).await?;
    bucket.client.delete_object().bucket(&bucket.name).key(&key.0).send().await?;
    ensure!(bucket.documents.get(&key).await?.is_none(), "a mark of deletion hides it");
    let kept = bucket.client.get_object().bucket(&bucket.name).key(&key.0).version_id(version).send().await?;
    ensure!(kept.body.collect().await?.to_vec() == b"%PDF-1.7");
    Ok(())
}

async fn locking_what_is_not_there_is_an_error(bucket: &Bucket) -> Result<()> {
    ensure!(bucket.documents.retain(&key(), at(LATER)).await.is_err());
    Ok(())
}
