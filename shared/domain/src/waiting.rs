//! What an envelope waits for that nobody but the service can do: documents to be prepared, seals, timestamps, request
//! mails. When that takes too long the sender and the operator hear of it, and the sender can have it tried again.

use jiff::{SignedDuration, Timestamp};

use crate::document::{Sealer, Step};
use crate::envelope::{Envelope, State};
use crate::ids::DocumentNumber;
use crate::mail::Addressee;

use crate::waits::after;
pub use crate::waits::{Awaited, Cause, CauseKind, REPORTED_AFTER, Waits};

/// A failure within this time is not worth recording: the next try comes by itself.
pub const RECORDED_AFTER: SignedDuration = SignedDuration::from_mins(1);
/// A retry that does not help is reported again, but no sooner than this after the last report: programs that check mails
/// press buttons too, and every mail would lead to the next.
pub const REPORTED_AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// From one retry to the next at least, so that nobody fills the evidence with them.
pub const RETRY_PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// A wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// When it began.
    pub began: Timestamp,
    /// Since when the seal or timestamp that is due next has been waited for, where there is one.
    pub seals_since: Option<Timestamp>,
    /// When the sender had it tried again last.
    pub retried_at: Option<Timestamp>,
    /// From when its length is counted: the last retry starts the time anew.
    pub since: Timestamp,
    /// For what.
    pub awaited: Vec<Awaited>,
    /// Why the last try failed, where that is known.
    pub cause: Option<Cause>,
    /// When the sender was told of it last.
    pub told_at: Option<Timestamp>,
    /// Whether the sender has been told of everything that is waited for, before the last retry or after it.
    pub is_reported: bool,
    /// When the sender is to be told next. Nothing once that is done and nothing was retried since.
    pub report_at: Option<Timestamp>,
}

impl Wait {
    /// Whether it has lasted longer than the service needs for its work, since it began. A retry is no work of the operator's:
    /// who presses the button every minute must not keep the alarm silent.
    pub fn is_overdue_at(&self, now: Timestamp) -> bool {
        after(self.began, REPORTED_AFTER) <= now
    }

    /// The same since the last retry, if there was one: until then the sender waits for what comes of it.
    pub fn is_long_at(&self, now: Timestamp) -> bool {
        after(self.since, REPORTED_AFTER) <= now
    }

    /// Whether the sender is to be told of it.
    pub fn is_report_due_at(&self, now: Timestamp) -> bool {
        self.report_at.is_some_and(|at| at <= now)
    }

    /// Whether the sender has been told that a seal or a timestamp is waited for.
    pub fn are_seals_reported(&self) -> bool {
        self.seals_since.zip(self.told_at).is_some_and(|(since, told)| since < told)
    }

    /// Whether it may be tried again.
    pub fn may_be_retried_at(&self, now: Timestamp) -> bool {
        self.retried_at.is_none_or(|at| after(at, RETRY_PAUSE) <= now)
    }
}

impl Envelope {
    /// What the envelope waits for that nobody but the service can do.
    pub fn wait(&self) -> Option<Wait> {
        let preparing = self.preparations();
        let mut awaited: Vec<Awaited> =
            self.next_steps().into_iter().filter_map(|(d, step)| of(d.number, step)).collect();
        let seals_since = if awaited.is_empty() { None } else { self.seals_since() };
        let requests: Vec<(Timestamp, Awaited)> = self.pending_requests().collect();
        let beginnings = || {
            let work = preparing.iter().chain(&requests).map(|(since, _)| *since);
            seals_since.into_iter().chain(work)
        };
        let began = beginnings().min()?;
        // What was retried or reported before is about another wait.
        let retried_at = self.waits.retried_at.filter(|retried| *retried >= began);
        let told_at = self.waits.told_at().filter(|told| *told >= began);
        let untold = beginnings().filter(|since| told_at.is_none_or(|told| told <= *since)).min();
        let report_at = match (untold, told_at) {
            (Some(untold), _) => Some(after(untold, REPORTED_AFTER)),
            (None, Some(told)) => retried_at
                .filter(|retried| *retried >= told)
                .map(|retried| after(retried, REPORTED_AFTER).max(after(told, REPORTED_AGAIN_AFTER))),
            (None, None) => None,
        };
        awaited.extend(preparing.iter().chain(&requests).map(|(_, awaited)| *awaited));
        let (since, cause) = (retried_at.unwrap_or(began), self.waits.cause.clone());
        let is_reported = untold.is_none();
        Some(Wait { began, seals_since, retried_at, since, awaited, cause, told_at, is_reported, report_at })
    }

    /// An envelope of an earlier version says nothing: then since the last act that seals follow from.
    fn seals_since(&self) -> Option<Timestamp> {
        let approvals = self.recipients.iter().filter_map(crate::recipient::Recipient::approved_at);
        self.waits.seals_since.or_else(|| approvals.chain(self.sent_at()).max())
    }

    /// All documents, while the envelope is being sent: which of them are ready stands elsewhere.
    fn preparations(&self) -> Vec<(Timestamp, Awaited)> {
        let State::Sending { requested_at, .. } = self.state else { return Vec::new() };
        self.documents.iter().map(|d| (requested_at, Awaited::Preparation { document: d.number })).collect()
    }

    fn pending_requests(&self) -> impl Iterator<Item = (Timestamp, Awaited)> {
        let is_open = matches!(self.state, State::InProgress { .. });
        // Of an earlier version it is not known by which event a recipient was asked first.
        let asked = self.recipients.iter().filter(move |r| is_open && r.request_event > 0);
        asked.filter_map(|r| {
            let (since, addressee) = (r.invited_at()?, Addressee::Recipient(r.number));
            let (recipient, sequence, generation) = (r.number, r.request_event, r.link_generation);
            let is_pending = !self.mails.contains(&(sequence, addressee));
            is_pending.then_some((since, Awaited::Request { recipient, sequence, generation }))
        })
    }
}

const fn of(document: DocumentNumber, step: Step) -> Option<Awaited> {
    match step {
        Step::Seal(by) => Some(Awaited::Seal { document, by }),
        Step::Timestamp(by) => Some(Awaited::Timestamp { document, by }),
        Step::TimestampDocument => Some(Awaited::Timestamp { document, by: Sealer::Operator }),
        Step::Wait => None,
    }
}
