//! The evidence as the API shows it.

#[cfg(feature = "schema")]
use domain::digest::Digest;
use domain::ids::DocumentNumber;
#[cfg(feature = "schema")]
use domain::ids::EnvelopeId;
#[cfg(feature = "schema")]
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::query::{each_once, limit};
use super::values::{ChainHead, Sealer};

/// How many events a page holds unless a number is asked for, and at most.
pub const EVENT_LIMITS: (u16, u16) = (100, 100);

/// A page of the events of an envelope, and whether their chain is whole.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventsView {
    /// Each as it is stored and hashed, byte for byte; the oldest first.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<StoredEvent>"))]
    pub events: Vec<Box<RawValue>>,
    /// What `cursor` is for the next page; nothing on the last one.
    pub next_cursor: Option<String>,
    /// The last link of the whole chain.
    pub head: ChainHead,
    /// Whether the whole chain fits, from the first event to the head, be they on this page or not.
    pub intact: bool,
    /// What does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
}

/// Which events are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventsQuery {
    /// Those behind this one.
    pub after: u64,
    /// How many at most.
    pub limit: u16,
}

impl EventsQuery {
    /// What the fields of a query ask for: `limit` (1 to 100) and `cursor`, each at most once. `None` where one of them is
    /// something else.
    pub fn of(fields: &[(String, String)]) -> Option<Self> {
        let (usual, most) = EVENT_LIMITS;
        let mut query = Self { after: 0, limit: usual };
        for (name, value) in each_once(fields)? {
            match name {
                "limit" => query.limit = limit(value, most)?,
                "cursor" => query.after = value.parse().ok()?,
                _ => return None,
            }
        }
        Some(query)
    }

    /// This page of all events, and the cursor of the next one.
    pub fn page(self, all: Vec<String>) -> (Vec<String>, Option<String>) {
        let (skip, limit) = (usize::try_from(self.after).unwrap_or(usize::MAX), usize::from(self.limit));
        let has_more = all.len().saturating_sub(skip) > limit;
        let page: Vec<String> = all.into_iter().skip(skip).take(limit).collect();
        (page, has_more.then(|| self.after.saturating_add(limit as u64).to_string()))
    }
}

/// What the seals of a document say about the evidence.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceView {
    /// Which document.
    pub document: DocumentNumber,
    /// The last link of the chain.
    pub head: ChainHead,
    /// Whether the chain is whole and every seal fits it.
    pub intact: bool,
    /// What does not fit, the chain before the seals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
    /// What each seal says.
    pub seals: Vec<SealEvidenceView>,
}

/// An event. Beside these fields it has those of its type, which are as they were when it was recorded; new types and fields
/// come with new versions of the service.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(extend("additionalProperties" = true))]
#[allow(dead_code, reason = "it only says what others write")]
struct StoredEvent {
    envelope: EnvelopeId,
    /// Its place in the chain, from 1.
    sequence: u64,
    /// SHA-256 of the event before; of the first, zeros.
    previous: Digest,
    at: Timestamp,
    r#type: String,
}

/// What a seal in a document says about the evidence.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SealEvidenceView {
    /// Which document.
    pub document: DocumentNumber,
    /// Whose seal.
    pub by: Sealer,
    /// The chain's head at the act; nothing in a seal of an earlier version.
    pub evidence: Option<ChainHead>,
    /// Whether it fits the evidence.
    pub fits: bool,
    /// What does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
}
