//! Folders in which an organisation keeps its envelopes, and who may do what with those (F32).

mod request;
mod tree;

use crate::authorisation::{AccessLevel, Role};
use crate::ids::{FolderId, GroupId, PersonId};

pub use request::{FolderChange, FolderRequest};
pub use tree::{FolderTree, GivenBy};

/// Folders of an organisation at most: all of them are read where a person's rights are asked.
pub const MAX_FOLDERS: usize = 500;
/// Folders above one another at most.
pub const MAX_DEPTH: usize = 8;
/// Rights that a folder gives at most.
pub const MAX_GRANTS: usize = 50;

/// A folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its identifier.
    pub id: FolderId,
    /// What it is called; no other folder in the same place is called so.
    pub name: String,
    /// In which folder it is; at the top where nothing is said.
    pub parent: Option<FolderId>,
    /// Whether the rights that the folder above gives hold here too.
    pub inherits: bool,
    /// The rights that it gives, each grantee once.
    pub grants: Vec<Grant>,
}

/// A right that a folder gives over the envelopes in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// To whom.
    pub to: Grantee,
    /// How far it goes.
    pub level: AccessLevel,
}

/// To whom a right is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grantee {
    /// To everybody of the organisation.
    Everybody,
    /// To a person.
    Person(PersonId),
    /// To whoever is in a group.
    Group(GroupId),
    /// To whoever has a role.
    Role(Role),
}
