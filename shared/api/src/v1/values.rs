//! Values that stand in requests and answers.

use domain::digest::Digest;
use domain::document::{KeptFiles as DomainKeptFiles, Origin as DomainOrigin, Sealer as DomainSealer};
use domain::envelope::{ChainHead as DomainChainHead, Status as DomainStatus};
use domain::ids::{OrganisationId, RecipientNumber, SealId};
use domain::language::Language as DomainLanguage;
use domain::mirror;
use domain::mirror::Convert;
use domain::recipient::SealType as DomainSealType;
use domain::registered_seal::RegisteredSeal;
use domain::retention::Retention as DomainRetention;
use domain::transaction::Tax as DomainTax;
use domain::visible_seal::PlacedBy as DomainPlacedBy;
use serde::{Deserialize, Serialize};

mirror! {
    /// The language of pages and mails.
    #[derive(Copy, Default)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    pub(super) enum Language = DomainLanguage {
        #[default]
        Ja,
        En,
    }
}

mirror! {
    /// How long finished documents are kept.
    #[derive(Copy)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    pub(super) enum Retention = DomainRetention {
        #[serde(rename = "7y")]
        SevenYears,
        #[serde(rename = "10y")]
        TenYears,
        Unlimited,
    }
}

mirror! {
    /// Whether consumption tax is in an amount: 税込 `included`, 税抜 `excluded`.
    #[derive(Copy)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    pub(super) enum Tax = DomainTax {
        Included,
        Excluded,
    }
}

mirror! {
    /// How an envelope stands.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    pub(super) enum Status = DomainStatus {
        Draft,
        Sending,
        Sent,
        InProgress,
        Completed,
        Declined,
        Voided,
        Expired,
        Failed,
        /// No answer shows what was deleted: it cannot be written, nor asked for.
        #[serde(skip)]
        Deleted,
    }
}

mirror! {
    /// Whether an upload carried signatures.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    pub(super) enum Origin = DomainOrigin {
        Unsigned,
        Signed,
    }
}

/// Whose certificate a seal is made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum SealType {
    /// An organisation's registered seal (実印タイプ).
    Registered {
        organisation: OrganisationId,
        // Never left out: a request without it asks for the seal that is meant then, which may be another.
        /// Which of its seals.
        seal: SealId,
    },
    /// The contract seal (契約印タイプ).
    Contract,
}

impl Convert<SealType> for DomainSealType {
    fn convert(self) -> SealType {
        match self {
            Self::Registered { organisation, seal } => {
                let seal = RegisteredSeal::new(organisation.clone(), seal).id();
                SealType::Registered { organisation, seal }
            }
            Self::Contract => SealType::Contract,
        }
    }
}

impl Convert<DomainSealType> for SealType {
    fn convert(self) -> DomainSealType {
        match self {
            Self::Registered { organisation, seal } => {
                let seal = RegisteredSeal::new(organisation.clone(), Some(seal)).further().cloned();
                DomainSealType::Registered { organisation, seal }
            }
            Self::Contract => DomainSealType::Contract,
        }
    }
}

mirror! {
    /// Who says where a visible seal stands.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[derive(Copy)]
    pub(super) enum PlacedBy = DomainPlacedBy {
        Sender,
        Signer,
    }
}

mirror! {
    /// What is kept of a document's files: `all` of its revisions; all, since they are `unproven` to be parts of the finished
    /// file; the `finished` file; the same, whose retention has ended (`past_retention`); or `nothing`.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[derive(Copy)]
    pub(super) enum KeptFiles = DomainKeptFiles {
        All,
        Unproven,
        Finished,
        PastRetention,
        Nothing,
    }
}

mirror! {
    /// How many events there are, and the SHA-256 of the last.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[derive(Copy)]
    pub struct ChainHead = DomainChainHead {
        sequence: u64,
        digest: Digest,
    }
}

mirror! {
    /// Whose seal: `"operator"`, or `{"recipient": 1}`.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[derive(Copy)]
    pub enum Sealer = DomainSealer {
        /// The operator, who fixes what was sent.
        Operator,
        /// A signer.
        Recipient(number: RecipientNumber),
    }
}
