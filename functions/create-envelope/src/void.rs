//! `POST /v1/envelopes/{id}/void`: the sender takes the whole envelope back (取り下げ, F9).

use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::envelope::Envelope;
use domain::ports::decide;
use lambda::problem::Problem;
use serde::Deserialize;

use crate::Dependencies;
use crate::api_key::Caller;
use crate::idempotency::{self, Begun};
use crate::read;

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct VoidRequest {
    reason: String,
}

pub(crate) async fn void(
    State(dependencies): State<Dependencies>,
    Caller(sender): Caller,
    Path(id): Path<String>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let envelope = read::owned(&dependencies, &sender, &id).await?;
    let VoidRequest { reason } = serde_json::from_slice(&body).map_err(|_| Problem::from(Refusal::ReasonNeeded))?;
    let running = match idempotency::begin(&dependencies, &sender, &headers, &method, uri.path(), &body).await? {
        Begun::Run(running) => running,
        Begun::Answered(answer) => return read::answer_again(&dependencies, &sender, &answer).await,
    };
    let answer = running.answer(StatusCode::OK, envelope.id);
    let command = |_: &Envelope| Ok(Command::Void { reason: reason.clone() });
    match decide(&dependencies.envelopes, envelope.id, dependencies.clock.now(), Some(&answer), command).await {
        Ok((voided, _)) => read::respond(&dependencies, &voided, StatusCode::OK).await,
        Err(error) => Err(running.refuse(&dependencies, error.into()).await),
    }
}
