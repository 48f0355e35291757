//! The evidence as the API shows it.

use domain::ids::DocumentNumber;
use serde::Serialize;
use serde_json::value::RawValue;

use super::values::{ChainHead, Sealer};

/// The events of an envelope, and whether the chain is whole.
#[derive(Debug, Serialize)]
pub struct EventsView {
    /// Each as it is stored and hashed, byte for byte.
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

/// What a seal in a document says about the evidence.
#[derive(Clone, Debug, Serialize)]
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
