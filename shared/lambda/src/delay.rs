//! Says in the envelope why a seal or its timestamp could not be made, so that those who wait for it learn the cause.

use std::error::Error;
use std::sync::Arc;

use domain::command::{Command, Refusal};
use domain::document::{Document, Sealer};
use domain::envelope::Envelope;
use domain::ports::{Agenda, Clock, DecideError, Envelopes, decide};
use domain::waiting::{Cause, CauseKind};

use crate::telemetry;

/// A seal that was not made.
#[derive(Clone, Copy)]
pub struct Delay<'d> {
    /// The envelope as it was loaded.
    pub envelope: &'d Envelope,
    /// Its document.
    pub document: &'d Document,
    /// Whose seal.
    pub by: Sealer,
    /// What people are told.
    pub kind: CauseKind,
    /// What the operator is told.
    pub error: &'d (dyn Error + Send + Sync + 'static),
}

impl Delay<'_> {
    /// Records the cause. Gives whether the schedule asks for the seal again, so that this job may end; where the cause could
    /// not be recorded the job stays in its queue.
    pub async fn record(self, envelopes: &Arc<dyn Envelopes>, clock: &Arc<dyn Clock>) -> bool {
        let Self { envelope, document, by, kind, error } = self;
        let cause = Cause { kind, detail: telemetry::chain(error) };
        tracing::warn!(envelope = %envelope.id, document = %document.number, ?by, reason = cause.detail, "delayed");
        self.note(envelopes, clock, &cause).await.unwrap_or_else(|failure| {
            let reason = telemetry::chain(&failure);
            tracing::error!(envelope = %envelope.id, reason, "the cause of a delay could not be recorded");
            false
        })
    }

    async fn note(
        self,
        envelopes: &Arc<dyn Envelopes>,
        clock: &Arc<dyn Clock>,
        cause: &Cause,
    ) -> Result<bool, DecideError> {
        let Self { envelope, document, by, .. } = self;
        let command = |_: &Envelope| Ok(Command::RecordCause { document: document.number, by, cause: cause.clone() });
        match decide(envelopes, clock, envelope, None, command).await {
            // The commit noted when the schedule looks again.
            Ok(_) => Ok(true),
            // A failure within the first minute is not recorded, nor the same one twice; the schedule looks again all the same.
            Err(DecideError::Refused(Refusal::NotDue | Refusal::AlreadyRecorded)) => {
                let agenda = Agenda::of(envelope, clock.now());
                envelopes.schedule(envelope, agenda).await?;
                Ok(agenda.work.is_some())
            }
            // It is not waited for any more.
            Err(DecideError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
