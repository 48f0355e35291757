//! In which folder an envelope is: `POST /v1/envelopes/{id}/move`, and where a new one is put.

use api::problem::Problem;
use api::v1::MoveRequest;
use api::{Call, Caller, json};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::authorisation::{Action, Resource, may};
use domain::command::Command;
use domain::field_error::FieldError;
use domain::ids::FolderId;
use domain::language::Localized;
use domain::ports::PortError;

use crate::Dependencies;
use crate::carry_out::carry_out;
use crate::read;

pub(crate) async fn move_to(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::allowed(&dependencies, &call.caller, &id).await?;
    let MoveRequest { folder } = json::read(&call.body)?;
    let errors = errors(&dependencies, &call.caller, folder).await?;
    if !errors.is_empty() {
        return Err(Problem::invalid_fields(errors));
    }
    carry_out(&dependencies, &call, &envelope, Command::Move { to: folder }).await
}

/// What is wrong with a folder into which the caller wants to put an envelope: it takes the right to change what is in there. One that
/// the caller may not see is as unknown as none.
pub(crate) async fn errors(
    dependencies: &Dependencies,
    caller: &Caller,
    folder: Option<FolderId>,
) -> Result<Vec<FieldError>, PortError> {
    let Some(id) = folder else { return Ok(Vec::new()) };
    let is_there = dependencies.authentication.folders.all(&caller.sender.organisation).await?.get(id).is_some();
    let by_level = |action| may(&caller.principal, action, Resource::Folder(Some(id))).is_ok();
    let (code, detail) = match (is_there && caller.sees_folder(id), by_level(Action::MoveEnvelope)) {
        (true, true) => return Ok(Vec::new()),
        (true, false) => (
            "not-allowed",
            Localized::fixed(
                "このフォルダーに封筒を入れる権限がありません。",
                "You may see what is in this folder, and not put anything there.",
            ),
        ),
        (false, _) => ("unknown-folder", Localized::fixed("このフォルダーはありません。", "There is no such folder.")),
    };
    Ok(vec![FieldError::new("/folder", code, detail)])
}
