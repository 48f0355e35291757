//! A page of the list: `GET /v1/envelopes`.

use domain::ids::EnvelopeId;
use jiff::Timestamp;
use serde::Deserialize;

use super::Status;

/// A page of the list.
#[derive(Debug, Deserialize)]
pub(crate) struct EnvelopeList {
    pub(crate) envelopes: Vec<Summary>,
    pub(crate) next_cursor: Option<EnvelopeId>,
}

/// An envelope in the list.
#[derive(Debug, Deserialize)]
pub(crate) struct Summary {
    pub(crate) id: EnvelopeId,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) status: Status,
    pub(crate) sender: Sender,
    pub(crate) created_at: Timestamp,
    pub(crate) deadline: Option<Timestamp>,
    pub(crate) awaited: Option<Awaited>,
}

/// Recipients who have been asked and have not acted.
#[derive(Debug, Deserialize)]
pub(crate) struct Awaited {
    pub(crate) names: Vec<String>,
    pub(crate) count: usize,
    pub(crate) since: Timestamp,
    pub(crate) bounced: bool,
}

/// Who sent it.
#[derive(Debug, Deserialize)]
pub(crate) struct Sender {
    pub(crate) name: String,
}
