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
use domain::registered_seal::RegisteredSeal;

use super::seal_persons::{of_seal, seal_of};
use super::{Item, Table, organisation_key, string};
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
    async fn find(&self, seal: Option<&RegisteredSeal>) -> Result<Option<SealingCertificate>, PortError> {
        let read = self.in_list("look up the sealing certificate", &SettingsKey::Certificate(seal.cloned())).await?;
        let (Some(certificate), Some(seal)) = (&read, seal) else { return Ok(read) };
        self.with_persons(seal, certificate).await.map(Some)
    }

    async fn of_organisation(
        &self,
        owner: &OrganisationId,
    ) -> Result<Vec<(RegisteredSeal, SealingCertificate)>, PortError> {
        const ACTION: &str = "look up the organisation's sealing certificates";
        let mut all = Vec::new();
        for (seal, item) in self.certificate_items(ACTION, owner).await? {
            let read = read_listed(ACTION, &item, SettingsKey::Certificate(None).list())?;
            all.push((seal.clone(), self.with_persons(&seal, &read).await?));
        }
        Ok(all)
    }

    async fn persons(&self, owner: &OrganisationId) -> Result<Vec<(RegisteredSeal, Vec<EmailAddress>)>, PortError> {
        let mut said = self.named_persons(owner).await?;
        let mut all = Vec::new();
        for (seal, item) in self.certificate_items("look up whom the sealing certificates name", owner).await? {
            // By a row that cannot be read nobody signs: nobody has to be kept in the organisation for it.
            let named_by_it = || {
                let certificate = SealingCertificate::from_row(string(&item, "body")?).ok()?;
                Some(certificate.persons)
            };
            let persons = said.remove(&seal).unwrap_or_else(|| named_by_it().unwrap_or_default());
            all.push((seal, persons));
        }
        all.extend(said.into_iter().filter(|(_, persons)| !persons.is_empty()));
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(all)
    }
}

#[async_trait]
impl TimestampAuthorities for Table {
    async fn list(&self) -> Result<Vec<TimestampAuthority>, PortError> {
        let (pk, sk) = SettingsKey::TimestampAuthorities.parts();
        let read = self.read_body("look up the timestamp authorities", pk, &sk, setting::authorities_from_row);
        Ok(read.await?.unwrap_or_default())
    }
}

#[async_trait]
impl TrustAnchors for Table {
    async fn list(&self) -> Result<Vec<String>, PortError> {
        let (pk, sk) = SettingsKey::TrustAnchors.parts();
        let read = self.read_body("look up the trust anchors", pk, &sk, setting::anchors_from_row);
        Ok(read.await?.unwrap_or_default())
    }
}

impl Table {
    /// What a row says that stands in a list. One that does not is refused: whoever operates the stack could neither see it
    /// nor take it away.
    async fn in_list<R: Row>(&self, action: &'static str, key: &SettingsKey) -> Result<Option<R>, PortError> {
        let (pk, sk) = key.parts();
        let item = self.read(action, pk, &sk).await?;
        item.map(|item| read_listed(action, &item, key.list())).transpose()
    }

    /// The rows of an organisation's registered seals, in the order of the seals.
    async fn certificate_items(
        &self,
        action: &'static str,
        owner: &OrganisationId,
    ) -> Result<Vec<(RegisteredSeal, Item)>, PortError> {
        let items = self.page_of(action, certificates_key(owner), CERTIFICATES, None, u16::MAX).await?;
        let mut all = Vec::new();
        for item in items {
            if let Some(seal) = string(&item, "SK").and_then(|sk| seal_of(CERTIFICATES, owner, sk)) {
                all.push((seal, item));
            }
        }
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(all)
    }
}

