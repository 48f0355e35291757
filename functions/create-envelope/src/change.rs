//! `PATCH /v1/envelopes/{id}`: changes a draft. It holds for the version that the sender has seen, up to the commit.

use api::precondition::IfMatch;
use api::problem::Problem;
use api::{Call, json, v1};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::draft::{ChangeRequest, FieldError};
use domain::envelope::{Envelope, Status};
use domain::ids::SecretId;
use domain::ports::{PortError, decide_by};

use crate::make::{each_once, store_secrets};
use crate::{Dependencies, read, registered_seal};

pub(crate) async fn change(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let envelope = read::allowed(&dependencies, &call.caller, &id).await?;
    let if_match = IfMatch::required(&call.headers)?;
    let mut request: ChangeRequest = json::read::<v1::ChangeRequest>(&call.body)?.into();
    // What is wrong with it by another version than the sender has seen is not told.
    if_match.check(&envelope)?;
    let secrets = SecretId::new(dependencies.randomness.bytes());
    // Whatever is no draft any more is refused by whoever decides it.
    if envelope.status_at(dependencies.clock.now()) == Status::Draft {
        let errors = errors_of(&dependencies, &call, &envelope, &mut request, secrets).await?;
        if !errors.is_empty() {
            return Err(Problem::invalid_fields(errors));
        }
        // Before the recipients are in the envelope, and apart from the secrets of any other change: one that loses against
        // another has stored what nobody asks for.
        store_secrets(&dependencies, envelope.id, Some(secrets), request.recipients.as_deref().unwrap_or_default())
            .await?;
    }
    let command = |envelope: &Envelope| {
        if_match.check(envelope)?;
        let change = request.accept(envelope, &call.caller.policy, secrets).map_err(Refusal::Fields)?;
        Ok(Command::ChangeDraft { change: Box::new(change) })
    };
    match decide_by(
        Some(&call.caller.principal.actor),
        &dependencies.envelopes,
        &dependencies.clock,
        &envelope,
        None,
        command,
    )
    .await
    {
        Ok((changed, _)) => read::respond(&dependencies, &call.caller, &changed, StatusCode::OK).await,
        Err(error) => Err(error.into()),
    }
}

/// Everything that is wrong, each field once, as with a new envelope.
async fn errors_of(
    dependencies: &Dependencies,
    call: &Call,
    envelope: &Envelope,
    request: &mut ChangeRequest,
    secrets: SecretId,
) -> Result<Vec<FieldError>, PortError> {
    let recipients = request.recipients.as_deref_mut().unwrap_or_default();
    // By the organisation that sends the envelope, which is the caller's.
    let of_seals = registered_seal::settle(dependencies, &envelope.sender, recipients).await?;
    let errors = request.accept(envelope, &call.caller.policy, secrets).err().unwrap_or_default();
    let of_the_store = request.limit_errors(envelope, dependencies.envelopes.limits());
    Ok(each_once(errors, of_the_store.into_iter().chain(of_seals)))
}
