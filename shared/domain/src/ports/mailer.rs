//! The mail service.

use async_trait::async_trait;

use super::PortError;
use crate::email_address::EmailAddress;
use crate::mail::MailId;

/// The mail service.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends one mail to one address.
    async fn send(&self, mail: &OutgoingMail) -> Result<String, MailError>;
}

/// A mail, ready to go.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Display name of the sender.
    pub from_name: String,
    /// Address of the sender.
    pub from_address: EmailAddress,
    /// The one address it goes to.
    pub to: EmailAddress,
    /// Whom an answer reaches, where somebody is to be reached.
    pub reply_to: Option<EmailAddress>,
    /// Subject, without line breaks.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// Which mail it is.
    pub id: MailId,
}

/// Why a mail or a text message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It never will be: the address, the number or the content is refused.
    #[error("the service refuses this message: {0}")]
    Refused(String),
    /// The service answered that it does not take the message now. It may, later.
    #[error(transparent)]
    NotTaken(PortError),
    /// Nobody knows whether the service took it: there was no answer.
    #[error(transparent)]
    Port(#[from] PortError),
}
