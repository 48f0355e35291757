//! The list of organisations, for whoever looks after all of them.

use async_trait::async_trait;

use super::PortError;
use crate::organisation::Organisation;

/// All organisations that have a row.
#[async_trait]
pub trait ListedOrganisations: Send + Sync {
    /// The page behind this place of the list. What was changed in the last moment may be missing, or stand there as it was.
    async fn page(&self, after: Option<&str>) -> Result<OrganisationPage, PortError>;
}

/// Some organisations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganisationPage {
    /// The organisations, closed ones among them.
    pub organisations: Vec<Organisation>,
    /// Rows that cannot be read, and why not.
    pub unreadable: Vec<String>,
    /// Where the next page begins; nothing behind the last one.
    pub next: Option<String>,
}
