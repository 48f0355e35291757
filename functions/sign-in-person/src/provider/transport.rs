//! HTTP to identity providers.

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{PortError, ProviderTransport, TokenAnswer};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, StatusCode};

/// Somebody waits in front of a browser, for three calls at most.
pub const TIMEOUT: Duration = Duration::from_secs(5);
/// Documents and tokens stay far below.
const MAX_ANSWER: usize = 128 << 10;
const ACTION: &str = "ask the identity provider";

/// HTTP to the providers.
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
impl ProviderTransport for HttpTransport {
    async fn get(&self, url: &str) -> Result<Vec<u8>, PortError> {
        let answer = send(self.client.get(url)).await?;
        match answer.status() {
            StatusCode::OK => body(answer).await,
            status => Err(PortError::new(ACTION, format!("it answers {status}"))),
        }
    }

    async fn post_form(&self, url: &str, authorization: Option<&str>, form: String) -> Result<TokenAnswer, PortError> {
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        let mut request = self.client.post(url).header(CONTENT_TYPE, kind).body(form);
        if let Some(authorization) = authorization {
            let mut value = HeaderValue::try_from(authorization).map_err(|e| PortError::new(ACTION, e))?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let answer = send(request).await?;
        let status = answer.status().as_u16();
        let answer = TokenAnswer { status, body: body(answer).await? };
        lambda::effect_done();
        Ok(answer)
    }
}

async fn send(request: RequestBuilder) -> Result<Response, PortError> {
    let request = request.header(ACCEPT, HeaderValue::from_static("application/json"));
    request.send().await.map_err(|e| PortError::new(ACTION, e.without_url()))
}

async fn body(mut answer: Response) -> Result<Vec<u8>, PortError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|e| PortError::new(ACTION, e.without_url()))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_ANSWER {
            return Err(PortError::new(ACTION, "the answer is larger than any of a provider"));
        }
    }
    Ok(bytes)
}
