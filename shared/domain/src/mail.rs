//! Which mails go out, and to whom.

use serde::{Deserialize, Serialize};

use crate::ids::RecipientNumber;

/// The mails that the product sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// Asks a recipient to act (F6).
    Request,
    /// Asks again, 「[再送]」 (F11).
    Reminder,
    /// Everything is done: 「電子署名完了のお知らせ」 (F20).
    Completed,
    /// Somebody declined.
    Declined,
    /// The sender took it back.
    Voided,
    /// The deadline passed.
    Expired,
    /// The envelope could not go on.
    Failed,
}

impl MailKind {
    /// The kind's name in keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Reminder => "reminder",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Voided => "voided",
            Self::Expired => "expired",
            Self::Failed => "failed",
        }
    }
}

/// Somebody who is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The person who sent the envelope.
    Sender,
    /// A recipient.
    Recipient(RecipientNumber),
}
