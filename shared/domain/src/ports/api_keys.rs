//! Who may use the API.

use async_trait::async_trait;

use super::PortError;
use crate::authorisation::KeyTerms;
use crate::digest::Digest;
use crate::envelope::Sender;
use crate::ids::KeyId;
use crate::policy::Policy;

/// Who may use the API.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// The account whose key has this SHA-256.
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError>;
}

/// Who sends by an API key, under which terms, and what that organisation demands of envelopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The sender. Where it is a person, name, address and language are those of the person's row.
    pub sender: Sender,
    /// What the key is good for, how long and from where.
    pub terms: KeyTerms,
    /// The organisation's policy, as of when the key was made.
    pub policy: Policy,
    /// By which the organisation lists and revokes it; nothing where it was made before keys had identifiers.
    pub id: Option<KeyId>,
    /// Of a person's key, which generation of the person's keys it is; otherwise 0.
    pub generation: u32,
    /// Whether the organisation had a row of its own by then. Such a key is not taken without it.
    pub has_organisation: bool,
}
