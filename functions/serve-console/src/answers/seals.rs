//! Registered seals: `/v1/organisation/seals`.

use domain::ids::SealId;
use jiff::Timestamp;
use serde::Deserialize;

/// The organisation's registered seals.
#[derive(Debug, Deserialize)]
pub(crate) struct SealList {
    pub(crate) seals: Vec<Seal>,
}

/// A registered seal.
#[derive(Debug, Deserialize)]
pub(crate) struct Seal {
    pub(crate) id: SealId,
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) state: SealState,
    pub(crate) certificate: Option<Certificate>,
    pub(crate) persons: Vec<String>,
    pub(crate) may_ask: Vec<String>,
}

/// How a seal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SealState {
    Valid,
    Expiring,
    Expired,
    NotYetValid,
    Unusable,
}

/// A seal's certificate.
#[derive(Debug, Deserialize)]
pub(crate) struct Certificate {
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) serial_number: String,
    pub(crate) valid_from: Timestamp,
    pub(crate) valid_until: Timestamp,
    pub(crate) days_left: u32,
}

/// A page of the uses of a seal.
#[derive(Debug, Deserialize)]
pub(crate) struct SealUseList {
    pub(crate) uses: Vec<SealUse>,
    pub(crate) next_cursor: Option<String>,
}

/// A signature that was made with a seal.
#[derive(Debug, Deserialize)]
pub(crate) struct SealUse {
    pub(crate) at: Timestamp,
    pub(crate) asked_by: Asking,
    pub(crate) title: String,
    pub(crate) document: Option<SealedDocument>,
    pub(crate) signer: Signer,
}

/// Who asked for the seal.
#[derive(Debug, Deserialize)]
pub(crate) struct Asking {
    pub(crate) name: String,
}

/// Which document was sealed.
#[derive(Debug, Deserialize)]
pub(crate) struct SealedDocument {
    pub(crate) envelope_number: String,
    pub(crate) name: String,
}

/// Who signed with the seal.
#[derive(Debug, Deserialize)]
pub(crate) struct Signer {
    pub(crate) name: String,
    pub(crate) email: String,
}
