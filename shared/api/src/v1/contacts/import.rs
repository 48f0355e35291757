//! What an import comes to.

use domain::contact::ImportCounts;
use serde::Serialize;

/// Bytes of a file at most. A call of the function holds 6 MB (AWS Lambda, "Quotas"), of which a file that is no text comes as
/// four letters for three bytes.
pub const MAX_CSV_BYTES: usize = 4 * 1024 * 1024;

/// What an import came to. A row of the file is one of these.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportView {
    /// Contacts that were new.
    added: u32,
    /// Contacts of which something else is said now.
    updated: u32,
    /// Rows that changed nothing.
    unchanged: u32,
}

impl From<ImportCounts> for ImportView {
    fn from(ImportCounts { added, updated, unchanged }: ImportCounts) -> Self {
        Self { added, updated, unchanged }
    }
}
