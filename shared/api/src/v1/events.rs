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

use super::values::{ChainHead, Sealer};

/// The events of an envelope, and whether the chain is whole.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventsView {
    /// Each as it is stored and hashed, byte for byte.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<StoredEvent>"))]
    pub events: Vec<Box<RawValue>>,
    /// The chain's last link.
    pub head: ChainHead,
    /// Whether everything fits that was looked at.
    pub intact: bool,
    /// What does not, the chain before the seals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
    /// What the documents' seals say, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seals: Option<Vec<SealEvidenceView>>,
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
