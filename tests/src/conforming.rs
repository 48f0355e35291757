//! Every answer of the API is held against its OpenAPI document.

use anyhow::Result;
use conformance::{Answer, Request, judge};
use local::client::Exchange;

/// Whether the answer is as the document says.
pub fn conforms(exchange: &Exchange<'_>) -> Result<()> {
    let &Exchange { method, target, headers, body, answer } = exchange;
    let answer = Answer { status: answer.status, headers: &answer.headers, body: &answer.body };
    Ok(judge(Request { method, target, headers, body }, answer)?)
}
