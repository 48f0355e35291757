//! `POST /v1/envelopes/{id}/retry`: what the envelope waits for is tried again at once. The body is empty.

use api::problem::Problem;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use domain::command::Command;
use serde_json::{Map, Value};

use crate::Dependencies;
use crate::api_key::Caller;
use crate::{idempotency, read};

pub(crate) async fn retry(
    State(dependencies): State<Dependencies>,
    Caller(sender, _): Caller,
    Path(id): Path<String>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let envelope = read::owned(&dependencies, &sender, &id).await?;
    if !is_empty(&body) {
        return Err(body_not_empty());
    }
    let begun = idempotency::begin(&dependencies, &sender, &headers, &method, uri.path(), &body).await?;
    idempotency::carry_out(&dependencies, &sender, begun, envelope.id, Command::Retry).await
}

/// Whether nothing is said: no body, or `{}`.
fn is_empty(body: &[u8]) -> bool {
    body.is_empty() || serde_json::from_slice::<Map<String, Value>>(body).is_ok_and(|fields| fields.is_empty())
}

fn body_not_empty() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "body-not-empty", "本文は指定できません", "This call takes no body")
        .detail("本文は空にするか、{}としてください。", "Send no body, or {}.")
}
