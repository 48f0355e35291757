//! What is asked for of folders, checked field by field.

use super::{Folder, Grant, Grantee, MAX_GRANTS};
use crate::authorisation::Role;
use crate::field_error::FieldError;
use crate::ids::{FolderId, GroupId, PersonId};
use crate::language::Localized;
use crate::text::TextRule;

/// A folder to be made, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderRequest {
    /// What it is to be called.
    pub name: String,
    /// In which folder it is to be; at the top where nothing is said.
    pub parent: Option<FolderId>,
    /// Whether the rights of the folder above hold in it too; they do where nothing is said.
    pub inherits: Option<bool>,
    /// The rights that it is to give.
    pub grants: Vec<Grant>,
}

/// What is to be changed of a folder; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderChange {
    /// Another name.
    pub name: Option<String>,
    /// Another folder in which it is to be; `Some(None)` is at the top.
    pub parent: Option<Option<FolderId>>,
    /// Whether the rights of the folder above hold in it too.
    pub inherits: Option<bool>,
    /// The rights that it is to give, all of them.
    pub grants: Option<Vec<Grant>>,
}

impl FolderRequest {
    /// The folder.
    ///
    /// # Errors
    /// Everything that is wrong by itself, by the pointers of the request's fields.
    pub fn accept(&self, id: FolderId) -> Result<Folder, Vec<FieldError>> {
        let change = FolderChange {
            name: Some(self.name.clone()),
            parent: None,
            inherits: self.inherits,
            grants: Some(self.grants.clone()),
        };
        let (parent, grants) = (self.parent, Vec::new());
        change.accept(&Folder { id, name: String::new(), parent, inherits: true, grants })
    }
}

impl FolderChange {
    /// The folder as it is to be.
    ///
    /// # Errors
    /// Everything that is wrong by itself, by the pointers of the request's fields.
    pub fn accept(&self, before: &Folder) -> Result<Folder, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut after = before.clone();
        if let Some(name) = &self.name {
            match TextRule::FOLDER_NAME.accept(name) {
                Ok(name) => after.name = name,
                Err(fault) => errors.push(fault.at("/name")),
            }
        }
        after.parent = self.parent.unwrap_or(after.parent);
        after.inherits = self.inherits.unwrap_or(after.inherits);
        if let Some(grants) = &self.grants {
            after.grants = accept_grants(grants, &mut errors);
        }
        if errors.is_empty() { Ok(after) } else { Err(errors) }
    }
}

/// In an order of their own, so that the same rights are always the same.
fn accept_grants(grants: &[Grant], errors: &mut Vec<FieldError>) -> Vec<Grant> {
    if grants.len() > MAX_GRANTS {
        let detail = Localized::new(
            format!("権限は1つのフォルダーにつき{MAX_GRANTS}件までです。グループを使うと、まとめて指定できます。"),
            format!("A folder gives at most {MAX_GRANTS} rights: name groups in place of persons."),
        );
        errors.push(FieldError::new("/grants", "too-many", detail));
        return Vec::new();
    }
    for (at, grant) in grants.iter().enumerate() {
        if grants[..at].iter().any(|other| other.to == grant.to) {
            let detail = Localized::fixed(
                "同じ利用者・グループ・役割は1回だけ指定してください。",
                "Name each person, group and role once.",
            );
            errors.push(FieldError::new(format!("/grants/{at}"), "duplicate", detail));
        }
    }
    let mut grants = grants.to_vec();
    grants.sort_by_key(|grant| grant.to);
    grants
}

impl Grantee {
    /// The person, the group or the role that is named.
    pub const fn parts(self) -> (Option<PersonId>, Option<GroupId>, Option<Role>) {
        match self {
            Self::Everybody => (None, None, None),
            Self::Person(id) => (Some(id), None, None),
            Self::Group(id) => (None, Some(id), None),
            Self::Role(role) => (None, None, Some(role)),
        }
    }
}
