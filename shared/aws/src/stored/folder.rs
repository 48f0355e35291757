//! Folders.

use domain::authorisation::{AccessLevel, Role};
use domain::folder::{Folder, Grant, Grantee};
use domain::ids::{FolderId, GroupId, PersonId};
use domain::mirror;

use super::Row;

mirror! {
    /// The `body` of `ORGANISATION#id`, `FOLDER#id`. All parts stand there, so that no right is taken for inherited because that was
    /// lost.
    pub struct StoredFolder = Folder {
        id: FolderId,
        name: String,
        #[serde(deserialize_with = "Option::deserialize")]
        parent: Option<FolderId>,
        inherits: bool,
        grants: Vec<GrantRow>,
    }
}

impl Row for Folder {
    type Stored = StoredFolder;
}

mirror! {
    struct GrantRow = Grant {
        to: GranteeRow,
        level: AccessLevel,
    }
}

mirror! {
    /// `"everybody"`, or `{"person": "…"}`.
    enum GranteeRow = Grantee {
        Everybody,
        Person(id: PersonId),
        Group(id: GroupId),
        Role(role: Role),
    }
}
