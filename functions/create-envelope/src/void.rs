//! `POST /v1/envelopes/{id}/void`: the sender takes the whole envelope back (取り下げ, F9).

use api::problem::Problem;
use api::v1::VoidRequest;
use api::{Call, json};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::command::Command;

use crate::Dependencies;
use crate::carry_out::carry_out;
use crate::read;

pub(crate) async fn void(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::allowed(&dependencies, &call.caller, &id).await?;
    // A request without a body is told that a reason is needed, like one with an empty reason.
    let VoidRequest { reason } = json::read_or_default(&call.body)?;
    carry_out(&dependencies, &call, &envelope, Command::Void { reason }).await
}
