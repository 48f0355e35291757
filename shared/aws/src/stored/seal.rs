//! Seals that were begun.

use domain::digest::Digest;
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::mirror;
use domain::ports::SealIntent;

use super::Row;
use super::parts::SealerRow;

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
