//! What holds for the organisation.

use std::collections::BTreeSet;

use domain::authorisation::AddressRange;
use domain::field_error::FieldError;
use domain::ids::OrganisationId;
use domain::language::Localized;
use domain::mirror;
use domain::mirror::Convert;
use domain::organisation::{AddressBoundLinks as DomainAddressBoundLinks, IncompleteLinkRule, Organisation};
use domain::policy::{FiscalYearEnd, InvalidFiscalYearEnd, TimeZoneName, UnknownTimeZone};
use domain::text::TextRule;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::draft::given;
#[cfg(feature = "schema")]
use super::super::limits;
use super::brand::{BrandRequest, BrandView};
use super::envelopes::{EnvelopesChangeRequest, EnvelopesView};
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
    /// The same for readers of English, where it has another name for them.
    name_en: Option<String>,
    /// Whether everybody who signs shows a second factor that is not the mailbox.
    two_factor_required: bool,
    envelopes: EnvelopesView,
    /// How it presents itself to recipients.
    brand: BrandView,
    /// Where its days begin and end, by the name of the time zone.
    time_zone: TimeZoneName,
    /// The last day of its fiscal year, `MM-DD`.
    fiscal_year_end: Option<FiscalYearEnd>,
    /// How many envelopes it may send within a calendar month; any number where nothing is said. The operator says it.
    quota: Option<u32>,
    members: MembersView,
    /// From where its people and API keys may be used; from everywhere where there are none.
    addresses: Vec<AddressRange>,
    address_bound_links: AddressBoundLinks,
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

mirror! {
    /// Which links in mails open only from `addresses`: none (`none`), those that were mailed to addresses at one of
    /// `members.mail_domains` (`own_domains`), or all, those of recipients outside the organisation among them (`all`). They are links
    /// to sign, to download, to see how an envelope stands, and of invitations. From elsewhere they show no more than that the
    /// organisation has said so (403 `address-not-allowed`). What is said here and in `addresses` holds at once for links that were
    /// mailed before, so that nobody has to be asked again where ranges have changed.
    #[derive(Copy)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    enum AddressBoundLinks = DomainAddressBoundLinks {
        None,
        OwnDomains,
        All,
    }
}

