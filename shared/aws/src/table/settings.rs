//! What the operator sets up: API keys, certificates, timestamp authorities, trust anchors.

use async_trait::async_trait;
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::organisation::Organisation;
use domain::ports::{
    Account, ApiKeys, Organisations, PortError, SealingCertificate, SealingCertificates, TimestampAuthorities,
    TimestampAuthority, TrustAnchors,
};

use super::{Table, organisation_key, string};
use crate::stored::{Row, Unreadable, setting};

#[async_trait]
impl ApiKeys for Table {
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError> {
        self.in_list("look up the API key", &SettingsKey::ApiKey(key)).await
    }
}

#[async_trait]
impl Organisations for Table {
    async fn find(&self, id: &OrganisationId) -> Result<Option<Organisation>, PortError> {
        const ACTION: &str = "look up the organisation";
        let found: Option<Organisation> = self.in_list(ACTION, &SettingsKey::Organisation(id.clone())).await?;
        match found {
            Some(other) if other.id != *id => Err(PortError::new(ACTION, format!("the row is about {}", other.id))),
            found => Ok(found),
        }
    }
}

#[async_trait]
impl SealingCertificates for Table {
    async fn find(&self, owner: Option<&OrganisationId>) -> Result<Option<SealingCertificate>, PortError> {
        let read = self.in_list("look up the sealing certificate", &SettingsKey::Certificate(owner.cloned())).await?;
        let (Some(certificate), Some(owner)) = (&read, owner) else { return Ok(read) };
        self.with_persons(owner, certificate).await.map(Some)
    }

    async fn persons(&self, owner: &OrganisationId) -> Result<Vec<EmailAddress>, PortError> {
        if let Some(named) = self.named_persons(owner).await? {
            return Ok(named);
        }
        let (pk, sk) = SettingsKey::Certificate(Some(owner.clone())).parts();
        let item = self.read("look up whom the sealing certificate names", pk, sk).await?;
        // By a row that cannot be read nobody signs: nobody has to be kept in the organisation for it.
        let certificate = item.as_ref().and_then(|item| SealingCertificate::from_row(string(item, "body")?).ok());
        Ok(certificate.map(|certificate| certificate.persons).unwrap_or_default())
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

impl Table {
    /// What a row says that stands in a list. One that does not is refused: whoever operates the stack could neither see it
    /// nor take it away.
    async fn in_list<R: Row>(&self, action: &'static str, key: &SettingsKey) -> Result<Option<R>, PortError> {
        let (pk, sk) = key.parts();
        let Some(item) = self.read(action, pk, sk).await? else { return Ok(None) };
        if string(&item, "setting") != key.list() {
            return Err(PortError::new(action, "the row stands in no list: have it made again by `keiin`"));
        }
        let body = string(&item, "body").ok_or_else(|| PortError::new(action, "the item has no body"))?;
        R::from_row(body).map(Some).map_err(|e| PortError::new(action, e))
    }
}

/// The lists of the index of settings.
pub(super) const ORGANISATIONS: &str = "ORGANISATION";
pub(super) const API_KEYS: &str = "API_KEY";
pub(super) const CERTIFICATES: &str = "CERTIFICATE";

/// Which setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsKey {
    /// An organisation.
    Organisation(OrganisationId),
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
    pub(super) fn parts(&self) -> (String, &'static str) {
        match self {
            Self::Organisation(id) => (organisation_key(id), "ORGANISATION"),
            Self::ApiKey(digest) => (format!("APIKEY#{digest}"), "KEY"),
            Self::Certificate(None) => ("CERTIFICATE#operator".to_owned(), "CERTIFICATE"),
            // An organisation may be called "operator": its row must not be the operator's.
            Self::Certificate(Some(id)) => (format!("CERTIFICATE#organisation#{id}"), "CERTIFICATE"),
            Self::TimestampAuthorities => ("SETTINGS".to_owned(), "TIMESTAMP_AUTHORITIES"),
            Self::TrustAnchors => ("SETTINGS".to_owned(), "TRUST_ANCHORS"),
        }
    }

    /// The list that it stands in; nothing where there is but one of its kind.
    pub(super) fn list(&self) -> Option<&'static str> {
        match self {
            Self::Organisation(_) => Some(ORGANISATIONS),
            Self::ApiKey(_) => Some(API_KEYS),
            Self::Certificate(_) => Some(CERTIFICATES),
            Self::TimestampAuthorities | Self::TrustAnchors => None,
        }
    }

