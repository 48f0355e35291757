//! What several kinds of rows are made of.

use domain::digest::Digest;
use domain::document::{ObjectKey, Sealer, StoredFile};
use domain::evidence::Identity;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::language::Language;
use domain::mail::{MailKind, Party};
use domain::mark::Placement;
use domain::mirror;
use domain::mirror::Convert;
use serde::{Deserialize, Serialize};

mirror! {
    pub(super) struct FileRow = StoredFile {
        object: ObjectKey,
        sha256: Digest,
    }
}

mirror! {
    pub(super) struct PlacementRow = Placement {
        document: DocumentNumber,
        page: u32,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    }
}

mirror! {
    pub(super) enum IdentityRow = Identity {
        MailLink,
        AccessCode,
        Totp,
        SmsCode,
        EmailCode,
        KnownDevice,
    }
}

mirror! {
    #[derive(Default)]
    pub(super) enum LanguageRow = Language {
        #[default]
        Ja,
        En,
    }
}

mirror! {
    pub(super) enum MailKindRow = MailKind {
        Request,
        Reminder,
        Completed,
        Declined,
        Voided,
        Expired,
        Failed,
        Delegated,
        Bounced,
        LockedOut,
        Delayed,
        Code,
    }
}

/// `"operator"`, or `{"recipient": 1}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SealerRow {
    Operator,
    Recipient(RecipientNumber),
}

impl Convert<SealerRow> for Sealer {
    fn convert(self) -> SealerRow {
        match self {
            Self::Operator => SealerRow::Operator,
            Self::Recipient(number) => SealerRow::Recipient(number),
        }
    }
}

impl Convert<Sealer> for SealerRow {
    fn convert(self) -> Sealer {
        match self {
            Self::Operator => Sealer::Operator,
            Self::Recipient(number) => Sealer::Recipient(number),
        }
    }
}

/// `"sender"`, or `{"recipient": 1}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PartyRow {
    Sender,
    Recipient(RecipientNumber),
}

impl Convert<PartyRow> for Party {
    fn convert(self) -> PartyRow {
        match self {
            Self::Sender => PartyRow::Sender,
            Self::Recipient(number) => PartyRow::Recipient(number),
        }
    }
}

impl Convert<Party> for PartyRow {
    fn convert(self) -> Party {
        match self {
            Self::Sender => Party::Sender,
            Self::Recipient(number) => Party::Recipient(number),
        }
    }
}
