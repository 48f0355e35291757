//! Groups.

use domain::ids::GroupId;
use domain::organisation::Directory;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::limits;

/// A group that is made or renamed: `POST /v1/organisation/groups`, `PATCH /v1/organisation/groups/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["name"])))]
#[serde(default, deny_unknown_fields)]
pub struct GroupRequest {
    /// What it is called, such as a division's name (課).
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::GROUP_NAME)))]
    pub name: String,
}

/// A group.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupView {
    /// By which people are put into it.
    pub id: GroupId,
    /// What it is called.
    pub name: String,
}

/// All groups.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupListView {
    /// By their names.
    groups: Vec<GroupView>,
}

impl From<Directory> for GroupListView {
    fn from(directory: Directory) -> Self {
        let mut groups: Vec<GroupView> =
            directory.groups.into_iter().map(|(id, name)| GroupView { id, name }).collect();
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        Self { groups }
    }
}
