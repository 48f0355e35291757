//! Folders and the rights that they give: `/v1/folders`.

use domain::authorisation::{AccessLevel, Role};
use domain::ids::{FolderId, GroupId, PersonId};
use serde::{Deserialize, Serialize};

/// The folders in which whoever visits may see envelopes.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FolderList {
    pub(crate) folders: Vec<Folder>,
}

/// A folder.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Folder {
    pub(crate) id: FolderId,
    pub(crate) name: String,
    /// In which it is; that one may be hidden from whoever visits.
    pub(crate) parent: Option<FolderId>,
    pub(crate) inherits: bool,
    pub(crate) grants: Vec<Grant>,
    /// How far the right of whoever visits goes.
    pub(crate) own_level: AccessLevel,
}

/// A right that a folder gives, which is sent back as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) to: GranteeKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) person: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) group: Option<GroupId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<Role>,
    pub(crate) level: AccessLevel,
}

/// To whom a right is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GranteeKind {
    Everybody,
    Person,
    Group,
    Role,
}
