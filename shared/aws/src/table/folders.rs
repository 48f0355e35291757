//! The folders of organisations.

use async_trait::async_trait;
use domain::folder::{Folder, FolderTree, MAX_FOLDERS};
use domain::ids::{FolderId, OrganisationId};
use domain::organisation::Directory;
use domain::ports::{Folders, PortError};

use super::{DIRECTORY, Table, organisation_key, string};
use crate::stored::Row as _;

const PREFIX: &str = "FOLDER#";

#[async_trait]
impl Folders for Table {
    async fn all(&self, organisation: &OrganisationId) -> Result<FolderTree, PortError> {
        const ACTION: &str = "read the folders";
        let most = u16::try_from(MAX_FOLDERS).unwrap_or(u16::MAX);
        let items = self.page_of(ACTION, organisation_key(organisation), PREFIX, None, most).await?;
        let body = |item| string(item, "body").ok_or_else(|| PortError::new(ACTION, "a folder's row has no body"));
        let folder = |item| Folder::from_row(body(item)?).map_err(|e| PortError::new(ACTION, e));
        let folders = FolderTree::new(items.iter().map(folder).collect::<Result<Vec<_>, _>>()?);
        if folders.is_empty() {
            return Ok(folders);
        }
        // After the folders: a group that is made meanwhile is there, and one that is removed meanwhile is not.
        let directory: Option<Directory> = self.read_row(ACTION, organisation_key(organisation), DIRECTORY).await?;
        Ok(folders.with_groups(&directory.map(|directory| directory.groups).unwrap_or_default()))
    }
}

pub(super) fn folder_key(id: FolderId) -> String {
    format!("{PREFIX}{id}")
}
