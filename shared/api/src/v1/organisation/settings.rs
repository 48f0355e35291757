//! What holds for the organisation.

use std::collections::BTreeSet;

use domain::authorisation::AddressRange;
use domain::field_error::FieldError;
use domain::ids::OrganisationId;
use domain::language::Localized;
use domain::organisation::Organisation;
use domain::text::TextRule;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::limits;
use super::keys::ranges;

/// Domains of members' addresses at most.
const MAX_MAIL_DOMAINS: usize = 50;

/// The organisation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrganisationView {
    id: OrganisationId,
    /// As recipients read it.
    name: String,
    /// Whether everybody who signs shows a second factor that is not the mailbox.
    two_factor_required: bool,
    members: MembersView,
    /// From where its people and API keys may be used; from everywhere where there are none.
    addresses: Vec<AddressRange>,
    /// Where its people sign in; at the service's own provider where nothing is said.
    provider: Option<ProviderView>,
    added_at: Timestamp,
}

/// What is demanded of the organisation's own people.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MembersView {
    /// Whether they sign in with a second factor.
    second_factor_required: bool,
    /// Domains that their addresses must be of; any where there are none.
    mail_domains: Vec<String>,
}

/// An OpenID provider.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ProviderView {
    issuer: String,
    client_id: String,
}

impl From<Organisation> for OrganisationView {
    fn from(organisation: Organisation) -> Self {
        let Organisation { id, name, policy, members, addresses, provider, added_at, closed_at: _ } = organisation;
        let members = MembersView {
            second_factor_required: members.second_factor_required,
            mail_domains: members.mail_domains.into_iter().collect(),
        };
        let provider = provider.map(|p| ProviderView { issuer: p.issuer, client_id: p.client_id });
        let two_factor_required = policy.two_factor_required;
        Self { id, name, two_factor_required, members, addresses, provider, added_at }
    }
}

/// What is changed of the organisation: `PATCH /v1/organisation`. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct OrganisationChangeRequest {
    /// As recipients are to read it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::COMPANY_NAME)))]
    name: Option<String>,
    /// Whether everybody who signs shows a second factor that is not the mailbox.
    two_factor_required: Option<bool>,
    /// What is demanded of the organisation's own people.
    members: MembersChangeRequest,
    /// From where its people and API keys may be used, all ranges (IPv4 and IPv6, in the notation of CIDR). The caller's own
    /// address must be in one of them.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::ADDRESS_RANGES)))]
    addresses: Option<Vec<String>>,
}

/// What is demanded of the organisation's own people.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
struct MembersChangeRequest {
    /// Whether they sign in with a second factor.
    second_factor_required: Option<bool>,
    /// All domains that their addresses must be of; any where the list is empty.
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_MAIL_DOMAINS)))]
    mail_domains: Option<Vec<String>>,
}

impl OrganisationChangeRequest {
    /// The organisation as it is to be.
    ///
    /// # Errors
    /// Everything that is wrong, by the pointers of the request's fields.
    pub fn accept(&self, before: &Organisation) -> Result<Organisation, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut after = before.clone();
        if let Some(name) = &self.name {
            match TextRule::COMPANY_NAME.accept(name) {
                Ok(name) => after.name = name,
                Err(fault) => errors.push(fault.at("/name")),
            }
        }
        if let Some(required) = self.two_factor_required {
            after.policy.two_factor_required = required;
        }
        if let Some(required) = self.members.second_factor_required {
            after.members.second_factor_required = required;
        }
        if let Some(domains) = &self.members.mail_domains {
            after.members.mail_domains = mail_domains(domains, &mut errors);
        }
        if let Some(addresses) = &self.addresses {
            after.addresses = ranges(addresses, "/addresses", &mut errors);
        }
        if errors.is_empty() { Ok(after) } else { Err(errors) }
    }
}

/// Domains, as they stand behind the @ of an address.
fn mail_domains(texts: &[String], errors: &mut Vec<FieldError>) -> BTreeSet<String> {
    if texts.len() > MAX_MAIL_DOMAINS {
        let detail = Localized::new(
            format!("ドメインは{MAX_MAIL_DOMAINS}件までです。"),
            format!("Give at most {MAX_MAIL_DOMAINS} domains."),
        );
        errors.push(FieldError::new("/members/mail_domains", "too-many", detail));
        return BTreeSet::new();
    }
    let mut domains = BTreeSet::new();
    for (at, text) in texts.iter().enumerate() {
        match domain_of(text) {
            Some(domain) => drop(domains.insert(domain)),
            None => errors.push(FieldError::new(
                format!("/members/mail_domains/{at}"),
                "not-a-domain",
                Localized::fixed(
                    "メールアドレスの「@」より後の部分（city.example.lg.jpなど）を指定してください。",
                    "Give what stands behind the @ of an address, such as city.example.lg.jp.",
                ),
            )),
        }
    }
    domains
}

/// A domain is right where an address at it is.
fn domain_of(text: &str) -> Option<String> {
    let address: domain::email_address::EmailAddress = format!("a@{}", text.trim()).parse().ok()?;
    Some(address.domain())
}
