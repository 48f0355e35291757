//! Files for the page that checks PDFs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::client::Client;
use crate::sample;

/// Signed by everybody.
pub(super) const SIGNED: &str = "signed.pdf";
/// The same with one byte of a signed page changed.
pub(super) const TAMPERED: &str = "tampered.pdf";
/// Never signed.
pub(super) const UNSIGNED: &str = "unsigned.pdf";
/// A text with a PDF's name.
pub(super) const UNREADABLE: &str = "notes.pdf";

/// Writes them all; the signed one comes from a finished envelope.
pub(super) async fn write(dir: &Path, sender: &Client, envelope: &str) -> Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("creating {}", dir.display()))?;
    let envelope = sender.envelope(envelope).await?;
    let url = envelope["documents"][0]["download"]["url"].as_str();
    let signed = sender.fetch(url.with_context(|| format!("no finished document: {envelope}"))?).await?;
    let original = sample::contract(sample::PAGES)?;
    for (name, bytes) in [
        (SIGNED, signed.clone()),
        (TAMPERED, tampered(signed)?),
        (UNSIGNED, original),
        (UNREADABLE, "議事録\n".as_bytes().to_vec()),
    ] {
        fs::write(dir.join(name), bytes)?;
    }
    Ok(())
}

/// One byte in the middle of the first compressed stream, which the signatures cover.
fn tampered(mut pdf: Vec<u8>) -> Result<Vec<u8>> {
    const STREAM: &[u8] = b"stream\n";
    let start = pdf.windows(STREAM.len()).position(|bytes| bytes == STREAM).context("the document has a stream")?;
    let place = start + STREAM.len() + 20;
    ensure!(place < pdf.len(), "the document ends too soon");
    pdf[place] ^= 1;
    Ok(pdf)
}
