//! Entries as they are stored and hashed: JSON whose meaning never changes. A field that is new is left out where it says
//! nothing, a variant keeps its name, and nothing is ever taken away.

mod folder;
mod policy;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::folder::FolderRecord;
use self::policy::PolicyRecord;
use super::{Entry, EntryKind, LoggedCertificate, SealPersonsChange, SealRightLoss};
use crate::actor::ActorRecord;
use crate::authorisation::{AddressRange, KeyTerms, Role, Scope};
use crate::contact::ContactField;
use crate::digest::Digest;
use crate::email_address::EmailAddress;
use crate::ids::{ContactId, EnvelopeId, GroupId, KeyId, OrganisationId, PersonId, SealId};
use crate::language::Language;
use crate::mirror;
use crate::mirror::Convert;
use crate::organisation::{
    AddressBoundLinks, IdentityProvider, KeyHolder, MemberPolicy, OidcIdentity, Organisation, Profile,
    SecondFactorProof,
};
use crate::policy::FiscalYearEnd;
use crate::registered_seal::SealName;

/// An entry, its fields in the order in which they are written.
#[derive(Serialize, Deserialize)]
struct EntryRecord {
    organisation: OrganisationId,
    sequence: u64,
    previous: Digest,
    at: Timestamp,
    by: ActorRecord,
    #[serde(flatten)]
    kind: EntryKindRecord,
}

impl Entry {
    /// The entry as it is stored and hashed.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let Self { organisation, sequence, previous, at, by, kind } = self.clone();
        let (by, kind) = (by.convert(), kind.convert());
        serde_json::to_string(&EntryRecord { organisation, sequence, previous, at, by, kind })
    }

    /// Reads what is stored.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let EntryRecord { organisation, sequence, previous, at, by, kind } = serde_json::from_str(text)?;
        Ok(Self { organisation, sequence, previous, at, by: by.convert(), kind: kind.convert() })
    }
}

mirror! {
    #[serde(tag = "type")]
    enum EntryKindRecord = EntryKind {
        OrganisationAdded { after: Box<OrganisationRecord> },
        OrganisationChanged { before: Box<OrganisationRecord>, after: Box<OrganisationRecord> },
        PersonInvited { person: PersonId, after: ProfileRecord },
        InvitationRenewed { person: PersonId },
        InvitationAccepted { person: PersonId, identity: OidcIdentityRecord },
        PersonChanged {
            person: PersonId,
            before: ProfileRecord,
            after: ProfileRecord,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal_persons: Option<SealPersonsChangeRecord>,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            further_seals: Vec<SealRightLossRecord>,
        },
        PersonDeactivated {
            person: PersonId,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal_persons: Option<SealPersonsChangeRecord>,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            further_seals: Vec<SealRightLossRecord>,
        },
        PersonReactivated { person: PersonId },
        SessionsEnded { person: PersonId },
        SessionEnded { person: PersonId, session: Digest },
        GroupAdded { group: GroupId, name: String },
        GroupRenamed { group: GroupId, before: String, after: String },
        GroupRemoved { group: GroupId, name: String },
        FolderAdded { after: Box<FolderRecord> },
        FolderChanged { before: Box<FolderRecord>, after: Box<FolderRecord> },
        FolderRemoved { before: Box<FolderRecord> },
        KeyMade { key: KeyId, holder: KeyHolderRecord, terms: TermsRecord },
        KeyRevoked { key: KeyId, label: String },
        SealPersonsChanged {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal: Option<SealId>,
            before: Vec<EmailAddress>,
            after: Vec<EmailAddress>,
        },
        SealCertificateImported {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal: Option<SealId>,
            after: LoggedCertificateRecord,
        },
        SealCertificateReplaced {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal: Option<SealId>,
            before: Option<LoggedCertificateRecord>,
            after: LoggedCertificateRecord,
        },
        SealCertificateRemoved {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal: Option<SealId>,
            before: Option<LoggedCertificateRecord>,
        },
        SealNameChanged {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal: Option<SealId>,
            before: Option<SealNameRecord>,
            after: Option<SealNameRecord>,
        },
        SealAskersChanged {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal: Option<SealId>,
            before: Vec<OrganisationId>,
            after: Vec<OrganisationId>,
        },
        ContactAdded { contact: ContactId },
        ContactChanged {
            contact: ContactId,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            became: Option<ContactId>,
            fields: Vec<ContactFieldRecord>,
        },
        ContactRemoved { contact: ContactId },
        ContactsImported { file: Digest, added: u32, updated: u32, unchanged: u32 },
        ContactsKept {
            envelope: EnvelopeId,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            person: Option<PersonId>,
            contacts: Vec<ContactId>,
            left_out: u32,
        },
    }
}

