//! Folders, as the log tells of them.

use crate::authorisation::{AccessLevel, Role};
use crate::folder::{Folder, Grant, Grantee};
use crate::ids::{FolderId, GroupId, PersonId};
use crate::mirror;

mirror! {
    pub(super) struct FolderRecord = Folder {
        id: FolderId,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<FolderId>,
        inherits: bool,
        grants: Vec<GrantRecord>,
    }
}

mirror! {
    struct GrantRecord = Grant {
        to: GranteeRecord,
        level: AccessLevel,
    }
}

mirror! {
    /// `"everybody"`, or `{"person": "…"}`.
    enum GranteeRecord = Grantee {
        Everybody,
        Person(id: PersonId),
        Group(id: GroupId),
        Role(role: Role),
    }
}
