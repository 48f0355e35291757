//! The text message service.

use async_trait::async_trait;

use super::MailError;
use crate::factor::PhoneNumber;

/// The text message service (SMS).
#[async_trait]
pub trait TextMessages: Send + Sync {
    /// Sends one text to one telephone and gives the service's identifier.
    async fn send(&self, to: &PhoneNumber, text: &str) -> Result<String, MailError>;
}
