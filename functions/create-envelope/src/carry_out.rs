//! Calls that are one command.

use api::Call;
use api::idempotency::{Begun, begin};
use api::precondition::IfMatch;
use api::problem::Problem;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::envelope::Envelope;
use domain::ports::decide_by;

use crate::{Dependencies, read};

/// Carries out a command that needs nothing beside the envelope, or gives its answer again.
pub(crate) async fn carry_out(
    dependencies: &Dependencies,
    call: &Call,
    envelope: &Envelope,
    command: Command,
) -> Result<Response, Problem> {
    let begun = begin(dependencies.idempotency(), call).await?;
    carry_out_begun(dependencies, call, begun, envelope, command).await
}

/// The same where the key was reserved before.
pub(crate) async fn carry_out_begun(
    dependencies: &Dependencies,
    call: &Call,
    begun: Begun,
    envelope: &Envelope,
    command: Command,
) -> Result<Response, Problem> {
    let running = match begun {
        Begun::Run(running) => running,
        Begun::Answered(answer) => return read::answer_again(dependencies, &call.caller, &answer).await,
    };
    let answer = running.answer(StatusCode::OK, envelope.id);
    // Whoever names a version means no other.
    let if_match = IfMatch::of(&call.headers);
    // Rights were asked where it was: in another folder others may do it.
    let folder = envelope.folder;
    let command = |envelope: &Envelope| {
        if_match.check(envelope)?;
        if envelope.folder != folder {
            return Err(Refusal::Overtaken { version: envelope.version });
        }
        Ok(command.clone())
    };
    match decide_by(
        Some(&call.caller.principal.actor),
        &dependencies.envelopes,
        &dependencies.clock,
        envelope,
        Some(&answer),
        command,
    )
    .await
    {
        Ok((envelope, _)) => read::respond(dependencies, &call.caller, &envelope, StatusCode::OK).await,
        Err(error) => Err(running.refuse(&*dependencies.answers, error.into()).await),
    }
}
