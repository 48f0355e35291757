//! Folders and the rights that they give: `/v1/folders`.

use domain::authorisation::{AccessLevel, Role};
use domain::field_error::FieldError;
use domain::folder::{Folder, FolderChange, FolderRequest as DomainRequest, Grant, Grantee};
use domain::ids::{FolderId, GroupId, PersonId};
use domain::language::Localized;
use serde::{Deserialize, Serialize};

use super::draft::given;
#[cfg(feature = "schema")]
use super::limits;

/// A folder that is made: `POST /v1/folders`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["name"])))]
#[serde(default, deny_unknown_fields)]
pub struct FolderRequest {
    /// What it is called. No other folder in the same place is called so.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::FOLDER_NAME)))]
    name: String,
    /// In which folder it is to be; at the top where nothing is said.
    parent: Option<FolderId>,
    /// Whether the rights that the folder above gives hold in it too; they do where nothing is said.
    inherits: Option<bool>,
    /// The rights that it gives.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::GRANTS)))]
    grants: Vec<GrantEntry>,
}

/// What is changed of a folder: `PATCH /v1/folders/{id}`. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FolderChangeRequest {
    /// Another name.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::FOLDER_NAME)))]
    name: Option<String>,
    /// Another folder in which it is to be; null is at the top.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<FolderId>"))]
    parent: Option<Option<FolderId>>,
    /// Whether the rights that the folder above gives hold in it too.
    inherits: Option<bool>,
    /// The rights that it gives, all of them.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::GRANTS)))]
    grants: Option<Vec<GrantEntry>>,
}

/// A right that a folder gives over the envelopes in it, and in the folders below that inherit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantEntry {
    /// To whom: everybody of the organisation, a person, a group or a role.
    to: GranteeKind,
    /// Which, where it is given to a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<PersonId>,
    /// Which, where it is given to a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<GroupId>,
    /// Which, where it is given to a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    level: AccessLevel,
}

/// To whom a right is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum GranteeKind {
    Everybody,
    Person,
    Group,
    Role,
}

impl From<Grant> for GrantEntry {
    fn from(Grant { to, level }: Grant) -> Self {
        let kind = match to {
            Grantee::Everybody => GranteeKind::Everybody,
            Grantee::Person(_) => GranteeKind::Person,
            Grantee::Group(_) => GranteeKind::Group,
            Grantee::Role(_) => GranteeKind::Role,
        };
        let (person, group, role) = to.parts();
        Self { to: kind, person, group, role, level }
    }
}

impl GrantEntry {
    /// Nothing where it names something else than it says, or more.
    fn read(&self) -> Option<Grant> {
        let to = match (self.to, self.person, self.group, self.role) {
            (GranteeKind::Everybody, None, None, None) => Grantee::Everybody,
            (GranteeKind::Person, Some(person), None, None) => Grantee::Person(person),
            (GranteeKind::Group, None, Some(group), None) => Grantee::Group(group),
            (GranteeKind::Role, None, None, Some(role)) => Grantee::Role(role),
            _ => return None,
        };
        Some(Grant { to, level: self.level })
    }
}

fn grants(entries: &[GrantEntry]) -> Result<Vec<Grant>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut grants = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        match entry.read() {
            Some(grant) => grants.push(grant),
            None => errors.push(FieldError::new(
                format!("/grants/{at}"),
                "invalid",
                Localized::fixed(
                    "toに合わせて、person、group、roleのうち1つだけを指定してください。toがeverybodyのときは、どれも指定しません。",
                    "Give the one of person, group and role that \u{201c}to\u{201d} names, and none of them for everybody.",
                ),
            )),
        }
    }
    if errors.is_empty() { Ok(grants) } else { Err(errors) }
}

impl TryFrom<FolderRequest> for DomainRequest {
    type Error = Vec<FieldError>;

    fn try_from(request: FolderRequest) -> Result<Self, Vec<FieldError>> {
        let FolderRequest { name, parent, inherits, grants: entries } = request;
        Ok(Self { name, parent, inherits, grants: grants(&entries)? })
    }
}

impl TryFrom<FolderChangeRequest> for FolderChange {
    type Error = Vec<FieldError>;

    fn try_from(request: FolderChangeRequest) -> Result<Self, Vec<FieldError>> {
        let FolderChangeRequest { name, parent, inherits, grants: entries } = request;
        Ok(Self { name, parent, inherits, grants: entries.as_deref().map(grants).transpose()? })
    }
}

/// A folder.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FolderView {
    id: FolderId,
    /// What it is called.
    name: String,
    /// In which folder it is; at the top where nothing is said.
    parent: Option<FolderId>,
    /// Whether the rights that the folder above gives hold in it too.
    inherits: bool,
    /// The rights that it gives itself.
    grants: Vec<GrantEntry>,
    /// How far the caller's own right goes over what is in it, by whatever gives it.
    own_level: AccessLevel,
}

impl FolderView {
    /// For somebody whose right over it goes so far.
    pub fn of(folder: Folder, own_level: AccessLevel) -> Self {
        let Folder { id, name, parent, inherits, grants } = folder;
        Self { id, name, parent, inherits, grants: grants.into_iter().map(GrantEntry::from).collect(), own_level }
    }
}

/// The folders in which the caller may see envelopes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FolderListView {
    /// By their names. A folder may be in one that the caller does not see.
    pub folders: Vec<FolderView>,
}
