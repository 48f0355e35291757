//! Changes of organisations, and what is recorded of them.

use async_trait::async_trait;

use super::{CommitError, Folders, PortError, StoredAnswer};
use crate::ids::OrganisationId;
use crate::organisation::{Decision, Directory};

/// What is recorded of organisations. Whatever is changed of an organisation, its people, groups, folders and keys goes through
/// [`Directories::commit`].
#[async_trait]
pub trait Directories: Folders {
    /// The organisation's directory; a new one where nothing was recorded yet.
    async fn load(&self, organisation: &OrganisationId) -> Result<Directory, PortError>;

    /// Stores everything that a decision says, with the answer to the request that led to it; nothing where the directory or the
    /// organisation's row has changed since they were read.
    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError>;

    /// So many entries of the log as they are stored, after this one.
    async fn entries(&self, organisation: &OrganisationId, after: u64, limit: u16) -> Result<Vec<String>, PortError>;
}
