//! What an envelope waits for that nobody but the service can do: seals, timestamps, request mails. When that takes too
//! long the sender and the operator hear of it, and the sender can have it tried again.

use jiff::{SignedDuration, Timestamp};

use crate::document::{Sealer, Step};
use crate::envelope::{Envelope, State};
use crate::ids::{DocumentNumber, RecipientNumber};
use crate::mail::Party;

/// A failure within this time is not worth recording: the next try comes by itself.
pub const RECORDED_AFTER: SignedDuration = SignedDuration::from_mins(1);
/// What waits for longer than this is reported to the sender, once, and counted for the operator's alarm.
pub const REPORTED_AFTER: SignedDuration = SignedDuration::from_mins(3);
/// A retry that does not help is reported again, but no sooner than this after the last report: programs that check mails
/// press buttons too, and every mail would lead to the next.
pub const REPORTED_AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// From one retry to the next at least, so that nobody fills the evidence with them.
pub const RETRY_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// Causes that are recorded while one thing is waited for: those that alternate would fill the evidence.
const MAX_CAUSES: u8 = 10;

/// What the envelope keeps of its waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Since when the seal or timestamp that is due next has been waited for. Every one that is made starts it anew.
    pub seals_since: Option<Timestamp>,
    /// Why the last try failed, if a function said so.
    pub cause: Option<Cause>,
    /// How many causes were recorded for that wait.
    pub causes: u8,
    /// The beginning of the wait that was reported to the sender last.
    pub reported: Option<Timestamp>,
    /// When that was. Nothing where an earlier version reported it.
    pub reported_at: Option<Timestamp>,
    /// When the sender had it tried again last.
    pub retried_at: Option<Timestamp>,
}

impl Waits {
    pub(crate) const fn may_record(&self) -> bool {
        self.causes < MAX_CAUSES
    }

    /// When the sender was told last.
    fn told_at(&self) -> Option<Timestamp> {
        self.reported_at.or_else(|| self.reported.map(|since| after(since, REPORTED_AFTER)))
    }
}

/// Why a try failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Which kind of failure.
    pub kind: CauseKind,
    /// The function's words, for the operator.
    pub detail: String,
}

/// Kinds of failures of a seal or a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CauseKind {
    /// There is no certificate for this seal.
    NoCertificate,
    /// The certificate cannot be used: it has expired, or it is not one.
    CertificateUnusable,
    /// The registered seal may not be used for this act any more.
    SealNotAllowed,
    /// The key service does not sign.
    KeyService,
    /// No timestamp authority is set up.
    NoTimestampAuthority,
    /// No timestamp authority gives a valid token.
    TimestampAuthorities,
    /// A file of the document store is gone, or not the one that was recorded.
    DocumentStore,
    /// The document cannot take this seal or timestamp.
    Document,
    /// Anything else: the database, a message queue.
    Service,
}

/// Something that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// A seal.
    Seal {
        /// On which document.
        document: DocumentNumber,
        /// Whose.
        by: Sealer,
    },
    /// The timestamp of a seal, or of a document that was signed before it was sent.
    Timestamp {
        /// On which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
    },
    /// The mail that asks a recipient to act: the mail service has neither taken nor refused it yet.
    Request {
        /// Who is to be asked.
        recipient: RecipientNumber,
        /// The event that asked for the mail.
        sequence: u64,
        /// Generation of its link.
        generation: u32,
    },
}

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

/// A moment after the end of time is the end of time.
fn after(moment: Timestamp, time: SignedDuration) -> Timestamp {
    moment.checked_add(time).unwrap_or(Timestamp::MAX)
}

impl Envelope {
    /// What the envelope waits for that nobody but the service can do.
    pub fn wait(&self) -> Option<Wait> {
        let mut awaited: Vec<Awaited> =
            self.next_steps().into_iter().filter_map(|(d, step)| of(d.number, step)).collect();
        let seals_since = if awaited.is_empty() { None } else { self.seals_since() };
        let requests: Vec<(Timestamp, Awaited)> = self.pending_requests().collect();
        let beginnings = || seals_since.into_iter().chain(requests.iter().map(|(since, _)| *since));
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
        awaited.extend(requests.iter().map(|(_, request)| *request));
        let (since, cause) = (retried_at.unwrap_or(began), self.waits.cause.clone());
        let is_reported = untold.is_none();
        Some(Wait { began, seals_since, retried_at, since, awaited, cause, told_at, is_reported, report_at })
    }

    /// An envelope of an earlier version says nothing: then since the last act that seals follow from.
    fn seals_since(&self) -> Option<Timestamp> {
        let approvals = self.recipients.iter().filter_map(crate::recipient::Recipient::approved_at);
        self.waits.seals_since.or_else(|| approvals.chain(self.sent_at()).max())
    }

    fn pending_requests(&self) -> impl Iterator<Item = (Timestamp, Awaited)> {
        let is_open = matches!(self.state, State::InProgress { .. });
        // Of an earlier version it is not known by which event a recipient was asked first.
        let asked = self.recipients.iter().filter(move |r| is_open && r.asked_by > 0);
        asked.filter_map(|r| {
            let (since, party) = (r.invited_at()?, Party::Recipient(r.number));
            let (recipient, sequence, generation) = (r.number, r.asked_by, r.link_generation);
            let is_pending = !self.mails.contains(&(sequence, party));
            is_pending.then_some((since, Awaited::Request { recipient, sequence, generation }))
        })
    }
}

const fn of(document: DocumentNumber, step: Step) -> Option<Awaited> {
    match step {
        Step::Seal(by) => Some(Awaited::Seal { document, by }),
        Step::Stamp(by) => Some(Awaited::Timestamp { document, by }),
        Step::StampDocument => Some(Awaited::Timestamp { document, by: Sealer::Operator }),
        Step::Wait => None,
    }
}
