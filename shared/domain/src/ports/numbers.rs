//! Numbers that are given once.

use async_trait::async_trait;

use super::PortError;
use crate::ids::{EnvelopeNumber, ManagementNumber, OrganisationId};

/// Numbers that are given once.
#[async_trait]
pub trait Numbers: Send + Sync {
    /// An organisation's next envelope number. It tells nothing of what other organisations send.
    async fn next_envelope(&self, organisation: &OrganisationId) -> Result<EnvelopeNumber, PortError>;

    /// The first of `count` management numbers in a row.
    async fn next_management(&self, organisation: &OrganisationId, count: u64) -> Result<ManagementNumber, PortError>;
}
