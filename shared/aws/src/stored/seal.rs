//! Seals that were begun, and what registered seals were used for.

use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::ids::{DocumentNumber, EnvelopeId, EnvelopeNumber, OrganisationId, RecipientNumber, SealId};
use domain::mirror;
use domain::ports::SealIntent;
use domain::seal_use::SealUseEntry;
use jiff::Timestamp;

use super::Row;
use super::parts::{IdentityRow, SealerRow};

mirror! {
    /// The `intent` of `ENVELOPE#id`, `SEAL#…`.
    pub struct StoredIntent = SealIntent {
        envelope: EnvelopeId,
        document: DocumentNumber,
        by: SealerRow,
        reserve: u32,
        base: Digest,
        digest: Digest,
        key_id: String,
    }
}

impl Row for SealIntent {
    type Stored = StoredIntent;
}

mirror! {
    /// The `body` of `SEALUSE#organisation` or `SEALUSE#organisation#seal`, `USE#…`.
    pub struct StoredSealUse = SealUseEntry {
        owner: OrganisationId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seal: Option<SealId>,
        at: Timestamp,
        sender: OrganisationId,
        sender_name: String,
        envelope: EnvelopeId,
        envelope_number: EnvelopeNumber,
        title: String,
        document: DocumentNumber,
        document_name: String,
        recipient: RecipientNumber,
        name: String,
        email: EmailAddress,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity: Option<IdentityRow>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_at: Option<Timestamp>,
        signed: Digest,
        key_id: String,
    }
}

impl Row for SealUseEntry {
    type Stored = StoredSealUse;
}
