//! `POST /v1/envelopes/{id}/remind`: those whose turn it is are reminded at once. The body is empty, or `{}`.

use api::problem::Problem;
use api::v1::RemindRequest;
use api::{Call, json};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::command::Command;

use crate::Dependencies;
use crate::carry_out::carry_out;
use crate::read;

pub(crate) async fn remind(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::allowed(&dependencies, &call.caller, &id).await?;
    let RemindRequest {} = json::read_or_default(&call.body)?;
    carry_out(&dependencies, &call, &envelope, Command::SendReminders).await
}
