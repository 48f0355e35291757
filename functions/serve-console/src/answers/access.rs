//! Who can see an envelope: `GET /v1/envelopes/{id}/access`.

use domain::authorisation::Role;
use domain::ids::{FolderId, GroupId, PersonId};
use serde::Deserialize;

/// A page of those who can.
#[derive(Debug, Deserialize)]
pub(crate) struct Access {
    pub(crate) people: Vec<Seer>,
    pub(crate) keys: Vec<SeeingKey>,
    pub(crate) recipients: Vec<SeeingRecipient>,
    pub(crate) next_cursor: Option<PersonId>,
}

/// A person of the organisation who can.
#[derive(Debug, Deserialize)]
pub(crate) struct Seer {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) may_download: bool,
    pub(crate) by: Vec<Rule>,
}

/// By what.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Rule {
    Sender,
    Role { role: Role },
    Folder { folder: FolderId, group: Option<GroupId>, role: Option<Role>, everybody: bool },
}

/// A service's API key by which it can be read.
#[derive(Debug, Deserialize)]
pub(crate) struct SeeingKey {
    pub(crate) label: String,
    pub(crate) name: String,
}

/// Somebody to whom it was sent.
#[derive(Debug, Deserialize)]
pub(crate) struct SeeingRecipient {
    pub(crate) name: String,
    pub(crate) email: String,
}
