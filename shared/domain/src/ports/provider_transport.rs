//! Calls to identity providers.

use async_trait::async_trait;

use super::PortError;

/// HTTP to identity providers, bounded in time and size. No redirect is followed.
#[async_trait]
pub trait ProviderTransport: Send + Sync {
    /// Gets a document. Any status but 200 is an error.
    async fn get(&self, url: &str) -> Result<Vec<u8>, PortError>;

    /// Sends a form, with a header `Authorization` if one is given.
    async fn post_form(&self, url: &str, authorization: Option<&str>, form: String) -> Result<TokenAnswer, PortError>;
}

/// What a token endpoint answered.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenAnswer {
    /// HTTP status.
    pub status: u16,
    /// The body. It holds tokens.
    pub body: Vec<u8>,
}
