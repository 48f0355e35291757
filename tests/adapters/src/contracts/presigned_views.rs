//! Views and downloads by presigned URLs.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::document::ObjectKey;
use domain::ports::{Disposition, Documents};

use crate::contract::contract;
use crate::fixtures::key;
use crate::http;
use crate::stage::Bucket;

contract!(
    Bucket: a_url_gives_the_document_as_a_pdf_that_no_cache_keeps, the_browser_is_told_the_name_and_what_to_do,
    a_part_of_the_document_can_be_asked_for, where_there_is_no_document_the_url_gives_none,
    a_url_for_another_document_is_refused, what_the_browser_is_told_cannot_be_changed, a_url_does_not_write,
    a_url_lives_five_minutes_at_most, after_its_lifetime_a_url_is_refused,
);

const BYTES: &[u8] = b"%PDF-1.7 0123456789";

async fn stored(bucket: &Bucket) -> Result<ObjectKey> {
    let key = key();
    bucket.documents.put(&key, BYTES.to_vec()).await?;
    Ok(key)
}

async fn view(bucket: &Bucket, key: &ObjectKey) -> Result<String> {
    Ok(bucket.documents.presign_view(key, "契約書 第1号", Disposition::Attachment).await?)
}

async fn a_url_gives_the_document_as_a_pdf_that_no_cache_keeps(bucket: &Bucket) -> Result<()> {
    let answer = http::get(&view(bucket, &stored(bucket).await?).await?, None).await?;
    ensure!(answer.status == 200 && answer.body == BYTES, "{answer:?}");
    ensure!(answer.header("content-type") == Some("application/pdf"), "{answer:?}");
    ensure!(answer.header("cache-control") == Some("no-store"), "{answer:?}");
    Ok(())
}

async fn the_browser_is_told_the_name_and_what_to_do(bucket: &Bucket) -> Result<()> {
    let key = stored(bucket).await?;
    for (disposition, begin) in [(Disposition::Inline, "inline; "), (Disposition::Attachment, "attachment; ")] {
        let url = bucket.documents.presign_view(&key, "契約書 第1号", disposition).await?;
        let answer = http::get(&url, None).await?;
        let told = answer.header("content-disposition").context("no disposition")?;
        ensure!(told.starts_with(begin), "{told}");
        ensure!(told.ends_with("filename*=UTF-8''%E5%A5%91%E7%B4%84%E6%9B%B8%20%E7%AC%AC1%E5%8F%B7.pdf"), "{told}");
    }
    Ok(())
}

async fn a_part_of_the_document_can_be_asked_for(bucket: &Bucket) -> Result<()> {
    let url = view(bucket, &stored(bucket).await?).await?;
    let answer = http::get(&url, Some("bytes=9-12")).await?;
    ensure!(answer.status == 206 && answer.body == b"0123", "{answer:?}");
    ensure!(answer.header("content-range") == Some("bytes 9-12/19"), "{answer:?}");
    Ok(())
}

async fn where_there_is_no_document_the_url_gives_none(bucket: &Bucket) -> Result<()> {
    let answer = http::get(&view(bucket, &key()).await?, None).await?;
    ensure!(answer.status == 404, "{answer:?}");
    Ok(())
}

async fn a_url_for_another_document_is_refused(bucket: &Bucket) -> Result<()> {
    let (one, other) = (stored(bucket).await?, stored(bucket).await?);
    let url = view(bucket, &one).await?.replace(&one.0, &other.0);
    let answer = http::get(&url, None).await?;
    ensure!(answer.status == 403, "{answer:?}");
    Ok(())
}

async fn what_the_browser_is_told_cannot_be_changed(bucket: &Bucket) -> Result<()> {
    let url = view(bucket, &stored(bucket).await?).await?;
    for (from, to) in [("attachment", "inline"), ("application%2Fpdf", "text%2Fhtml")] {
        ensure!(url.contains(from), "{url}");
        let answer = http::get(&url.replace(from, to), None).await?;
        ensure!(answer.status == 403, "{from} became {to}: {answer:?}");
    }
    Ok(())
}

async fn a_url_does_not_write(bucket: &Bucket) -> Result<()> {
    let key = stored(bucket).await?;
    let url = view(bucket, &key).await?;
    for method in ["PUT", "DELETE"] {
        let status = http::send_to(method, &url, b"something else").await?;
        ensure!(status.is_client_error(), "{method}: {status}");
    }
    ensure!(bucket.read(&key).await?.as_deref() == Some(BYTES));
    Ok(())
}

async fn a_url_lives_five_minutes_at_most(bucket: &Bucket) -> Result<()> {
    let lifetime = http::lifetime(&view(bucket, &key()).await?)?;
    ensure!(lifetime <= Duration::from_mins(5), "{lifetime:?}");
    Ok(())
}

/// The adapter signs for the present moment alone; that the store looks at the lifetime is shown with a URL that was signed earlier.
async fn after_its_lifetime_a_url_is_refused(bucket: &Bucket) -> Result<()> {
    let key = stored(bucket).await?;
    for (minutes, status) in [(4, 200), (6, 403)] {
        let url = bucket.presign_get_earlier(&key, Duration::from_mins(5), Duration::from_mins(minutes)).await?;
        let answer = http::get(&url, None).await?;
        ensure!(answer.status == status, "after {minutes} minutes: {answer:?}");
    }
    Ok(())
}
