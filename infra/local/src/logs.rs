//! What functions wrote to CloudWatch Logs.

use anyhow::{Context, Result, ensure};
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::clock;
use crate::deploy::{ACCESS_KEY, REGION, STACK};

/// The last lines of a function, oldest first.
pub async fn tail(endpoint: &str, function: &str, lines: usize) -> Result<Vec<String>> {
    let all: Vec<String> = all(endpoint, function).await?.into_iter().map(|line| line.text).collect();
    Ok(all[all.len().saturating_sub(lines)..].to_vec())
}

/// A line that a function wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What.
    pub text: String,
}

/// All lines of a function, oldest first; none where it has not run yet. One call of the service, for which its whole
/// client would be much.
pub async fn all(endpoint: &str, function: &str) -> Result<Vec<Line>> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        events: Vec<LogEvent>,
    }
    #[derive(Deserialize)]
    struct LogEvent {
        timestamp: i64,
        message: String,
    }

    let body = json!({"logGroupName": format!("/aws/lambda/{STACK}-{function}")}).to_string();
    let headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", "Logs_20140328.FilterLogEvents")];
    let mut request = client()?.post(endpoint).body(body.clone());
    for (name, value) in headers {
        request = request.header(name, value);
    }
    for (name, value) in signature(endpoint, &headers, body.as_bytes())? {
        request = request.header(name, value);
    }
    let answer = request.send().await.with_context(|| format!("asking {endpoint} for logs"))?;
    let status = answer.status();
    let text = answer.text().await?;
    if text.contains("ResourceNotFoundException") {
        return Ok(Vec::new());
    }
    ensure!(status == StatusCode::OK, "no logs of {function}: {status} {text}");

    let mut answer: Answer = serde_json::from_str(&text)?;
    answer.events.sort_by_key(|event| event.timestamp);
    let lines = answer
        .events
        .iter()
        .flat_map(|event| event.message.lines().map(|text| Line { at: event.timestamp, text: text.to_owned() }));
    Ok(lines.collect())
}

fn client() -> Result<reqwest::Client> {
    crate::use_ring();
    Ok(reqwest::Client::builder().no_proxy().build()?)
}

fn signature(url: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Vec<(String, String)>> {
    let identity = Credentials::from_keys(ACCESS_KEY, ACCESS_KEY, None).into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(REGION)
        .name("logs")
        .time(clock::now())
        .settings(SigningSettings::default())
        .build()?
        .into();
    let request = SignableRequest::new("POST", url, headers.iter().copied(), SignableBody::Bytes(body))?;
    let (instructions, _) = sign(request, &parameters)?.into_parts();
    Ok(instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}
