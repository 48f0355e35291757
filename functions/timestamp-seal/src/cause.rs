//! What people are told of why a timestamp could not be had.

use domain::waiting::CauseKind;

use crate::TimestampJobError;

pub(crate) fn kind_of(error: &TimestampJobError) -> CauseKind {
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
