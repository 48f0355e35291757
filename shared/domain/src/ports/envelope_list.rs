//! Lists of envelopes.

use async_trait::async_trait;

use super::PortError;
use crate::envelope::Status;
use crate::ids::{EnvelopeId, FolderId, OrganisationId, PersonId};
use crate::summary::EnvelopeSummary;

/// The envelopes of an organisation, the newest first. A list may be behind by a moment what was committed.
#[async_trait]
pub trait EnvelopeList: Send + Sync {
    /// One page of the list. An envelope whose summary cannot be read is left out, and that is logged as an error: the others
    /// can be listed all the same.
    async fn page(&self, query: &ListQuery) -> Result<ListPage, PortError>;
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Whose envelopes.
    pub organisation: OrganisationId,
    /// Only those that this person sends.
    pub sender: Option<PersonId>,
    /// Only those in this folder.
    pub folder: Option<FolderId>,
    /// Only those that stood so when they were changed last.
    pub status: Option<Status>,
    /// Only those that are older than this one: the last of the page before.
    pub older_than: Option<EnvelopeId>,
    /// How many at most.
    pub limit: u16,
}

/// A part of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    /// The newest first.
    pub envelopes: Vec<EnvelopeSummary>,
    /// Where the next page begins, which is the last envelope that was looked at; `None` where there are no older ones.
    pub next: Option<EnvelopeId>,
}
