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
    /// A recipient forwarded the task (to the sender; who has it now gets a request).
    Delegated,
    /// A mail to a recipient came back (to the sender).
    Bounced,
    /// A recipient was locked out after wrong codes (to the sender).
    LockedOut,
    /// A one-time code, by mail or SMS as the recipient's factor says.
    Code,
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
            Self::Delegated => "delegated",
            Self::Bounced => "bounced",
            Self::LockedOut => "locked_out",
            Self::Code => "code",
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

/// What happened to a mail after the mail service took it (Amazon SES event types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bounce {
    /// The address does not exist, or its server refuses for good.
    Permanent,
    /// It could not be delivered for days: a full mailbox, an absent server.
    Transient,
    /// It arrived, and its reader called it unwanted; the mail service sends nothing more there.
    Complaint,
}
