//! The log of an organisation: `GET /v1/organisation/log`.

use serde::Deserialize;
use serde_json::value::RawValue;

/// A page of the log.
#[derive(Debug, Deserialize)]
pub(crate) struct Log {
    /// Each as it is stored; the oldest first.
    pub(crate) entries: Vec<Box<RawValue>>,
    pub(crate) head: Head,
    /// Whether the entries of this page fit each other and the one before them.
    pub(crate) intact: bool,
}

/// Where the log ends.
#[derive(Debug, Deserialize)]
pub(crate) struct Head {
    pub(crate) sequence: u64,
}
