//! Says in the envelope why a timestamp could not be had, so that those who wait for it learn the cause.

use domain::command::{Command, Refusal};
use domain::document::{Document, Sealer};
use domain::envelope::Envelope;
use domain::ports::{Agenda, DecideError, decide};
use domain::waiting::{Cause, CauseKind};

use crate::{Dependencies, TimestampJobError};

/// Records the cause. Gives whether the schedule asks for it again, so that this job may end; where it could not be recorded
/// the job stays in its queue.
pub(crate) async fn record(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
    error: &TimestampJobError,
) -> bool {
    let cause = Cause { kind: kind_of(error), detail: lambda::telemetry::chain(error) };
    tracing::warn!(envelope = %envelope.id, document = %document.number, ?by, reason = cause.detail, "delayed");
    note(dependencies, envelope, document, by, &cause).await.unwrap_or_else(|failure| {
        let reason = lambda::telemetry::chain(&failure);
        tracing::error!(envelope = %envelope.id, reason, "the cause of a delay could not be recorded");
        false
    })
}

async fn note(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
    cause: &Cause,
) -> Result<bool, DecideError> {
    let command = |_: &Envelope| Ok(Command::RecordCause { document: document.number, by, cause: cause.clone() });
    match decide(&dependencies.envelopes, &dependencies.clock, envelope, None, command).await {
        // The commit noted when the schedule looks again.
        Ok(_) => Ok(true),
        // A failure within the first minute is not recorded, nor the same one twice; the schedule looks again all the same.
        Err(DecideError::Refused(Refusal::NotDue | Refusal::AlreadyRecorded)) => {
            let agenda = Agenda::of(envelope, dependencies.clock.now());
            dependencies.envelopes.schedule(envelope, agenda).await?;
            Ok(agenda.work.is_some())
        }
        // It is not waited for any more.
        Err(DecideError::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

fn kind_of(error: &TimestampJobError) -> CauseKind {
    match error {
        TimestampJobError::NoAuthority => CauseKind::NoTimestampAuthority,
        TimestampJobError::AllFailed(_) => CauseKind::TimestampAuthorities,
        TimestampJobError::WrongFile(_) => CauseKind::DocumentStore,
        TimestampJobError::Timestamp { .. } | TimestampJobError::Field(_) => CauseKind::Document,
        TimestampJobError::NoEnvelope(_)
        | TimestampJobError::OutOfStep
        | TimestampJobError::Port(_)
        | TimestampJobError::Decide(_) => CauseKind::Service,
    }
}