mirror! {
    struct SealPersonsChangeRecord = SealPersonsChange { before: Vec<EmailAddress>, after: Vec<EmailAddress> }
}

mirror! {
    struct SealRightLossRecord = SealRightLoss { seal: SealId, persons: Vec<EmailAddress> }
}

mirror! {
    struct SealNameRecord = SealName {
        ja: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        en: Option<String>,
    }
}

mirror! {
    struct LoggedCertificateRecord = LoggedCertificate {
        fingerprint: Digest,
        serial_number: String,
        not_after: Timestamp,
    }
}

mirror! {
    enum ContactFieldRecord = ContactField { Name, Kana, Email, Company, Department, JobTitle, Phone, Language, Note }
}

mirror! {
    struct OrganisationRecord = Organisation {
        id: OrganisationId,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name_en: Option<String>,
        policy: PolicyRecord,
        members: MemberPolicyRecord,
        addresses: Vec<AddressRange>,
        #[serde(default, skip_serializing_if = "AddressBoundLinksRecord::is_none")]
        address_bound_links: AddressBoundLinksRecord,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provider: Option<ProviderRecord>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fiscal_year_end: Option<FiscalYearEnd>,
        added_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closed_at: Option<Timestamp>,
    }
}

mirror! {
    /// Left out where no link is bound, as in entries of before links could be.
    #[derive(Default)]
    enum AddressBoundLinksRecord = AddressBoundLinks {
        #[default]
        None,
        OwnDomains,
        All,
    }
}

impl AddressBoundLinksRecord {
    fn is_none(&self) -> bool {
        *self == Self::None
    }
}

mirror! {
    /// With its domains in their order.
    struct MemberPolicyRecord = MemberPolicy {
        second_factor_required: bool,
        mail_domains: Vec<String>,
    }
}

mirror! {
    struct ProviderRecord = IdentityProvider {
        issuer: String,
        client_id: String,
        second_factor: SecondFactorProofRecord,
    }
}

mirror! {
    enum SecondFactorProofRecord = SecondFactorProof { Claimed, Always }
}

mirror! {
    struct OidcIdentityRecord = OidcIdentity { issuer: String, subject: String }
}

mirror! {
    enum LanguageRecord = Language { Ja, En }
}

/// With roles and groups in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ProfileRecord {
    name: String,
    email: EmailAddress,
    language: LanguageRecord,
    roles: Vec<Role>,
    groups: Vec<GroupId>,
}

impl Convert<ProfileRecord> for Profile {
    fn convert(self) -> ProfileRecord {
        let Self { name, email, language, roles, groups } = self;
        let (roles, groups) = (roles.into_iter().collect(), groups.into_iter().collect());
        ProfileRecord { name, email, language: language.convert(), roles, groups }
    }
}

impl Convert<Profile> for ProfileRecord {
    fn convert(self) -> Profile {
        let Self { name, email, language, roles, groups } = self;
        let (roles, groups) = (roles.into_iter().collect(), groups.into_iter().collect());
        Profile { name, email, language: language.convert(), roles, groups }
    }
}

mirror! {
    #[serde(tag = "type")]
    enum KeyHolderRecord = KeyHolder {
        Person { person: PersonId },
        Service { name: String, email: EmailAddress, language: LanguageRecord },
    }
}

/// With its scopes in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct TermsRecord {
    label: String,
    scopes: Vec<Scope>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
    addresses: Vec<AddressRange>,
}

impl Convert<TermsRecord> for KeyTerms {
    fn convert(self) -> TermsRecord {
        let Self { label, scopes, expires_at, addresses } = self;
        TermsRecord { label, scopes: scopes.into_iter().collect(), expires_at, addresses }
    }
}

impl Convert<KeyTerms> for TermsRecord {
    fn convert(self) -> KeyTerms {
        let Self { label, scopes, expires_at, addresses } = self;
        KeyTerms { label, scopes: scopes.into_iter().collect(), expires_at, addresses }
    }
}
