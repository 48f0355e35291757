//! The log of mails: a mail is an effect outside every transaction.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use super::PortError;
use crate::mail::MailId;

/// How long a caller may take to send a mail. The mail service is given up on sooner.
pub const MAIL_LEASE: SignedDuration = SignedDuration::from_secs(10);

/// Which mails were begun and sent.
#[async_trait]
pub trait MailLog: Send + Sync {
    /// Notes that the mail is about to be sent by the caller, who has [`MAIL_LEASE`] for it.
    async fn begin(&self, mail: &MailId, now: Timestamp) -> Result<MailProgress, PortError>;

    /// Notes that it was sent.
    async fn finish(&self, mail: &MailId, message_id: &str) -> Result<(), PortError>;

    /// Notes that this try ended before the mail was handed over: nothing of it is left in the log. Where somebody else
    /// has begun since, or an earlier try may have sent the mail, the log stays as it is.
    async fn give_up(&self, mail: &MailId, begun: MailTry) -> Result<(), PortError>;

    /// What the log knows of a mail that is somebody else's.
    async fn trace(&self, mail: &MailId, now: Timestamp) -> Result<MailTrace, PortError>;
}

/// How far a mail has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailProgress {
    /// To be sent now, by the caller.
    Begun(MailTry),
    /// Somebody else is about to send it, or died while doing so: come again when the lease is over.
    Leased,
    /// The mail service took it; whether the evidence says so, the chain tells.
    Sent {
        /// The mail service's identifier.
        message_id: String,
    },
}

/// A try to send a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailTry {
    /// Until when nobody else sends it. Whole seconds: it tells this try from others.
    pub leased_until: Timestamp,
    /// Whether no earlier try ended in a way that nobody knows. One that did may have sent the mail.
    pub is_first: bool,
}

/// What is known of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTrace {
    /// Nobody has handed it over, and nobody is about to.
    Absent,
    /// Somebody is sending it at this moment.
    Leased,
    /// Somebody began, and nobody knows what came of it.
    Unknown,
    /// The mail service took it.
    Sent,
}
