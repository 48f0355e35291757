//! What is removed from the document store.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use domain::document::{ObjectKey, document_folder, folder};
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::ports::{DocumentRemoval, Documents, RetentionLock};

use crate::contract::contract;
use crate::fixtures::{at, envelope_id};

/// A document store with what takes files from it and its lock.
pub trait Archive: Send + Sync {
    /// The store.
    fn documents(&self) -> &dyn Documents;
    /// What takes files away.
    fn removal(&self) -> &dyn DocumentRemoval;
    /// Its lock.
    fn lock(&self) -> &dyn RetentionLock;
}

contract!(
    dyn Archive: an_envelope_without_files_has_none, all_files_of_an_envelope_are_listed_and_no_others,
    more_files_than_fit_on_a_page_are_listed, what_is_removed_is_neither_listed_nor_read,
    what_is_not_there_can_be_removed, what_was_removed_can_be_stored_again, a_lock_is_told_and_that_there_is_none,
    what_is_not_there_has_no_lock,
);

/// Later than any machine's clock.
const LATER: i64 = 3_000_000_000;

fn key(envelope: EnvelopeId, document: u16, name: &str) -> ObjectKey {
    ObjectKey(format!("{}{name}.pdf", document_folder(envelope, DocumentNumber(document))))
}

async fn stored(archive: &dyn Archive, document: u16, name: &str) -> Result<(EnvelopeId, ObjectKey)> {
    let id = envelope_id();
    let key = key(id, document, name);
    archive.documents().put(&key, b"%PDF-1.7".to_vec()).await?;
    Ok((id, key))
}

async fn an_envelope_without_files_has_none(archive: &dyn Archive) -> Result<()> {
    ensure!(archive.removal().objects(envelope_id()).await?.is_empty());
    Ok(())
}

async fn all_files_of_an_envelope_are_listed_and_no_others(archive: &dyn Archive) -> Result<()> {
    let (id, one) = stored(archive, 1, "000-ab").await?;
    let other = key(id, 100, "001-cd");
    archive.documents().put(&other, b"%PDF-1.7".to_vec()).await?;
    stored(archive, 1, "000-ab").await?;
    // Uploads, and what only looks alike.
    let upload = ObjectKey(format!("uploads/{id}/1.pdf"));
    let neighbour = ObjectKey(format!("{}0/1.pdf", folder(id).trim_end_matches('/')));
    for other in [upload, neighbour] {
        archive.documents().put(&other, b"%PDF-1.7".to_vec()).await?;
    }
    let listed: BTreeSet<_> = archive.removal().objects(id).await?.into_iter().collect();
    ensure!(listed == BTreeSet::from([one, other]), "{listed:?}");
    Ok(())
}

async fn more_files_than_fit_on_a_page_are_listed(archive: &dyn Archive) -> Result<()> {
    const FILES: usize = 1_003;
    let id = envelope_id();
    for batch in (0..FILES).collect::<Vec<_>>().chunks(50) {
        let puts =
            batch.iter().map(async |n| archive.documents().put(&key(id, 1, &format!("{n:04}")), vec![b'%']).await);
        futures::future::try_join_all(puts).await?;
    }
    let listed = archive.removal().objects(id).await?;
    ensure!(listed.len() == FILES, "{} files", listed.len());
    Ok(())
}

async fn what_is_removed_is_neither_listed_nor_read(archive: &dyn Archive) -> Result<()> {
    let (id, one) = stored(archive, 1, "000-ab").await?;
    let other = key(id, 1, "001-cd");
    archive.documents().put(&other, b"%PDF-1.7".to_vec()).await?;
    archive.removal().remove(&one).await?;
    ensure!(archive.removal().objects(id).await? == [other]);
    ensure!(archive.documents().get(&one).await?.is_none());
    Ok(())
}

async fn what_is_not_there_can_be_removed(archive: &dyn Archive) -> Result<()> {
    let (id, key) = stored(archive, 1, "000-ab").await?;
    archive.removal().remove(&key).await?;
    archive.removal().remove(&key).await?;
    ensure!(archive.removal().objects(id).await?.is_empty());
    Ok(())
}

async fn what_was_removed_can_be_stored_again(archive: &dyn Archive) -> Result<()> {
    let (id, key) = stored(archive, 1, "000-ab").await?;
    archive.removal().remove(&key).await?;
    archive.documents().put(&key, b"%PDF-2.0".to_vec()).await?;
    ensure!(archive.removal().objects(id).await? == std::slice::from_ref(&key));
    ensure!(archive.documents().get(&key).await?.as_deref() == Some(&b"%PDF-2.0"[..]));
    Ok(())
}

async fn a_lock_is_told_and_that_there_is_none(archive: &dyn Archive) -> Result<()> {
    let (_, key) = stored(archive, 1, "000-ab").await?;
    let before = archive.lock().locked_until(&key).await?;
    ensure!(before.is_none(), "{before:?}");
    archive.lock().retain(&key, at(LATER)).await?;
    let after = archive.lock().locked_until(&key).await?;
    ensure!(after == Some(at(LATER)), "{after:?}");
    Ok(())
}

async fn what_is_not_there_has_no_lock(archive: &dyn Archive) -> Result<()> {
    let (_, key) = stored(archive, 1, "000-ab").await?;
    archive.lock().retain(&key, at(LATER)).await?;
    archive.removal().remove(&key).await?;
    ensure!(archive.lock().locked_until(&key).await?.is_none());
    Ok(())
}
