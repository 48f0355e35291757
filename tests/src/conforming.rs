//! Every answer of the API is held against its OpenAPI document.

use anyhow::Result;
use conformance::{Answer, Request, judge};
use local::client::Exchange;
use reqwest::StatusCode;

/// Whether the answer is as the document says.
pub fn conforms(exchange: &Exchange<'_>) -> Result<()> {
    let &Exchange { method, target, headers, body, answer } = exchange;
    // For a function that died API Gateway answers 500, which is described; the emulator answers 502.
    if answer.status == StatusCode::BAD_GATEWAY && answer.text().contains("Runtime.ExitError") {
        return Ok(());
    }
    let answer = Answer { status: answer.status, headers: &answer.headers, body: &answer.body };
    Ok(judge(Request { method, target, headers, body }, answer)?)
}
