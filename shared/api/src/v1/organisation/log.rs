//! The log of an organisation.

#[cfg(feature = "schema")]
use domain::digest::Digest;
#[cfg(feature = "schema")]
use domain::ids::OrganisationId;
#[cfg(feature = "schema")]
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::super::values::ChainHead;

/// A page of the log.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogView {
    /// Each as it is stored and hashed, byte for byte; the oldest first.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<StoredEntry>"))]
    pub entries: Vec<Box<RawValue>>,
    /// What `cursor` is for the next page; nothing on the last one.
    pub next_cursor: Option<String>,
    /// The last link of the whole chain.
    pub head: ChainHead,
    /// Whether the entries of this page follow each other, from the one before them.
    pub intact: bool,
}

/// An entry. Beside these fields it has those of its type, which are as they were when it was recorded; new types and fields come
/// with new versions of the service.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(extend("additionalProperties" = true))]
#[allow(dead_code, reason = "it only says what others write")]
struct StoredEntry {
    organisation: OrganisationId,
    /// Its place in the chain, from 1.
    sequence: u64,
    /// SHA-256 of the entry before; of the first, zeros.
    previous: Digest,
    at: Timestamp,
    /// Who did it.
    by: StoredActor,
    r#type: String,
}

/// Who changed something: the operator, the service by itself, a person, or a program by its key.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(extend("additionalProperties" = true))]
#[allow(dead_code, reason = "it only says what others write")]
struct StoredActor {
    r#type: String,
}
