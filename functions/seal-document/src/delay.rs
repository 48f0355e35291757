//! Says in the envelope why a seal could not be made, so that those who wait for it learn the cause.

use domain::command::Command;
use domain::document::{Document, Sealer};
use domain::envelope::Envelope;
use domain::ports::{DecideError, decide};
use domain::waiting::{Cause, CauseKind};
use pades::sign::SignError;

use crate::{Dependencies, SealError};

/// Records the cause. It is the job's failure that counts: one to record it is logged, and the schedule reports the wait
/// all the same.
pub(crate) async fn record(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
    error: &SealError,
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
