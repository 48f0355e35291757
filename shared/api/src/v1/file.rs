//! Where a file of a document is to be had.

use domain::digest::Digest;
use domain::ids::DocumentNumber;
use jiff::Timestamp;
use serde::Serialize;

/// A file of a document.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileView {
    /// Which document.
    pub document: DocumentNumber,
    /// The URL, good for whoever has it.
    pub url: String,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// Of the file.
    pub sha256: Digest,
    /// In bytes.
    pub size: u64,
}

/// The names of files.
#[cfg(feature = "schema")]
pub fn which_file_names() -> Vec<&'static str> {
    domain::file::WhichFile::ALL.map(domain::file::WhichFile::as_str).to_vec()
}
