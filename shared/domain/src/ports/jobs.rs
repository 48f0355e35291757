//! Queues of the other functions.

use async_trait::async_trait;

use super::PortError;
use crate::job::Job;

/// Queues of the other functions.
#[async_trait]
pub trait Jobs: Send + Sync {
    /// Hands a job to the function whose it is.
    async fn enqueue(&self, job: &Job) -> Result<(), PortError>;
}
