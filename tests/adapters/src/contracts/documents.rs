//! The document store: what is read and written.

use anyhow::{Result, ensure};
use domain::ports::Documents;
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::key;

contract!(
    dyn Documents: where_there_is_no_document_there_are_neither_bytes_nor_a_size, a_document_comes_back_byte_for_byte,
    the_size_is_that_of_the_bytes, storing_twice_changes_nothing, a_copy_is_the_same_and_stays_when_it_is_made_again,
    what_is_not_there_is_not_copied, a_key_is_not_taken_for_another_that_it_begins,
);

async fn where_there_is_no_document_there_are_neither_bytes_nor_a_size(documents: &dyn Documents) -> Result<()> {
    let key = key();
    ensure!(documents.get(&key).await?.is_none() && documents.size(&key).await?.is_none());
    ensure!(documents.get_unrecorded(&key).await?.is_none());
    Ok(())
}

async fn a_document_comes_back_byte_for_byte(documents: &dyn Documents) -> Result<()> {
    let large: Vec<u8> = (0..6_000_000_u32).flat_map(|n| n.to_le_bytes().into_iter().take(1)).collect();
    for bytes in [b"%PDF-1.7\r\n%\xe2\xe3\xcf\xd3\n\0".to_vec(), large] {
        let key = key();
        documents.put(&key, bytes.clone()).await?;
        ensure!(documents.get(&key).await?.as_ref() == Some(&bytes), "{key:?}");
        ensure!(documents.get_unrecorded(&key).await? == Some(bytes), "{key:?}");
    }
    Ok(())
}

async fn the_size_is_that_of_the_bytes(documents: &dyn Documents) -> Result<()> {
    for size in [0, 1, 70_000] {
        let key = key();
        documents.put(&key, vec![b'%'; size]).await?;
        let told = documents.size(&key).await?;
        ensure!(told == Some(size as u64), "{told:?} for {size}");
    }
    Ok(())
}

async fn storing_twice_changes_nothing(documents: &dyn Documents) -> Result<()> {
    let key = key();
    try_join_all((0..4).map(|_| documents.put(&key, b"%PDF-1.7".to_vec()))).await?;
    ensure!(documents.get(&key).await? == Some(b"%PDF-1.7".to_vec()));
    ensure!(documents.size(&key).await? == Some(8));
    Ok(())
}

async fn a_copy_is_the_same_and_stays_when_it_is_made_again(documents: &dyn Documents) -> Result<()> {
    let (from, to) = (key(), key());
    documents.put(&from, b"%PDF-1.7 one".to_vec()).await?;
    for _ in 0..2 {
        ensure!(documents.copy(&from, &to).await?);
        ensure!(documents.get(&to).await? == Some(b"%PDF-1.7 one".to_vec()));
    }
    ensure!(documents.get(&from).await? == Some(b"%PDF-1.7 one".to_vec()));
    Ok(())
}

async fn what_is_not_there_is_not_copied(documents: &dyn Documents) -> Result<()> {
    let to = key();
    ensure!(!documents.copy(&key(), &to).await?);
    ensure!(documents.get(&to).await?.is_none());
    Ok(())
}

async fn a_key_is_not_taken_for_another_that_it_begins(documents: &dyn Documents) -> Result<()> {
    let mut key = key();
    documents.put(&key, b"%PDF-1.7".to_vec()).await?;
    key.0.push('x');
    ensure!(documents.get(&key).await?.is_none() && documents.size(&key).await?.is_none());
    Ok(())
}
