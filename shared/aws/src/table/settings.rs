//! What the operator sets up: API keys, certificates, timestamp authorities, trust anchors.

use async_trait::async_trait;
use domain::digest::Digest;
use domain::ids::OrganisationId;
use domain::ports::{
    Account, ApiKeys, PortError, SealingCertificate, SealingCertificates, TimestampAuthorities, TimestampAuthority,
    TrustAnchors,
};

use super::{Table, text};
use crate::stored::{Row, setting};

#[async_trait]
impl ApiKeys for Table {
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError> {
        let (pk, sk) = SettingsKey::ApiKey(key).parts();
        self.read_row("look up the API key", pk, sk).await
    }
}

#[async_trait]
impl SealingCertificates for Table {
    async fn find(&self, owner: Option<&OrganisationId>) -> Result<Option<SealingCertificate>, PortError> {
        let (pk, sk) = SettingsKey::Certificate(owner.cloned()).parts();
        self.read_row("look up the sealing certificate", pk, sk).await
    }
}

#[async_trait]
impl TimestampAuthorities for Table {
    async fn list(&self) -> Result<Vec<TimestampAuthority>, PortError> {
        let (pk, sk) = SettingsKey::TimestampAuthorities.parts();
        let read = self.read_body("look up the timestamp authorities", pk, sk, setting::authorities_from_row);
        Ok(read.await?.unwrap_or_default())
    }
}

#[async_trait]
impl TrustAnchors for Table {
    async fn list(&self) -> Result<Vec<String>, PortError> {
        let (pk, sk) = SettingsKey::TrustAnchors.parts();
        let read = self.read_body("look up the trust anchors", pk, sk, setting::anchors_from_row);
        Ok(read.await?.unwrap_or_default())
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

/// A setting with its value.
#[derive(Clone, Debug)]
pub enum Setting {
    /// A sender, by the SHA-256 of the API key.
    ApiKey(Digest, Account),
    /// The operator's certificate (`None`) or an organisation's.
    Certificate(Option<OrganisationId>, SealingCertificate),
    /// The authorities, in the order in which they are tried.
    TimestampAuthorities(Vec<TimestampAuthority>),
    /// The roots, in PEM.
    TrustAnchors(Vec<String>),
}

impl Setting {
    fn key(&self) -> SettingsKey {
        match self {
            Self::ApiKey(digest, _) => SettingsKey::ApiKey(*digest),
            Self::Certificate(owner, _) => SettingsKey::Certificate(owner.clone()),
            Self::TimestampAuthorities(_) => SettingsKey::TimestampAuthorities,
            Self::TrustAnchors(_) => SettingsKey::TrustAnchors,
        }
    }

    fn to_row(&self) -> Result<String, serde_json::Error> {
        match self {
            Self::ApiKey(_, account) => account.to_row(),
            Self::Certificate(_, certificate) => certificate.to_row(),
            Self::TimestampAuthorities(authorities) => setting::authorities_to_row(authorities),
            Self::TrustAnchors(anchors) => setting::anchors_to_row(anchors),
        }
    }
}

/// Stores a setting; for whoever sets a deployment up, no function calls it.
pub async fn put_setting(table: &Table, setting: &Setting) -> Result<(), PortError> {
    const ACTION: &str = "store the setting";
    let (pk, sk) = setting.key().parts();
    let body = setting.to_row().map_err(|e| PortError::new(ACTION, e))?;
    let request = table.client.put_item().table_name(&table.name).item("PK", text(pk)).item("SK", text(sk));
    request.item("body", text(body)).send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
}

/// Takes a setting away; for whoever sets a deployment up, no function calls it or may.
pub async fn remove_setting(table: &Table, key: &SettingsKey) -> Result<(), PortError> {
    let (pk, sk) = key.parts();
    let request = table.client.delete_item().table_name(&table.name).key("PK", text(pk)).key("SK", text(sk));
    request.send().await.map(drop).map_err(|e| PortError::new("take the setting away", e))
}
