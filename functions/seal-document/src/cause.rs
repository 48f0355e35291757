//! What people are told of why a seal could not be made.

use domain::waiting::CauseKind;
use pades::sign::SignError;

use crate::SealError;

pub(crate) fn kind_of(error: &SealError) -> CauseKind {
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
