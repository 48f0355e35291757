//! `POST /v1/envelopes/{id}/void`: the sender takes the whole envelope back (取り下げ, F9).

use api::v1::VoidRequest;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use domain::command::Command;
use lambda::json;
use lambda::problem::Problem;

use crate::Dependencies;
use crate::api_key::Caller;
use crate::idempotency;
use crate::read;

pub(crate) async fn void(
    State(dependencies): State<Dependencies>,
    Caller(sender, _): Caller,
    Path(id): Path<String>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let envelope = read::owned(&dependencies, &sender, &id).await?;
    // A request without a body is told that a reason is needed, like one with an empty reason.
    let VoidRequest { reason } = json::read_or_default(&body)?;
    let begun = idempotency::begin(&dependencies, &sender, &headers, &method, uri.path(), &body).await?;
    idempotency::carry_out(&dependencies, &sender, begun, envelope.id, Command::Void { reason }).await
}
