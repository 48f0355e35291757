//! What the operator sets up: API keys, certificates, timestamp authorities, trust anchors.

use async_trait::async_trait;
use domain::digest::Digest;
use domain::ids::OrganisationId;
use domain::ports::{
    Account, ApiKeys, PortError, SealingCertificate, SealingCertificates, TimestampAuthorities, TimestampAuthority,
    TrustAnchors,
};
use serde::Serialize;

use super::{Table, json, text};

#[async_trait]
impl ApiKeys for Table {
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError> {
        let (pk, sk) = SettingsKey::ApiKey(key).parts();
        self.read_body("look up the API key", pk, sk).await
    }
}

#[async_trait]
impl SealingCertificates for Table {
    async fn find(&self, owner: Option<&OrganisationId>) -> Result<Option<SealingCertificate>, PortError> {
        let (pk, sk) = SettingsKey::Certificate(owner.cloned()).parts();
        self.read_body("look up the sealing certificate", pk, sk).await
    }
}

#[async_trait]
impl TimestampAuthorities for Table {
    async fn list(&self) -> Result<Vec<TimestampAuthority>, PortError> {
        let (pk, sk) = SettingsKey::TimestampAuthorities.parts();
        Ok(self.read_body("look up the timestamp authorities", pk, sk).await?.unwrap_or_default())
    }
}

#[async_trait]
impl TrustAnchors for Table {
    async fn list(&self) -> Result<Vec<String>, PortError> {
        let (pk, sk) = SettingsKey::TrustAnchors.parts();
        Ok(self.read_body("look up the trust anchors", pk, sk).await?.unwrap_or_default())
    }
}

/// Which setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsKey {
    /// A sender, by the SHA-256 of the API key.
    ApiKey(Digest),
    /// The operator's certificate (`None`) or an organisation's.
    Certificate(Option<OrganisationId>),
    /// The list of authorities.
    TimestampAuthorities,
    /// The roots that signatures of others must lead to, a list of texts in PEM.
    TrustAnchors,
}

impl SettingsKey {
    fn parts(&self) -> (String, &'static str) {
        match self {
            Self::ApiKey(digest) => (format!("APIKEY#{digest}"), "KEY"),
            Self::Certificate(None) => ("CERTIFICATE#operator".to_owned(), "CERTIFICATE"),
            // An organisation may be called "operator": its row must not be the operator's.
            Self::Certificate(Some(id)) => (format!("CERTIFICATE#organisation#{id}"), "CERTIFICATE"),
            Self::TimestampAuthorities => ("SETTINGS".to_owned(), "TIMESTAMP_AUTHORITIES"),
            Self::TrustAnchors => ("SETTINGS".to_owned(), "TRUST_ANCHORS"),
        }
    }
}

/// Stores a setting; for whoever sets a deployment up, no function calls it.
pub async fn put_setting(table: &Table, key: &SettingsKey, value: &(impl Serialize + Sync)) -> Result<(), PortError> {
    const ACTION: &str = "store the setting";
    let (pk, sk) = key.parts();
    let request = table.client.put_item().table_name(&table.name).item("PK", text(pk)).item("SK", text(sk));
    let request = request.item("body", json(ACTION, value)?);
    request.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
}

/// Takes a setting away; for whoever sets a deployment up, no function calls it or may.
pub async fn remove_setting(table: &Table, key: &SettingsKey) -> Result<(), PortError> {
    let (pk, sk) = key.parts();
    let request = table.client.delete_item().table_name(&table.name).key("PK", text(pk)).key("SK", text(sk));
    request.send().await.map(drop).map_err(|e| PortError::new("take the setting away", e))
}
