//! What the operator sets up beside organisations and keys.

use domain::email_address::EmailAddress;
use domain::ids::{OrganisationId, SealId};
use domain::mirror;
use domain::mirror::Convert;
use domain::ports::{SealHolder, SealPersons, SealingCertificate, TimestampAuthority};
use domain::registered_seal::{RegisteredSeal, SealName};
use serde::{Deserialize, Serialize};

use super::{Row, Unreadable};

mirror! {
    /// The `body` of `CERTIFICATE#…`.
    pub struct StoredCertificate = SealingCertificate {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<SealNameRow>,
        key_id: String,
        chain_pem: String,
        #[serde(default)]
        persons: Vec<EmailAddress>,
        #[serde(default)]
        organisations: Vec<OrganisationId>,
    }
}

mirror! {
    struct SealNameRow = SealName {
        ja: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        en: Option<String>,
    }
}

impl Row for SealingCertificate {
    type Stored = StoredCertificate;
}

mirror! {
    /// The `body` of `SEALPERSONS#organisation`, `PERSONS` or `PERSONS#seal`. Code of before it looks for persons in the certificate's row, which
    /// names nobody since: it lets nobody sign.
    pub struct StoredSealPersons = SealPersons {
        persons: Vec<EmailAddress>,
    }
}

impl Row for SealPersons {
    type Stored = StoredSealPersons;
}

/// The `body` of `CERTIFICATE#sha256#…`: whose seal it makes, the operator's where it names no organisation.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredSealHolder {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
    /// Where that is another than the organisation's identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seal: Option<SealId>,
}

impl Convert<StoredSealHolder> for SealHolder {
    fn convert(self) -> StoredSealHolder {
        match self {
            Self::Operator => StoredSealHolder { organisation: None, seal: None },
            Self::Registered(seal) => {
                StoredSealHolder { organisation: Some(seal.owner().clone()), seal: seal.further().cloned() }
            }
        }
    }
}

impl Convert<SealHolder> for StoredSealHolder {
    fn convert(self) -> SealHolder {
        match self.organisation {
            None => SealHolder::Operator,
            Some(organisation) => SealHolder::Registered(RegisteredSeal::new(organisation, self.seal)),
        }
    }
}

impl Row for SealHolder {
    type Stored = StoredSealHolder;
}

mirror! {
    struct AuthorityRow = TimestampAuthority {
        url: String,
        #[serde(default)]
        policy: Option<String>,
        accredited: bool,
        anchors_pem: String,
    }
}

/// The `body` of `SETTINGS`, `TIMESTAMP_AUTHORITIES`: a list.
pub fn authorities_to_row(authorities: &[TimestampAuthority]) -> Result<String, serde_json::Error> {
    let rows: Vec<AuthorityRow> = authorities.to_vec().convert();
    serde_json::to_string(&rows)
}

/// Reads it.
pub fn authorities_from_row(text: &str) -> Result<Vec<TimestampAuthority>, Unreadable> {
    let rows: Vec<AuthorityRow> = serde_json::from_str(text)?;
    Ok(rows.convert())
}

/// The `body` of `SETTINGS`, `TRUST_ANCHORS`: a list of texts in PEM.
pub fn anchors_to_row(anchors: &[String]) -> Result<String, serde_json::Error> {
    serde_json::to_string(anchors)
}

/// Reads it.
pub fn anchors_from_row(text: &str) -> Result<Vec<String>, Unreadable> {
    Ok(serde_json::from_str(text)?)
}
