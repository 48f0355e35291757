//! The recipients of a stored envelope.

use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::factor::{Attempts, Factor, PhoneNumber};
use domain::ids::{OrganisationId, RecipientNumber, SealId, SecretId};
use domain::mirror;
use domain::mirror::Convert;
use domain::recipient::{Approval, Recipient, RecipientState, Role, SealType};
use domain::visible_seal::{PlacedBy, SealPolicy, VisibleSeal};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::parts::{FileRow, IdentityRow, LanguageRow, PlacementRow};

mirror! {
    pub(super) struct RecipientRow = Recipient {
        number: RecipientNumber,
        role: RoleRow,
        order: u16,
        name: String,
        company: Option<String>,
        email: EmailAddress,
        #[serde(default)]
        #[serde(rename = "asked_by")]
        request_event: u64,
        #[serde(default)]
        language: LanguageRow,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        factor: Option<FactorRow>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secret: Option<SecretId>,
        #[serde(default)]
        attempts: AttemptsRow,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[serde(rename = "marking")]
        seal_policy: Option<SealPolicyRow>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[serde(rename = "mark")]
        visible_seal: Option<VisibleSealRow>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<ApprovalRow>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        one_of: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stands_for: Option<RecipientNumber>,
        state: RecipientStateRow,
        link_generation: u32,
        reminders: u16,
        #[serde(default, skip_serializing_if = "is_zero")]
        sender_reminders: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reminded_at: Option<Timestamp>,
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_zero(number: &u8) -> bool {
    *number == 0
}

mirror! {
    #[serde(tag = "kind")]
    enum RoleRow = Role {
        Signer { seal: SealTypeRow },
        Viewer,
        Copy,
    }
}

/// A seal with an identifier of its own has a name of its own here: code of before seals had identifiers cannot read it, instead of
/// taking the organisation's other seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum SealTypeRow {
    Registered { organisation: OrganisationId },
    RegisteredWithId { organisation: OrganisationId, seal: SealId },
    Contract,
}

impl Convert<SealTypeRow> for SealType {
    fn convert(self) -> SealTypeRow {
        match self {
            Self::Registered { organisation, seal: None } => SealTypeRow::Registered { organisation },
            Self::Registered { organisation, seal: Some(seal) } => SealTypeRow::RegisteredWithId { organisation, seal },
            Self::Contract => SealTypeRow::Contract,
        }
    }
}

impl Convert<SealType> for SealTypeRow {
    fn convert(self) -> SealType {
        match self {
            Self::Registered { organisation } => SealType::Registered { organisation, seal: None },
            Self::RegisteredWithId { organisation, seal } => SealType::Registered { organisation, seal: Some(seal) },
            Self::Contract => SealType::Contract,
        }
    }
}

mirror! {
    #[serde(tag = "type")]
    enum FactorRow = Factor {
        AccessCode,
        Totp,
        Sms { phone: PhoneNumber },
        EmailCode,
    }
}

mirror! {
    #[derive(Default)]
    #[serde(default)]
    struct AttemptsRow = Attempts {
        tries: u8,
        codes: u8,
        tried_at: Option<Timestamp>,
        locked_at: Option<Timestamp>,
        #[serde(rename = "asked_by")]
        request_event: u64,
        asked_at: Option<Timestamp>,
        refused: bool,
        no_more_at: Option<Timestamp>,
    }
}

mirror! {
    struct SealPolicyRow = SealPolicy {
        by: PlacedByRow,
        #[serde(default)]
        placements: Vec<PlacementRow>,
    }
}

mirror! {
    enum PlacedByRow = PlacedBy {
        Sender,
        Signer,
    }
}

mirror! {
    struct VisibleSealRow = VisibleSeal {
        image: FileRow,
        placements: Vec<PlacementRow>,
    }
}

mirror! {
    struct ApprovalRow = Approval {
        sequence: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        digest: Option<Digest>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity: Option<IdentityRow>,
    }
}

mirror! {
    #[serde(tag = "name")]
    enum RecipientStateRow = RecipientState {
        Waiting,
        Invited { at: Timestamp },
        Opened { invited_at: Timestamp, at: Timestamp },
        Approved { at: Timestamp },
        Sealed { approved_at: Timestamp, at: Timestamp },
        Confirmed { at: Timestamp },
        Declined { at: Timestamp },
        Delegated { at: Timestamp, to: RecipientNumber },
        NotNeeded { at: Timestamp, by: RecipientNumber },
        Bounced { invited_at: Timestamp, at: Timestamp },
    }
}