    /// The setting that has this key in the table.
    pub(super) fn from_parts(pk: &str, sk: &str) -> Option<Self> {
        let key = match (pk.split_once('#'), sk) {
            (Some(("ORGANISATION", id)), _) => Self::Organisation(id.to_owned().try_into().ok()?),
            (Some(("APIKEY", digest)), _) => Self::ApiKey(digest.parse().ok()?),
            (Some(("CERTIFICATE", "operator")), _) => Self::Certificate(None),
            (Some(("CERTIFICATE", owner)), _) => {
                Self::Certificate(Some(owner.strip_prefix("organisation#")?.to_owned().try_into().ok()?))
            }
            (None, "TIMESTAMP_AUTHORITIES") => Self::TimestampAuthorities,
            (None, "TRUST_ANCHORS") => Self::TrustAnchors,
            _ => return None,
        };
        let (own_pk, own_sk) = key.parts();
        (own_pk == pk && own_sk == sk).then_some(key)
    }

    /// What a row under this key says.
    pub(super) fn setting_in(&self, body: &str) -> Result<Setting, Unreadable> {
        Ok(match self {
            Self::Organisation(_) => Setting::Organisation(Organisation::from_row(body)?),
            Self::ApiKey(digest) => Setting::ApiKey(*digest, Account::from_row(body)?),
            Self::Certificate(owner) => Setting::Certificate(owner.clone(), SealingCertificate::from_row(body)?),
            Self::TimestampAuthorities => Setting::TimestampAuthorities(setting::authorities_from_row(body)?),
            Self::TrustAnchors => Setting::TrustAnchors(setting::anchors_from_row(body)?),
        })
    }
}

/// A setting with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// An organisation.
    Organisation(Organisation),
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
    /// Under which it is stored.
    pub fn key(&self) -> SettingsKey {
        match self {
            Self::Organisation(organisation) => SettingsKey::Organisation(organisation.id.clone()),
            Self::ApiKey(digest, _) => SettingsKey::ApiKey(*digest),
            Self::Certificate(owner, _) => SettingsKey::Certificate(owner.clone()),
            Self::TimestampAuthorities(_) => SettingsKey::TimestampAuthorities,
            Self::TrustAnchors(_) => SettingsKey::TrustAnchors,
        }
    }

    /// The `body` of its row.
    pub(super) fn to_row(&self) -> Result<String, serde_json::Error> {
        match self {
            Self::Organisation(organisation) => organisation.to_row(),
            Self::ApiKey(_, account) => account.to_row(),
            Self::Certificate(_, certificate) => certificate.to_row(),
            Self::TimestampAuthorities(authorities) => setting::authorities_to_row(authorities),
            Self::TrustAnchors(anchors) => setting::anchors_to_row(anchors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_the_table_is_read_as_it_is_written_and_no_other_is_taken_for_it() {
        let organisation = |id: &str| SettingsKey::Certificate(Some(id.to_owned().try_into().expect("an id")));
        for key in [
            SettingsKey::Organisation("takikawa".to_owned().try_into().expect("an id")),
            SettingsKey::ApiKey(Digest::of(b"a key")),
            SettingsKey::Certificate(None),
            organisation("takikawa"),
            organisation("operator"),
            SettingsKey::TimestampAuthorities,
            SettingsKey::TrustAnchors,
        ] {
            let (pk, sk) = key.parts();
            assert_eq!(SettingsKey::from_parts(&pk, sk), Some(key), "{pk}, {sk}");
        }
        for (pk, sk) in [
            ("APIKEY#not-a-digest", "KEY"),
            ("CERTIFICATE#takikawa", "CERTIFICATE"),
            ("CERTIFICATE#operator", "KEY"),
            ("CERTIFICATE#organisation#Not An Id", "CERTIFICATE"),
            ("ENVELOPE#1", "TRUST_ANCHORS"),
            ("SETTING", "TRUST_ANCHORS"),
        ] {
            assert_eq!(SettingsKey::from_parts(pk, sk), None, "{pk}, {sk}");
        }
    }
}