impl From<Organisation> for OrganisationView {
    fn from(organisation: Organisation) -> Self {
        let Organisation {
            id,
            name,
            name_en,
            policy,
            members,
            addresses,
            address_bound_links,
            provider,
            fiscal_year_end,
            added_at,
            closed_at: _,
        } = organisation;
        let members = MembersView {
            second_factor_required: members.second_factor_required,
            mail_domains: members.mail_domains.into_iter().collect(),
        };
        let provider = provider.map(|p| ProviderView { issuer: p.issuer, client_id: p.client_id });
        let (two_factor_required, quota) = (policy.two_factor_required, policy.quota);
        let (time_zone, brand) = (policy.time_zone.clone(), policy.brand.clone().convert());
        let envelopes = EnvelopesView::from(policy);
        Self {
            id,
            name,
            name_en,
            two_factor_required,
            envelopes,
            brand,
            time_zone,
            fiscal_year_end,
            quota,
            members,
            addresses,
            address_bound_links: address_bound_links.convert(),
            provider,
            added_at,
        }
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
    /// The same for readers of English; null where there is no other.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", length(max = limits::COMPANY_NAME)))]
    name_en: Option<Option<String>>,
    /// Whether everybody who signs shows a second factor that is not the mailbox.
    two_factor_required: Option<bool>,
    /// What is demanded of envelopes, and what holds for them where a request says nothing.
    envelopes: EnvelopesChangeRequest,
    /// How it presents itself to recipients, all of it; null is as the service does.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<BrandRequest>"))]
    brand: Option<Option<BrandRequest>>,
    /// Where its days begin and end, by the name of the time zone, such as Asia/Tokyo.
    time_zone: Option<String>,
    /// The last day of its fiscal year, `MM-DD`; null where it is not known.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    fiscal_year_end: Option<Option<String>>,
    /// What is demanded of the organisation's own people.
    members: MembersChangeRequest,
    /// From where its people and API keys may be used, all ranges (IPv4 and IPv6, in the notation of CIDR). The caller's own
    /// address must be in one of them. They cannot all go while links are bound to them.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::ADDRESS_RANGES)))]
    addresses: Option<Vec<String>>,
    /// Anything but `none` takes ranges in `addresses`, and `own_domains` takes `members.mail_domains` as well.
    address_bound_links: Option<AddressBoundLinks>,
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
        if let Some(name) = &self.name_en {
            match TextRule::COMPANY_NAME.accept_optional(name.as_deref()) {
                Ok(name) => after.name_en = name,
                Err(fault) => errors.push(fault.at("/name_en")),
            }
        }
        if let Some(required) = self.two_factor_required {
            after.policy.two_factor_required = required;
        }
        self.envelopes.accept(&mut after.policy, &mut errors);
        if let Some(brand) = &self.brand {
            after.policy.brand = brand.as_ref().map(|brand| brand.accept(&mut errors)).unwrap_or_default();
        }
        if let Some(name) = &self.time_zone {
            match name.trim().parse() {
                Ok(zone) => after.policy.time_zone = zone,
                Err(fault) => errors.push(unknown_zone(fault)),
            }
        }
        if let Some(end) = &self.fiscal_year_end {
            match end.as_deref().map(|end| end.trim().parse()).transpose() {
                Ok(end) => after.fiscal_year_end = end,
                Err(fault) => errors.push(no_day_of_the_year(fault)),
            }
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
        if let Some(bound) = self.address_bound_links {
            after.address_bound_links = bound.convert();
        }
        if errors.is_empty()
            && let Err(missing) = after.demand_whole_link_rule()
        {
            errors.push(self.incomplete_link_rule(missing));
        }
        if errors.is_empty() { Ok(after) } else { Err(errors) }
    }

    /// At the field that binds links, or else at the one that takes away what they are bound to.
    fn incomplete_link_rule(&self, missing: IncompleteLinkRule) -> FieldError {
        let (taken_away, code, detail) = match missing {
            IncompleteLinkRule::NoAddresses => (
                "/addresses",
                "no-addresses",
                Localized::fixed(
                    "メールのリンクの接続元を制限するには、「addresses」に1件以上のIPアドレスが必要です。先に「address_bound_links」を「none」にするか、IPアドレスを指定してください。",
                    "Links can only be bound to addresses where `addresses` has a range. Give one, or set `address_bound_links` to `none`.",
                ),
            ),
            IncompleteLinkRule::NoMailDomains => (
                "/members/mail_domains",
                "no-mail-domains",
                Localized::fixed(
                    "自組織のドメイン宛てのリンクの接続元を制限するには、「members.mail_domains」に1件以上のドメインが必要です。ドメインを指定するか、「address_bound_links」を「none」または「all」にしてください。",
                    "Links of the organisation's own mail domains can only be bound where `members.mail_domains` has one. Give one, or set `address_bound_links` to `none` or `all`.",
                ),
            ),
        };
        let pointer = if self.address_bound_links.is_some() { "/address_bound_links" } else { taken_away };
        FieldError::new(pointer, code, detail)
    }
}

fn unknown_zone(_: UnknownTimeZone) -> FieldError {
    let detail = Localized::fixed(
        "タイムゾーンは、Asia/Tokyoのような名称（IANAタイムゾーン）で指定してください。",
        "Give the name of a time zone of the IANA database, such as Asia/Tokyo.",
    );
    FieldError::new("/time_zone", "unknown", detail)
}

fn no_day_of_the_year(_: InvalidFiscalYearEnd) -> FieldError {
    let detail = Localized::fixed(
        "会計年度の末日は、03-31のように月と日を2桁ずつで指定してください。2月末は02-28とします。",
        "Give month and day of the last day of the fiscal year, such as 03-31. The end of February is 02-28.",
    );
    FieldError::new("/fiscal_year_end", "invalid", detail)
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