fn read_listed<R: Row>(action: &'static str, item: &Item, list: Option<&str>) -> Result<R, PortError> {
    if string(item, "setting") != list {
        return Err(PortError::new(action, "the row stands in no list: have it made again by `keiin`"));
    }
    let body = string(item, "body").ok_or_else(|| PortError::new(action, "the item has no body"))?;
    R::from_row(body).map_err(|e| PortError::new(action, e))
}

/// An organisation may be called "operator": its rows must not be the operator's.
fn certificates_key(owner: &OrganisationId) -> String {
    format!("CERTIFICATE#organisation#{owner}")
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
    /// The operator's certificate (`None`) or that of an organisation's registered seal.
    Certificate(Option<RegisteredSeal>),
    /// The list of authorities.
    TimestampAuthorities,
    /// The roots that signatures of others must lead to, a list of texts in PEM.
    TrustAnchors,
}

impl SettingsKey {
    pub(super) fn parts(&self) -> (String, String) {
        let settings = || "SETTINGS".to_owned();
        match self {
            Self::Organisation(id) => (organisation_key(id), "ORGANISATION".to_owned()),
            Self::ApiKey(digest) => (format!("APIKEY#{digest}"), "KEY".to_owned()),
            Self::Certificate(None) => ("CERTIFICATE#operator".to_owned(), CERTIFICATES.to_owned()),
            Self::Certificate(Some(seal)) => (certificates_key(seal.owner()), of_seal(CERTIFICATES, seal)),
            Self::TimestampAuthorities => (settings(), "TIMESTAMP_AUTHORITIES".to_owned()),
            Self::TrustAnchors => (settings(), "TRUST_ANCHORS".to_owned()),
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
                let owner = owner.strip_prefix("organisation#")?.to_owned().try_into().ok()?;
                Self::Certificate(Some(seal_of(CERTIFICATES, &owner, sk)?))
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
            Self::Certificate(seal) => Setting::Certificate(seal.clone(), SealingCertificate::from_row(body)?),
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
    /// The operator's certificate (`None`) or that of an organisation's registered seal.
    Certificate(Option<RegisteredSeal>, SealingCertificate),
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
            Self::Certificate(seal, _) => SettingsKey::Certificate(seal.clone()),
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
        let seal = |id: &str, seal: Option<&str>| {
            let seal = seal.map(|seal| seal.to_owned().try_into().expect("a seal id"));
            SettingsKey::Certificate(Some(RegisteredSeal::new(id.to_owned().try_into().expect("an id"), seal)))
        };
        for key in [
            SettingsKey::Organisation("takikawa".to_owned().try_into().expect("an id")),
            SettingsKey::ApiKey(Digest::of(b"a key")),
            SettingsKey::Certificate(None),
            seal("takikawa", None),
            seal("operator", None),
            seal("takikawa", Some("water")),
            SettingsKey::TimestampAuthorities,
            SettingsKey::TrustAnchors,
        ] {
            let (pk, sk) = key.parts();
            assert_eq!(SettingsKey::from_parts(&pk, &sk), Some(key), "{pk}, {sk}");
        }
        for (pk, sk) in [
            ("APIKEY#not-a-digest", "KEY"),
            ("CERTIFICATE#takikawa", "CERTIFICATE"),
            ("CERTIFICATE#operator", "KEY"),
            ("CERTIFICATE#organisation#Not An Id", "CERTIFICATE"),
            ("CERTIFICATE#organisation#takikawa", "CERTIFICATE#Not An Id"),
            ("CERTIFICATE#organisation#takikawa", "CERTIFICATE#"),
            ("CERTIFICATE#organisation#takikawa", "CERTIFICATES"),
            // The seal of the organisation's own identifier has one row, not two.
            ("CERTIFICATE#organisation#takikawa", "CERTIFICATE#takikawa"),
            ("ENVELOPE#1", "TRUST_ANCHORS"),
            ("SETTING", "TRUST_ANCHORS"),
        ] {
            assert_eq!(SettingsKey::from_parts(pk, sk), None, "{pk}, {sk}");
        }
    }
}
