//! The evidence: `GET /v1/envelopes/{id}/events`.

use serde::Deserialize;
use serde_json::value::RawValue;

/// A page of the evidence.
#[derive(Debug, Deserialize)]
pub(crate) struct Events {
    /// Each as it is stored.
    pub(crate) events: Vec<Box<RawValue>>,
    pub(crate) next_cursor: Option<String>,
    /// Whether the whole chain fits.
    pub(crate) intact: bool,
}
