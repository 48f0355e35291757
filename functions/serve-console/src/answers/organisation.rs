//! What holds for the organisation: `GET /v1/organisation`.

use jiff::Timestamp;
use serde::Deserialize;

/// The organisation.
#[derive(Debug, Deserialize)]
pub(crate) struct Organisation {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) two_factor_required: bool,
    pub(crate) envelopes: EnvelopeRules,
    pub(crate) brand: Brand,
    pub(crate) time_zone: String,
    pub(crate) fiscal_year_end: Option<String>,
    pub(crate) quota: Option<u32>,
    pub(crate) members: MemberRules,
    pub(crate) addresses: Vec<String>,
    pub(crate) address_bound_links: String,
    pub(crate) provider: Option<Provider>,
    pub(crate) added_at: Timestamp,
}

/// What is demanded of envelopes, and what holds for them where a request says nothing.
#[derive(Debug, Deserialize)]
pub(crate) struct EnvelopeRules {
    pub(crate) forwarding_allowed: bool,
    pub(crate) retention: String,
    pub(crate) deadline_days: u8,
    pub(crate) deadline_end: String,
    pub(crate) required: Vec<String>,
    pub(crate) tax: Option<String>,
    pub(crate) own_fields: Vec<OwnField>,
    pub(crate) keep_contacts: String,
}

/// A field of the organisation's own.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct OwnField {
    pub(crate) key: String,
    pub(crate) label: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) choices: Vec<String>,
    pub(crate) required: bool,
}

/// How it presents itself to recipients.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Brand {
    pub(crate) name: Option<String>,
    pub(crate) name_en: Option<String>,
    pub(crate) accent: Option<String>,
    pub(crate) mail_sender: Option<String>,
}

/// What is demanded of the organisation's own people.
#[derive(Debug, Deserialize)]
pub(crate) struct MemberRules {
    pub(crate) second_factor_required: bool,
    pub(crate) mail_domains: Vec<String>,
}

/// Where its people sign in.
#[derive(Debug, Deserialize)]
pub(crate) struct Provider {
    pub(crate) issuer: String,
}
