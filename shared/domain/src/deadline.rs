//! What is due when: deadlines, reminders (F11), and work that got stuck. Pure; the schedule only asks.

use jiff::{SignedDuration, Timestamp};

use crate::document::Step;
use crate::envelope::{Envelope, State, Status};
use crate::job::Job;
use crate::recipient::{Recipient, RecipientState};

/// No reminder goes out in the first five days after the request.
const FIRST_REMINDER: SignedDuration = SignedDuration::from_hours(5 * 24);

/// After the first, one reminder a week.
const NEXT_REMINDER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A recipient gets no reminder that the sender asks for within this time after another.
pub const REMINDER_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// So many reminders a sender may send to one recipient: each is noted in the envelope, which is of a limited size.
pub const MAX_SENDER_REMINDERS: u8 = 10;

/// Work that got stuck is tried again after this time at the earliest.
const MIN_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// Within the first hours it is tried again after this time at the latest. Together with the minute of the schedule that is
/// how long an envelope still waits after its cause has ended.
const MAX_PAUSE: SignedDuration = SignedDuration::from_mins(4);
/// A try is not due again before this has passed: the clocks of two functions disagree by some seconds, and one that is behind
/// would take the moment at which it was asked for one to come.
const CLOCK_DIFFERENCE: SignedDuration = SignedDuration::from_secs(30);
/// After so many hours nobody waits in front of a page any more, and the sender and the operator know.
const LONG_WAIT: SignedDuration = SignedDuration::from_hours(6);
/// The pause from then on.
const LONG_PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// How long a job that the schedule has put into a queue counts as waiting there, so that it is not put in again. The queue
/// hands a job out again whose function died, twenty times in four hours; a function that ends says itself when the next try
/// is due, long before.
pub const JOB_LEASE: SignedDuration = SignedDuration::from_hours(4);

/// When this recipient's next reminder is due, while it is the recipient's turn. None goes where the request bounced, nor
/// to whom no code is taken from any more.
pub fn next_reminder(recipient: &Recipient) -> Option<Timestamp> {
    if matches!(recipient.state, RecipientState::Bounced { .. }) || recipient.is_locked() {
        return None;
    }
    let after = FIRST_REMINDER.checked_add(NEXT_REMINDER.checked_mul(i32::from(recipient.reminders))?)?;
    recipient.invited_at()?.checked_add(after).ok()
}

/// The next date on which the schedule has something to do for this envelope, whether the service works or not: its deadline,
/// its next reminder, that the sender is to be told of a delay, the end of a draft, or that files are to be removed from the
/// document store. `None` where nothing is to come.
pub fn next_date(envelope: &Envelope) -> Option<Timestamp> {
    if let Some((due, _)) = envelope.next_removal() {
        return Some(due);
    }
    if let Some(end) = envelope.draft_ends_at() {
        return Some(end);
    }
    let report = envelope.wait().and_then(|wait| wait.report_at);
    if let State::Sending { .. } = envelope.state {
        return report;
    }
    let (State::Sent { deadline, .. } | State::InProgress { deadline, .. }) = envelope.state else { return None };
    let deadline = envelope.awaits_somebody().then_some(deadline);
    let reminders = envelope.recipients.iter().filter(|_| envelope.state.status() == Status::InProgress);
    let reminders = reminders.filter_map(next_reminder);
    reminders.chain(deadline).chain(report).min()
}

/// Since when this envelope has waited for work of the service alone: documents to be prepared, seals, timestamps, request
/// mails, or the lock on its finished documents. `None` where it waits for nothing of that kind. A retry by the sender does
/// not start it anew.
pub fn waiting_since(envelope: &Envelope) -> Option<Timestamp> {
    unlocked_since(envelope).or_else(|| envelope.wait().map(|wait| wait.began))
}

fn unlocked_since(envelope: &Envelope) -> Option<Timestamp> {
    let State::Completed { at } = envelope.state else { return None };
    envelope.documents.iter().any(|d| d.retained_until.is_none()).then_some(at)
}

/// When the work that this envelope waits for is to be tried again, after `now`: soon at first, then less and less often. A
/// retry by the sender starts that anew. The moments follow from the beginning of the wait alone, so that whatever else happens
/// in the envelope does not put them off.
pub fn next_try(envelope: &Envelope, now: Timestamp) -> Option<Timestamp> {
    let since = unlocked_since(envelope).or_else(|| envelope.wait().map(|wait| wait.since));
    let since = since?;
    let waited = now.duration_since(since) + CLOCK_DIFFERENCE;
    let mut next = MIN_PAUSE;
    while next < waited && next < LONG_WAIT {
        next += (next / 2).clamp(MIN_PAUSE, MAX_PAUSE);
    }
    if next < waited {
        let pauses = waited.as_secs() / LONG_PAUSE.as_secs() + 1;
        next = SignedDuration::from_secs(pauses * LONG_PAUSE.as_secs());
    }
    Some(since.checked_add(next).unwrap_or(Timestamp::MAX))
}

/// The work to ask for again where it got stuck. Nothing where only a request mail is waited for: its job stays in its queue
/// until the mail service answers.
pub fn stuck_work(envelope: &Envelope) -> Vec<Job> {
    let id = envelope.id;
    if unlocked_since(envelope).is_some() {
        return vec![Job::Retain { envelope: id }];
    }
    if envelope.sending_request().is_some() {
        return envelope.documents.iter().map(|d| Job::Prepare { envelope: id, document: d.number }).collect();
    }
    let steps: Vec<Step> = envelope.next_steps().into_iter().map(|(_, step)| step).collect();
    let is_seal_due = steps.iter().any(|step| matches!(step, Step::Seal(_)));
    let is_timestamp_due = steps.iter().any(|step| matches!(step, Step::Timestamp(_) | Step::TimestampDocument));
    let seal = is_seal_due.then_some(Job::Seal { envelope: id });
    let timestamps = is_timestamp_due.then_some(Job::Timestamp { envelope: id, document: None });
    seal.into_iter().chain(timestamps).collect()
}

/// The recipients to remind at `now`.
pub fn reminders_due(envelope: &Envelope, now: Timestamp) -> impl Iterator<Item = &Recipient> {
    let open = envelope.status_at(now) == Status::InProgress;
    envelope.recipients.iter().filter(move |r| open && next_reminder(r).is_some_and(|due| due <= now))
}
