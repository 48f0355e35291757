//! `POST /v1/envelopes/{id}/retry`: what the envelope waits for is tried again at once. The body is empty, or `{}`.

use api::problem::Problem;
use api::v1::RetryRequest;
use api::{Call, json};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::command::Command;

use crate::Dependencies;
use crate::carry_out::carry_out;
use crate::read;

pub(crate) async fn retry(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::allowed(&dependencies, &call.caller, &id).await?;
    let RetryRequest {} = json::read_or_default(&call.body)?;
    carry_out(&dependencies, &call, &envelope, Command::Retry).await
}
