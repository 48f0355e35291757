//! Access links.

use domain::digest::Digest;
use domain::ids::EnvelopeId;
use domain::link::{AccessLink, Purpose};
use domain::mirror;
use jiff::Timestamp;

use super::Row;
use super::parts::AddresseeRow;

mirror! {
    /// The `body` of `LINK#sha256`.
    pub struct StoredLink = AccessLink {
        digest: Digest,
        envelope: EnvelopeId,
        #[serde(rename = "party")]
        addressee: AddresseeRow,
        #[serde(flatten)]
        purpose: PurposeRow,
        expires_at: Timestamp,
    }
}

impl Row for AccessLink {
    type Stored = StoredLink;
}

mirror! {
    #[serde(tag = "purpose")]
    enum PurposeRow = Purpose {
        Act { generation: u32 },
        Download,
        Status,
    }
}
