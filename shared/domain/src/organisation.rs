//! Organisations (F56): a stack serves many, and each has its people, its keys and its rules to itself.

mod change;
mod directory;
mod entry;
mod jobs;
mod kept_contacts;
mod key;
mod link_rule;
mod person;
mod request;
mod session;

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::str::FromStr;

use jiff::Timestamp;

use crate::authorisation::AddressRange;
use crate::envelope::Sender;
use crate::ids::OrganisationId;
use crate::policy::{FiscalYearEnd, Policy};
use crate::ports::Account;

pub use crate::actor::Actor;
pub(crate) use change::profile_concerns_seal;
pub use change::{Change, Decision, EndedSession, Facts, Refusal, decide_change};
pub use directory::{Directory, MAX_ADDRESS_RANGES, MAX_ADMINISTRATORS, MAX_GROUPS, MAX_PEOPLE};
pub use entry::{Entry, EntryKind, LoggedCertificate, SealAct, SealPersonsChange, SealRightLoss};
pub use jobs::jobs_of_entry;
pub use key::{ApiKey, KeyHolder, ListedKey};
pub use link_rule::{AddressBoundLinks, IncompleteLinkRule, LinkNotAdmitted, LinkRule};
pub use person::{INVITATION_LIFETIME, INVITATION_PAUSE, OidcIdentity, Person, PersonState, Profile};
pub use request::{PersonRequest, ProfileChange};
pub use session::{MAX_IDLE, MAX_SESSION, NotSignedIn, Session};

/// An organisation that sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its identifier, which stands in rows and never changes.
    pub id: OrganisationId,
    /// Its name as recipients read it, such as 滝川市.
    pub name: String,
    /// The same for readers of English, where it has another name for them.
    pub name_en: Option<String>,
    /// What it has set for the envelopes that are sent in its name.
    pub policy: Policy,
    /// What it demands of its own people.
    pub members: MemberPolicy,
    /// From where its people and keys may be used (F50); from everywhere where nothing is said.
    pub addresses: Vec<AddressRange>,
    /// Which links in mails open from there alone; no others are concerned.
    pub address_bound_links: AddressBoundLinks,
    /// Where its people sign in; at the stack's own provider where nothing is said.
    pub provider: Option<IdentityProvider>,
    /// The last day of its fiscal year, from which the time that documents are kept is counted (L13).
    pub fiscal_year_end: Option<FiscalYearEnd>,
    /// When it was added.
    pub added_at: Timestamp,
    /// Since when none of its API keys is taken and nobody comes in, its contract having ended. What is on its way goes on.
    pub closed_at: Option<Timestamp>,
}

impl Organisation {
    /// A new one that demands nothing.
    pub fn new(id: OrganisationId, name: String, added_at: Timestamp) -> Self {
        let (policy, members) = (Policy::default(), MemberPolicy::default());
        Self {
            id,
            name,
            name_en: None,
            policy,
            members,
            addresses: Vec::new(),
            address_bound_links: AddressBoundLinks::None,
            provider: None,
            fiscal_year_end: None,
            added_at,
            closed_at: None,
        }
    }

    /// Where its people sign in: at its own provider, or at the stack's.
    pub fn provider_or<'p>(&'p self, stack: &'p IdentityProvider) -> &'p IdentityProvider {
        self.provider.as_ref().unwrap_or(stack)
    }

    /// Whether calls from an address are heard. An address that nobody knows is in no range.
    pub fn admits(&self, address: Option<IpAddr>) -> bool {
        let is_inside = |address: IpAddr| self.addresses.iter().any(|range| range.contains(address));
        self.addresses.is_empty() || address.is_some_and(is_inside)
    }
}

/// What an organisation demands of its people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberPolicy {
    /// They sign in with a second factor (F50).
    pub second_factor_required: bool,
    /// Domains that addresses of people must be of, such as `city.takikawa.hokkaido.jp`; any where nothing is said.
    pub mail_domains: BTreeSet<String>,
}

/// An OpenID provider at which people sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// Its issuer identifier, a URL without a slash at its end, below which its configuration is published (OpenID Connect
    /// Discovery 1.0, §4).
    pub issuer: String,
    /// As whom this service is registered with it.
    pub client_id: String,
    /// How it is known that a second factor was shown.
    pub second_factor: SecondFactorProof,
}

/// How a provider tells that a second factor was shown: by claims where nothing is said, which lets nobody in too easily.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondFactorProof {
    /// By the claims `amr` (RFC 8176) or `acr` of the ID token.
    #[default]
    Claimed,
    /// It lets nobody in without one, which whoever set it up vouches for. Amazon Cognito tells nothing in its tokens.
    Always,
}

/// A text that is no such way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is claimed or always")]
pub struct UnknownProof;

impl FromStr for SecondFactorProof {
    type Err = UnknownProof;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "claimed" => Ok(Self::Claimed),
            "always" => Ok(Self::Always),
            _ => Err(UnknownProof),
        }
    }
}

/// Why nobody of an organisation is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotInForce {
    /// Its contract has ended.
    Closed,
    /// Its row is gone: what holds for it is not known.
    Missing,
}

/// Who sends by an API key, with what holds for the whole organisation today. Keys that were made before organisations had
/// rows of their own say it themselves, as of when they were made.
///
/// # Errors
/// The organisation is closed, or its row is missing.
pub fn in_force(account: Account, organisation: Option<&Organisation>) -> Result<Account, NotInForce> {
    match organisation {
        None if account.has_organisation => Err(NotInForce::Missing),
        None => Ok(account),
        Some(Organisation { closed_at: Some(_), .. }) => Err(NotInForce::Closed),
        Some(Organisation { name, name_en, policy, .. }) => {
            let (organisation_name, organisation_name_en) = (name.clone(), name_en.clone());
            let sender = Sender { organisation_name, organisation_name_en, ..account.sender };
            Ok(Account { sender, policy: policy.clone(), ..account })
        }
    }
}
