//! What the operator sets up.

use domain::authorisation::{AddressRange, KeyTerms, Scope};
use domain::draft::Policy;
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::mirror;
use domain::mirror::Convert;
use domain::organisation::Organisation;
use domain::ports::{Account, SealingCertificate, TimestampAuthority};
use jiff::Timestamp;

use super::envelope::SenderRow;
use super::{Row, Unreadable};

mirror! {
    /// The `body` of `APIKEY#sha256`.
    pub struct StoredAccount = Account {
        #[serde(flatten)]
        sender: SenderRow,
        terms: TermsRow,
        policy: PolicyRow,
        has_organisation: bool,
    }
}

impl Row for Account {
    /// Since the second a key says what it is good for, since the third whether its organisation has a row that must be there.
    /// Code that knows an earlier one would pass over that, and so it reads no key of a later one.
    const SCHEMA: u32 = 3;

    type Stored = StoredAccount;

    fn upgrade(schema: u32, text: &str) -> Result<StoredAccount, Unreadable> {
        #[derive(serde::Deserialize)]
        struct First {
            #[serde(flatten)]
            sender: SenderRow,
            #[serde(default)]
            policy: PolicyRow,
        }
        #[derive(serde::Deserialize)]
        struct Second {
            #[serde(flatten)]
            sender: SenderRow,
            terms: TermsRow,
            policy: PolicyRow,
        }
        let Second { sender, terms, policy } = match schema {
            1 => {
                let First { sender, policy } = serde_json::from_str(text)?;
                // What there was to do with a key then.
                let scopes = vec![Scope::EnvelopesRead, Scope::EnvelopesWrite, Scope::EnvelopesSend];
                let terms = TermsRow { label: String::new(), scopes, expires_at: None, addresses: Vec::new() };
                Second { sender, terms, policy }
            }
            2 => serde_json::from_str(text)?,
            found => return Err(Unreadable::Schema { found, newest: Self::SCHEMA }),
        };
        Ok(StoredAccount { sender, terms, policy, has_organisation: false })
    }
}

/// A key's terms; all of them stand there, so that none is taken for "no limit" because it was lost.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct TermsRow {
    label: String,
    scopes: Vec<Scope>,
    #[serde(deserialize_with = "Option::deserialize")]
    expires_at: Option<Timestamp>,
    addresses: Vec<AddressRange>,
}

impl Convert<TermsRow> for KeyTerms {
    fn convert(self) -> TermsRow {
        let Self { label, scopes, expires_at, addresses } = self;
        TermsRow { label, scopes: scopes.into_iter().collect(), expires_at, addresses }
    }
}

impl Convert<KeyTerms> for TermsRow {
    fn convert(self) -> KeyTerms {
        let Self { label, scopes, expires_at, addresses } = self;
        KeyTerms { label, scopes: scopes.into_iter().collect(), expires_at, addresses }
    }
}

mirror! {
    /// The `body` of `ORGANISATION#id`.
    pub struct StoredOrganisation = Organisation {
        id: OrganisationId,
        name: String,
        policy: PolicyRow,
        added_at: Timestamp,
        #[serde(deserialize_with = "Option::deserialize")]
        closed_at: Option<Timestamp>,
    }
}

impl Row for Organisation {
    type Stored = StoredOrganisation;
}

mirror! {
    #[derive(Default)]
    #[serde(default)]
    struct PolicyRow = Policy {
        two_factor_required: bool,
    }
}

mirror! {
    /// The `body` of `CERTIFICATE#…`.
    pub struct StoredCertificate = SealingCertificate {
        key_id: String,
        chain_pem: String,
        #[serde(default)]
        persons: Vec<EmailAddress>,
        #[serde(default)]
        organisations: Vec<OrganisationId>,
    }
}

impl Row for SealingCertificate {
    type Stored = StoredCertificate;
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
