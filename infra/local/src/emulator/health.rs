//! Who answers at an endpoint.

use std::fmt;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const LIMIT: Duration = Duration::from_secs(30);

/// The emulators that Keiin runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The one that `cargo local` starts.
    MiniStack,
    /// Whose conventions the other one follows.
    LocalStack,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MiniStack => "MiniStack",
            Self::LocalStack => "LocalStack",
        })
    }
}

pub(super) struct Health {
    pub(super) kind: Kind,
    pub(super) version: String,
}

/// MiniStack answers at both paths, so its own comes first.
pub(super) async fn ask(endpoint: &str) -> Result<Health> {
    for (kind, path) in [(Kind::MiniStack, "/_ministack/health"), (Kind::LocalStack, "/_localstack/health")] {
        let answer = tokio::time::timeout(LIMIT, get(endpoint, path))
            .await
            .with_context(|| format!("no answer from {endpoint} in time"))?
            .with_context(|| format!("asking {endpoint}"))?;
        if let Some(version) = answer.as_ref().and_then(|health| health["version"].as_str()) {
            return Ok(Health { kind, version: version.to_owned() });
        }
    }
    bail!("{endpoint} answers, but neither as MiniStack nor as LocalStack");
}

/// The JSON at `path`; `None` for any other answer. Too little for a client, and without the TLS of one.
async fn get(endpoint: &str, path: &str) -> Result<Option<Value>> {
    let Some(authority) = endpoint.strip_prefix("http://") else { bail!("not an http:// address") };
    let host = if authority.contains(':') { authority.to_owned() } else { format!("{authority}:80") };
    let mut stream = TcpStream::connect(&host).await?;
    let request = format!("GET {path} HTTP/1.0\r\nHost: {authority}\r\nAccept: application/json\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;

    let (head, body) = answer.split_once("\r\n\r\n").context("not an HTTP answer")?;
    let ok = head.split(' ').nth(1) == Some("200");
    Ok(ok.then(|| serde_json::from_str(body).ok()).flatten())
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// A server that knows one path.
    async fn serve(path: &'static str, body: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 1024];
                let length = stream.read(&mut request).await.unwrap();
                let known = request[..length].starts_with(format!("GET {path} ").as_bytes());
                let answer =
                    if known { format!("HTTP/1.0 200 OK\r\n\r\n{body}") } else { "HTTP/1.0 404 No\r\n\r\n".into() };
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        endpoint
    }

    #[tokio::test]
    async fn tells_one_emulator_from_the_other() {
        let mini = serve("/_ministack/health", r#"{"version":"1.5.33"}"#).await;
        let local = serve("/_localstack/health", r#"{"version":"4.9.0","edition":"pro"}"#).await;
        assert_eq!(ask(&mini).await.unwrap().kind, Kind::MiniStack);
        assert_eq!(ask(&local).await.unwrap().kind, Kind::LocalStack);
    }

    #[tokio::test]
    async fn anything_else_is_refused_with_its_address() {
        let other = serve("/", "{}").await;
        let error = ask(&other).await.err().unwrap().to_string();
        assert!(error.contains(&other) && error.contains("neither"), "{error}");
        assert!(ask("http://127.0.0.1:1").await.is_err());
    }
}
