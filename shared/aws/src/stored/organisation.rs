//! Organisations.

use std::collections::BTreeMap;

use domain::authorisation::AddressRange;
use domain::draft::Policy;
use domain::ids::{GroupId, OrganisationId, PersonId};
use domain::mirror;
use domain::mirror::Convert;
use domain::organisation::{Directory, IdentityProvider, MemberPolicy, Organisation, SecondFactorProof};
use jiff::Timestamp;

use super::envelope::ChainHeadRow;
use super::{Row, Unreadable};

mirror! {
    /// The `body` of `ORGANISATION#id`, `ORGANISATION`. All parts stand there, so that none is taken for "no limit" because it
    /// was lost.
    pub struct StoredOrganisation = Organisation {
        id: OrganisationId,
        name: String,
        policy: PolicyRow,
        members: MemberPolicyRow,
        addresses: Vec<AddressRange>,
        #[serde(deserialize_with = "Option::deserialize")]
        provider: Option<ProviderRow>,
        added_at: Timestamp,
        #[serde(deserialize_with = "Option::deserialize")]
        closed_at: Option<Timestamp>,
    }
}

impl Row for Organisation {
    /// Since the second it says from where its people and keys may be used, and what is demanded of people. Code that knows the
    /// first would pass over that.
    const SCHEMA: u32 = 2;

    type Stored = StoredOrganisation;

    fn upgrade(schema: u32, text: &str) -> Result<StoredOrganisation, Unreadable> {
        #[derive(serde::Deserialize)]
        struct First {
            id: OrganisationId,
            name: String,
            policy: PolicyRow,
            added_at: Timestamp,
            #[serde(deserialize_with = "Option::deserialize")]
            closed_at: Option<Timestamp>,
        }
        if schema != 1 {
            return Err(Unreadable::Schema { found: schema, newest: Self::SCHEMA });
        }
        let First { id, name, policy, added_at, closed_at } = serde_json::from_str(text)?;
        let members = MemberPolicyRow { second_factor_required: false, mail_domains: Vec::new() };
        let (addresses, provider) = (Vec::new(), None);
        Ok(StoredOrganisation { id, name, policy, members, addresses, provider, added_at, closed_at })
    }
}

mirror! {
    #[derive(Default)]
    #[serde(default)]
    pub(super) struct PolicyRow = Policy {
        two_factor_required: bool,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct MemberPolicyRow {
    second_factor_required: bool,
    mail_domains: Vec<String>,
}

impl Convert<MemberPolicyRow> for MemberPolicy {
    fn convert(self) -> MemberPolicyRow {
        let Self { second_factor_required, mail_domains } = self;
        MemberPolicyRow { second_factor_required, mail_domains: mail_domains.into_iter().collect() }
    }
}

impl Convert<MemberPolicy> for MemberPolicyRow {
    fn convert(self) -> MemberPolicy {
        let Self { second_factor_required, mail_domains } = self;
        MemberPolicy { second_factor_required, mail_domains: mail_domains.into_iter().collect() }
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
