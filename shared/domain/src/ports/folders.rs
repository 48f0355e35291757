//! The folders of organisations.

use async_trait::async_trait;

use super::PortError;
use crate::folder::FolderTree;
use crate::ids::OrganisationId;

/// The folders of organisations. They are changed by [`Directories::commit`](super::Directories::commit).
#[async_trait]
pub trait Folders: Send + Sync {
    /// All folders of this organisation, without what they give to groups that are gone.
    async fn all(&self, organisation: &OrganisationId) -> Result<FolderTree, PortError>;
}
