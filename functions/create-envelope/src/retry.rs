//! `POST /v1/envelopes/{id}/retry`: what the envelope waits for is tried again at once. The body is empty.

use api::Call;
use api::problem::Problem;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::Command;
use serde_json::{Map, Value};

use crate::Dependencies;
use crate::carry_out::carry_out;
use crate::read;

pub(crate) async fn retry(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::owned(&dependencies, &call.sender, &id).await?;
    if !is_empty(&call.body) {
        return Err(body_not_empty());
    }
    carry_out(&dependencies, &call, envelope.id, Command::Retry).await
}

/// Whether nothing is said: no body, or `{}`.
fn is_empty(body: &[u8]) -> bool {
    body.is_empty() || serde_json::from_slice::<Map<String, Value>>(body).is_ok_and(|fields| fields.is_empty())
}

fn body_not_empty() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "body-not-empty", "本文は指定できません", "This call takes no body")
        .detail("本文は空にするか、{}としてください。", "Send no body, or {}.")
}
