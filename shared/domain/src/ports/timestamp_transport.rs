//! The way to a timestamp authority.

use async_trait::async_trait;

use super::PortError;

/// Sends a request to a timestamp authority. Held by the timestamp function alone.
#[async_trait]
pub trait TimestampTransport: Send + Sync {
    /// Posts a DER request and gives the DER response.
    async fn post(&self, url: &str, request: Vec<u8>) -> Result<Vec<u8>, PortError>;
}
