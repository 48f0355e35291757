//! What functions wrote to CloudWatch Logs.

use anyhow::{Result, ensure};
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::deploy::STACK;
use crate::signed;

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

/// All lines of a function, oldest first; none where it has not run yet.
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
    let answer = signed::post(endpoint, "logs", &headers, body).await?;
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
