//! API keys: `/v1/organisation/keys`, `/v1/me/keys`.

use domain::authorisation::Scope;
use domain::ids::{KeyId, PersonId};
use jiff::Timestamp;
use serde::Deserialize;

/// A page of API keys.
#[derive(Debug, Deserialize)]
pub(crate) struct KeyList {
    pub(crate) keys: Vec<Key>,
    pub(crate) next_cursor: Option<KeyId>,
}

/// An API key, without the key itself.
#[derive(Debug, Deserialize)]
pub(crate) struct Key {
    pub(crate) id: KeyId,
    pub(crate) label: String,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) addresses: Vec<String>,
    pub(crate) holder: Holder,
    pub(crate) made_at: Timestamp,
    pub(crate) last_used_at: Option<Timestamp>,
}

/// In whose name a key sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Holder {
    Person { person: PersonId },
    Service { name: String },
}

/// An API key that was made. It has no `Debug`, so that no log shows it.
#[derive(Deserialize)]
pub(crate) struct MadeKey {
    pub(crate) label: String,
    /// Shown once.
    pub(crate) key: Option<String>,
}
