//! Organisations.

use std::collections::BTreeMap;

use domain::authorisation::AddressRange;
use domain::ids::{GroupId, OrganisationId, PersonId};
use domain::mirror;
use domain::mirror::Convert;
use domain::organisation::{
    AddressBoundLinks, Directory, IdentityProvider, LinkRule, MemberPolicy, Organisation, SecondFactorProof,
};
use domain::policy::{FiscalYearEnd, KeepContacts, Policy};
use jiff::Timestamp;

use super::envelope::ChainHeadRow;
use super::policy::{DemandsRow, PolicyRow};
use super::{Row, Unreadable};

mirror! {
    /// The `body` of `ORGANISATION#id`, `ORGANISATION`. All parts stand there, so that none is taken for "no limit" because it
    /// was lost.
    pub struct StoredOrganisation = Organisation {
        id: OrganisationId,
        name: String,
        #[serde(deserialize_with = "Option::deserialize")]
        name_en: Option<String>,
        policy: PolicyRow,
        members: MemberPolicyRow,
        addresses: Vec<AddressRange>,
        address_bound_links: AddressBoundLinksRow,
        #[serde(deserialize_with = "Option::deserialize")]
        provider: Option<ProviderRow>,
        #[serde(deserialize_with = "Option::deserialize")]
        fiscal_year_end: Option<FiscalYearEnd>,
        added_at: Timestamp,
        #[serde(deserialize_with = "Option::deserialize")]
        closed_at: Option<Timestamp>,
    }
}

impl Row for Organisation {
    /// Since the second it says from where its people and keys may be used, and what is demanded of people; since the third what
    /// is demanded of envelopes beside a second factor, and what holds for them where nothing is said; since the fourth which links
    /// are bound to addresses. Code that knows an earlier one would pass over that.
    const SCHEMA: u32 = 4;

    type Stored = StoredOrganisation;

    fn upgrade(schema: u32, text: &str) -> Result<StoredOrganisation, Unreadable> {
        #[derive(serde::Deserialize)]
        struct First {
            id: OrganisationId,
            name: String,
            policy: DemandsRow,
            added_at: Timestamp,
            #[serde(deserialize_with = "Option::deserialize")]
            closed_at: Option<Timestamp>,
        }
        #[derive(serde::Deserialize)]
        struct Second {
            #[serde(flatten)]
            first: First,
            members: MemberPolicyRow,
            addresses: Vec<AddressRange>,
            #[serde(deserialize_with = "Option::deserialize")]
            provider: Option<ProviderRow>,
        }
        #[derive(serde::Deserialize)]
        struct Third {
            id: OrganisationId,
            name: String,
            #[serde(deserialize_with = "Option::deserialize")]
            name_en: Option<String>,
            policy: PolicyRow,
            members: MemberPolicyRow,
            addresses: Vec<AddressRange>,
            #[serde(deserialize_with = "Option::deserialize")]
            provider: Option<ProviderRow>,
            #[serde(deserialize_with = "Option::deserialize")]
            fiscal_year_end: Option<FiscalYearEnd>,
            added_at: Timestamp,
            #[serde(deserialize_with = "Option::deserialize")]
            closed_at: Option<Timestamp>,
        }
        let with_second = |Second { first, members, addresses, provider }| {
            let First { id, name, policy, added_at, closed_at } = first;
            // Their recipients were told of no address book.
            let policy = Policy { keep_contacts: KeepContacts::Off, ..policy.convert() }.convert();
            let (name_en, fiscal_year_end) = (None, None);
            Third { id, name, name_en, policy, members, addresses, provider, fiscal_year_end, added_at, closed_at }
        };
        let third = match schema {
            1 => {
                let members = MemberPolicyRow { second_factor_required: false, mail_domains: Vec::new() };
                with_second(Second {
                    first: serde_json::from_str(text)?,
                    members,
                    addresses: Vec::new(),
                    provider: None,
                })
            }
            2 => with_second(serde_json::from_str(text)?),
            3 => serde_json::from_str(text)?,
            found => return Err(Unreadable::Schema { found, newest: Self::SCHEMA }),
        };
        let Third { id, name, name_en, policy, members, addresses, provider, fiscal_year_end, added_at, closed_at } =
            third;
        Ok(StoredOrganisation {
            id,
            name,
            name_en,
            policy,
            members,
            addresses,
            address_bound_links: AddressBoundLinksRow::None,
            provider,
            fiscal_year_end,
            added_at,
            closed_at,
        })
    }
}

mirror! {
    enum AddressBoundLinksRow = AddressBoundLinks { None, OwnDomains, All }
}

mirror! {
    /// The `body` of `LINKADDRESSES#organisation`, `RULE`: what the pages behind links read of the organisation, and nothing else.
    /// All parts stand there, so that no link is taken for one that opens everywhere because something was lost.
    pub struct StoredLinkRule = LinkRule {
        bound: AddressBoundLinksRow,
        mail_domains: Vec<String>,
        addresses: Vec<AddressRange>,
    }
}

impl Row for LinkRule {
    type Stored = StoredLinkRule;
}

mirror! {
    struct MemberPolicyRow = MemberPolicy {
        second_factor_required: bool,
        mail_domains: Vec<String>,
    }
}

mirror! {
    struct ProviderRow = IdentityProvider {
        issuer: String,
        client_id: String,
        second_factor: SecondFactorProofRow,
    }
}

mirror! {
    enum SecondFactorProofRow = SecondFactorProof { Claimed, Always }
}

/// The `body` of `ORGANISATION#id`, `DIRECTORY`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StoredDirectory {
    organisation: OrganisationId,
    log: ChainHeadRow,
    changed_at: Timestamp,
    administrators: Vec<PersonId>,
    groups: BTreeMap<GroupId, String>,
    people: u32,
}

impl Row for Directory {
    type Stored = StoredDirectory;
}

impl Convert<StoredDirectory> for Directory {
    fn convert(self) -> StoredDirectory {
        let Self { organisation, log, changed_at, administrators, groups, people } = self;
        let (log, administrators) = (log.convert(), administrators.into_iter().collect());
        StoredDirectory { organisation, log, changed_at, administrators, groups, people }
    }
}

impl Convert<Directory> for StoredDirectory {
    fn convert(self) -> Directory {
        let Self { organisation, log, changed_at, administrators, groups, people } = self;
        let (log, administrators) = (log.convert(), administrators.into_iter().collect());
        Directory { organisation, log, changed_at, administrators, groups, people }
    }
}
