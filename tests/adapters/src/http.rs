//! Requests as browsers make them, by presigned URLs.

use std::time::Duration;

use anyhow::{Context, Result};
use domain::ports::PresignedUpload;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode};
use url::Url;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    headers: HeaderMap,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Makes a presigned request with these bytes.
pub async fn send(upload: &PresignedUpload, bytes: &[u8]) -> Result<StatusCode> {
    let mut request = client()?.request(upload.method.parse()?, &upload.url).body(bytes.to_vec());
    for (name, value) in &upload.headers {
        request = request.header(name, value);
    }
    Ok(request.send().await?.status())
}

/// Sends these bytes to a URL, with no headers of their own.
pub async fn send_to(method: &str, url: &str, bytes: &[u8]) -> Result<StatusCode> {
    Ok(client()?.request(method.parse()?, url).body(bytes.to_vec()).send().await?.status())
}

/// Gets a URL, or a range of what is there.
pub async fn get(url: &str, range: Option<&str>) -> Result<Answer> {
    let request = client()?.request(Method::GET, url);
    let request = range.into_iter().fold(request, |request, range| request.header("range", range));
    let answer = request.send().await?;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Ok(Answer { status, headers, body: answer.bytes().await?.to_vec() })
}

/// How long a presigned URL says that it lives.
pub fn lifetime(url: &str) -> Result<Duration> {
    let url: Url = url.parse()?;
    let seconds = url.query_pairs().find_map(|(name, value)| (name == "X-Amz-Expires").then_some(value));
    Ok(Duration::from_secs(seconds.context("the URL has no lifetime")?.parse()?))
}

/// One that knows nobody else's proxies.
pub(crate) fn client() -> Result<Client> {
    drop(rustls::crypto::ring::default_provider().install_default());
    Ok(Client::builder().no_proxy().timeout(Duration::from_secs(60)).build()?)
}
