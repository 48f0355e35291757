//! Values that stand in requests and answers.

use domain::digest::Digest;
use domain::document::{KeptFiles as DomainKeptFiles, Origin as DomainOrigin, Sealer as DomainSealer};
use domain::envelope::{ChainHead as DomainChainHead, Status as DomainStatus};
use domain::ids::{OrganisationId, RecipientNumber, SealId};
use domain::language::Language as DomainLanguage;
use domain::mirror;
use domain::recipient::SealType as DomainSealType;
use domain::retention::Retention as DomainRetention;
use domain::transaction::Tax as DomainTax;
use domain::visible_seal::PlacedBy as DomainPlacedBy;

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

mirror! {
    /// Whose certificate a seal is made with.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(tag = "type")]
    pub(super) enum SealType = DomainSealType {
        /// An organisation's registered seal (実印タイプ): `seal` says which one where that is another than the one with the
        /// organisation's identifier.
        Registered {
            organisation: OrganisationId,
            #[serde(skip_serializing_if = "Option::is_none")]
            seal: Option<SealId>,
        },
        /// The contract seal (契約印タイプ).
        Contract,
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
