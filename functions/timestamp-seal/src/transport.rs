//! RFC 3161 over HTTP (§3.4): one POST, bounded in time and size.

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{PortError, TimestampTransport};
use reqwest::Client;
use reqwest::header::{CONTENT_TYPE, HeaderValue};

const TIMEOUT: Duration = Duration::from_secs(10);
/// A token with all its certificates stays far below.
const MAX_RESPONSE: u64 = 1 << 20;
const ACTION: &str = "ask the timestamp authority";

/// HTTP to the authorities.
#[derive(Clone, Debug)]
pub struct HttpTransport {
    client: Client,
}

impl HttpTransport {
    /// A client that follows no redirects and uses no proxy.
    pub fn new() -> Result<Self, PortError> {
        // Fails only when somebody has chosen a provider before, which serves as well.
        drop(rustls::crypto::ring::default_provider().install_default());
        let builder = Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).no_proxy();
        let client = builder.build().map_err(|e| PortError::new("start the HTTP client", e))?;
        Ok(Self { client })
    }
}

#[async_trait]
impl TimestampTransport for HttpTransport {
    async fn post(&self, url: &str, request: Vec<u8>) -> Result<Vec<u8>, PortError> {
        let query = HeaderValue::from_static("application/timestamp-query");
        let answer = self.client.post(url).header(CONTENT_TYPE, query).body(request).send().await;
        let answer = answer.and_then(reqwest::Response::error_for_status);
        // The URL may hold a password or a key, and the error ends in the evidence.
        let mut answer = answer.map_err(|e| PortError::new(ACTION, e.without_url()))?;
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|e| PortError::new(ACTION, e.without_url()))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() as u64 > MAX_RESPONSE {
                return Err(PortError::new(ACTION, "the answer is larger than any timestamp response"));
            }
        }
        lambda::effect_done();
        Ok(bytes)
    }
}
