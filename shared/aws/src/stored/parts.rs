//! What several kinds of rows are made of.

use domain::digest::Digest;
use domain::document::{ObjectKey, Sealer, StoredFile};
use domain::evidence::Identity;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::language::Language;
use domain::mail::{Addressee, MailKind};
use domain::mirror;
use domain::retention::Retention;
use domain::transaction::Tax;
use domain::visible_seal::Placement;

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
        NotSent,
        Failed,
        Delegated,
        Bounced,
        LockedOut,
        Delayed,
        Code,
    }
}

mirror! {
    /// `"operator"`, or `{"recipient": 1}`.
    pub(super) enum SealerRow = Sealer {
        Operator,
        Recipient(number: RecipientNumber),
    }
}

mirror! {
    /// `"sender"`, or `{"recipient": 1}`.
    pub(super) enum AddresseeRow = Addressee {
        Sender,
        Recipient(number: RecipientNumber),
    }
}

mirror! {
    pub(super) enum RetentionRow = Retention {
        #[serde(rename = "7y")]
        SevenYears,
        #[serde(rename = "10y")]
        TenYears,
        Unlimited,
    }
}

mirror! {
    pub(super) enum TaxRow = Tax { Included, Excluded }
}
