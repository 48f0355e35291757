//! Says in the envelope why a timestamp could not be had, so that those who wait for it learn the cause.

use domain::command::Command;
use domain::document::{Document, Sealer};
use domain::envelope::Envelope;
use domain::ports::{DecideError, decide};
use domain::waiting::{Cause, CauseKind};

use crate::{Dependencies, StampJobError};

/// Records the cause. It is the job's failure that counts: one to record it is logged, and the schedule reports the wait
/// all the same.
pub(crate) async fn record(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
    error: &StampJobError,
) {
    let cause = Cause { kind: kind_of(error), detail: lambda::telemetry::chain(error) };
    let command = |_: &Envelope| Ok(Command::RecordCause { document: document.number, by, cause: cause.clone() });
    match decide(&dependencies.envelopes, &dependencies.clock, envelope, None, command).await {
        Ok(_) | Err(DecideError::Refused(_)) => {}
        Err(failure) => {
            let reason = lambda::telemetry::chain(&failure);
            tracing::error!(envelope = %envelope.id, reason, "the cause of a delay could not be recorded");
        }
    }
}

fn kind_of(error: &StampJobError) -> CauseKind {
    match error {
        StampJobError::NoAuthority => CauseKind::NoTimestampAuthority,
        StampJobError::AllFailed(_) => CauseKind::TimestampAuthorities,
        StampJobError::WrongFile(_) => CauseKind::DocumentStore,
        StampJobError::Stamp { .. } | StampJobError::Field(_) => CauseKind::Document,
        StampJobError::NoEnvelope(_) | StampJobError::OutOfStep | StampJobError::Port(_) | StampJobError::Decide(_) => {
            CauseKind::Service
        }
    }
}
