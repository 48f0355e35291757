//! How many envelopes organisations send within a month, where the operator has limited that.

use async_trait::async_trait;
use jiff::civil::Date;

use super::PortError;
use crate::ids::{EnvelopeId, OrganisationId};

/// How many envelopes organisations send within a month.
#[async_trait]
pub trait SendingQuota: Send + Sync {
    /// Counts the sending of an envelope in the month of this day, if the organisation has sent fewer than `quota` in it. Gives
    /// whether it may be sent: one that was counted in that month before may, and is not counted again.
    async fn take(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        quota: u32,
    ) -> Result<bool, PortError>;
}
