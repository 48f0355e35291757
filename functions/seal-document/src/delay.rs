//! Says in the envelope why a seal could not be made, so that those who wait for it learn the cause.

use domain::command::{Command, Refusal};
use domain::document::{Document, Sealer};
use domain::envelope::Envelope;
use domain::ports::{Agenda, DecideError, decide};
use domain::waiting::{Cause, CauseKind};
use pades::sign::SignError;

use crate::{Dependencies, SealError};

/// Records the cause. Gives whether the schedule asks for it again, so that this job may end; where it could not be recorded
/// the job stays in its queue.
pub(crate) async fn record(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
    error: &SealError,
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

fn kind_of(error: &SealError) -> CauseKind {
    match error {
        SealError::NoCertificate(_) => CauseKind::NoCertificate,
        SealError::SealRefused { .. } => CauseKind::SealNotAllowed,
        SealError::Certificate { .. } | SealError::CertificateOutOfDate { .. } => CauseKind::CertificateUnusable,
        SealError::Key(_) => CauseKind::KeyService,
        SealError::WrongFile(_) => CauseKind::DocumentStore,
        SealError::Sign { source, .. } => kind_of_signing(source),
        SealError::Wording(_) | SealError::NoAct(_) | SealError::Ambiguous { .. } => CauseKind::Document,
        SealError::NoEnvelope(_) | SealError::OutOfStep | SealError::Port(_) | SealError::Decide(_) => {
            CauseKind::Service
        }
    }
}

const fn kind_of_signing(error: &SignError) -> CauseKind {
    match error {
        // The key is not the certificate's, or is of a kind that does not sign.
        SignError::Key(_) | SignError::WrongSignature => CauseKind::CertificateUnusable,
        // A fault that `pades` learns to tell later is one of the document until it has a name here.
        SignError::Revision(_) | SignError::GapTooSmall { .. } | _ => CauseKind::Document,
    }
}
