//! From where links open, as organisations have said.

use async_trait::async_trait;

use super::PortError;
use crate::ids::OrganisationId;
use crate::organisation::LinkRule;

/// What organisations have said of their links.
#[async_trait]
pub trait LinkRules: Send + Sync {
    /// What holds for the links that are mailed in this organisation's name, as of now: it is stored with the organisation, at
    /// once. An organisation that has not been changed since there are such rules has none, and its links open everywhere.
    async fn find(&self, organisation: &OrganisationId) -> Result<LinkRule, PortError>;
}
