//! `DELETE /v1/envelopes/{id}`: deletes a draft. To whoever asks for it from then on there is none.

use api::Call;
use api::precondition::IfMatch;
use api::problem::Problem;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::command::Command;
use domain::envelope::Envelope;
use domain::ports::decide_by;

use crate::{Dependencies, read};

pub(crate) async fn delete(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<StatusCode, Problem> {
    let envelope = read::allowed(&dependencies, &call.caller, &id).await?;
    let if_match = IfMatch::required(&call.headers)?;
    let command = |envelope: &Envelope| if_match.check(envelope).map(|()| Command::DeleteDraft);
    decide_by(
        Some(&call.caller.principal.actor),
        &dependencies.envelopes,
        &dependencies.clock,
        &envelope,
        None,
        command,
    )
    .await?;
    tracing::info!(envelope = %envelope.id, "a draft was deleted");
    Ok(StatusCode::NO_CONTENT)
}
