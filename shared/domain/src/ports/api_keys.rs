//! Who may use the API.

use async_trait::async_trait;

use super::PortError;
use crate::digest::Digest;
use crate::draft::Policy;
use crate::envelope::Sender;

/// Who may use the API.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// The account whose key has this SHA-256.
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError>;
}

/// Who sends by an API key, and what that organisation demands of envelopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The sender.
    pub sender: Sender,
    /// The organisation's policy.
    pub policy: Policy,
}
