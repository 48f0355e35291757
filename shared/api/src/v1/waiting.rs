//! What an envelope waits for that nobody but the service can do, as the API shows it.

use domain::envelope::Envelope;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::mirror::Convert;
use domain::waiting::{Awaited, Cause, CauseKind};
use jiff::Timestamp;
use serde::Serialize;

use super::values::Sealer;

/// A wait.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct WaitingView {
    /// When it began.
    since: Timestamp,
    #[serde(rename = "for")]
    awaited: Vec<AwaitedView>,
    /// Why the last try failed; nothing where that is not known.
    cause: Option<CauseView>,
    /// Whether it takes longer than it should.
    overdue: bool,
    /// Whether the sender has been told by mail.
    reported: bool,
    /// When it was tried again at the sender's wish last.
    retried_at: Option<Timestamp>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
enum AwaitedView {
    Preparation { document: DocumentNumber },
    Seal { document: DocumentNumber, by: Sealer },
    Timestamp { document: DocumentNumber, by: Sealer },
    Request { recipient: RecipientNumber },
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CauseView {
    code: &'static str,
    /// The service's words, for its operator.
    detail: String,
}

impl WaitingView {
    /// Nothing where people are waited for, or the envelope is closed.
    pub(super) fn of(envelope: &Envelope, now: Timestamp) -> Option<Self> {
        if envelope.status_at(now).is_terminal() {
            return None;
        }
        let wait = envelope.wait()?;
        Some(Self {
            since: wait.began,
            overdue: wait.is_long_at(now),
            reported: wait.is_reported,
            retried_at: wait.retried_at,
            awaited: wait.awaited.iter().map(AwaitedView::of).collect(),
            cause: wait.cause.map(CauseView::of),
        })
    }
}

impl AwaitedView {
    fn of(awaited: &Awaited) -> Self {
        match *awaited {
            Awaited::Preparation { document } => Self::Preparation { document },
            Awaited::Seal { document, by } => Self::Seal { document, by: by.convert() },
            Awaited::Timestamp { document, by } => Self::Timestamp { document, by: by.convert() },
            Awaited::Request { recipient, .. } => Self::Request { recipient },
        }
    }
}

impl CauseView {
    fn of(cause: Cause) -> Self {
        Self { code: code(cause.kind), detail: cause.detail }
    }
}

/// The code of a kind, the same as in the evidence.
const fn code(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::NoCertificate => "no_certificate",
        CauseKind::CertificateUnusable => "certificate_unusable",
        CauseKind::SealNotAllowed => "seal_not_allowed",
        CauseKind::KeyService => "key_service",
        CauseKind::NoTimestampAuthority => "no_timestamp_authority",
        CauseKind::TimestampAuthorities => "timestamp_authorities",
        CauseKind::DocumentStore => "document_store",
        CauseKind::Document => "document",
        CauseKind::Service => "service",
    }
}

#[cfg(test)]
mod tests {
    use domain::digest::Digest;
    use domain::evidence::{Event, EventKind};

    use super::*;

    #[test]
    fn a_cause_has_the_same_code_here_and_in_the_evidence() {
        for kind in [
            CauseKind::NoCertificate,
            CauseKind::CertificateUnusable,
            CauseKind::SealNotAllowed,
            CauseKind::KeyService,
            CauseKind::NoTimestampAuthority,
            CauseKind::TimestampAuthorities,
            CauseKind::DocumentStore,
            CauseKind::Document,
            CauseKind::Service,
        ] {
            let (document, by) = (DocumentNumber(1), domain::document::Sealer::Operator);
            let cause = Cause { kind, detail: String::new() };
            let event = Event {
                envelope: "01900000-0000-7000-8000-000000000001".parse().expect("a UUID"),
                sequence: 1,
                previous: Digest::ZERO,
                at: Timestamp::UNIX_EPOCH,
                by: None,
                kind: EventKind::Delayed { document, by, cause },
            };
            let event: serde_json::Value = serde_json::from_str(&event.to_json().expect("JSON")).expect("JSON");
            assert_eq!(event["cause"]["kind"], code(kind));
        }
    }
}
