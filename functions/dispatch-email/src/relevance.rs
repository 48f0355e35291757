//! Whether a mail still has a point when its job comes, which may be late or a second time.

use domain::envelope::{Envelope, State, Status};
use domain::evidence::{Event, EventKind};
use domain::factor::CODE_LIFETIME;
use domain::ids::RecipientNumber;
use domain::mail::{Addressee, MailKind};
use jiff::Timestamp;

use crate::MailJob;

/// Whether this mail is still to be sent. What tells of an envelope's end always is.
pub(crate) fn is_due(job: MailJob, envelope: &Envelope, events: &[Event], now: Timestamp) -> bool {
    let asked = events.iter().find(|event| event.sequence == job.sequence);
    match (job.mail, asked.map(|event| &event.kind)) {
        (MailKind::Request | MailKind::Reminder, _) => {
            is_asked(job.addressee, envelope, now) && is_of_newest_link(job, envelope)
        }
        (MailKind::Code, Some(&EventKind::CodeRequested { recipient, generation, .. })) => {
            let newest =
                envelope.recipient(recipient).is_some_and(|r| r.link_generation == generation && !r.is_locked());
            let later = events.iter().filter(|event| event.sequence > job.sequence);
            let replaced = later.map(|event| &event.kind).any(|kind| ends_code(kind, recipient));
            is_asked(job.addressee, envelope, now) && newest && !replaced
        }
        (MailKind::Code, _) => false,
        (
            MailKind::Bounced,
            Some(EventKind::Bounced { addressee: Addressee::Recipient(number), request_event, .. }),
        ) => !is_mended(events, *request_event, *number),
        (
            MailKind::Bounced,
            Some(EventKind::MailRefused { addressee: Addressee::Recipient(number), request_event, mail, .. }),
        ) => {
            let later = events.iter().filter(|event| event.sequence > *request_event);
            let arrived =
                *mail == MailKind::Code && later.map(|event| &event.kind).any(|kind| is_code_shown(kind, *number));
            !arrived && !is_mended(events, *request_event, *number)
        }
        (MailKind::LockedOut, Some(EventKind::LockedOut { recipient, .. })) => {
            envelope.recipient(*recipient).is_some_and(domain::recipient::Recipient::is_locked)
        }
        (MailKind::LockedOut, Some(EventKind::CodesUsedUp { recipient, .. })) => {
            let is_stuck = envelope.recipient(*recipient).is_some_and(|r| r.attempts.no_more_at.is_some());
            is_stuck && is_asked(Addressee::Recipient(*recipient), envelope, now)
        }
        (MailKind::Delegated | MailKind::Bounced | MailKind::LockedOut, _) => true,
        // The newest report, and what it tells of still holds.
        (MailKind::Delayed, Some(EventKind::WaitReported { since, .. })) => {
            let is_waiting = envelope.wait().is_some_and(|wait| wait.told_at.is_some());
            is_waiting && !envelope.status_at(now).is_terminal() && envelope.waits.reported == Some(*since)
        }
        (MailKind::Delayed, _) => false,
        // As long as nobody has sent it again, or taken it back.
        (MailKind::NotSent, _) => envelope.state == State::Draft,
        (MailKind::Completed | MailKind::Declined | MailKind::Voided | MailKind::Expired | MailKind::Failed, _) => true,
    }
}

/// Whether a code was asked for so long ago that it is no good any more.
pub(crate) fn is_late(job: MailJob, events: &[Event], now: Timestamp) -> bool {
    let asked = events.iter().find(|event| event.sequence == job.sequence);
    asked.is_some_and(|event| event.at.saturating_add(CODE_LIFETIME).is_ok_and(|end| end <= now))
}

/// Whether no newer link has been asked for since: of several requests side by side only the last one's link is good.
fn is_of_newest_link(job: MailJob, envelope: &Envelope) -> bool {
    let Addressee::Recipient(number) = job.addressee else { return false };
    let newest = envelope.recipient(number).map(|r| r.link_generation);
    job.generation.is_none_or(|generation| newest == Some(generation))
}

/// Whether it is this recipient's turn.
fn is_asked(addressee: Addressee, envelope: &Envelope, now: Timestamp) -> bool {
    let Addressee::Recipient(number) = addressee else { return false };
    let turn = envelope.recipient(number).and_then(domain::recipient::Recipient::invited_at);
    turn.is_some() && envelope.status_at(now) == Status::InProgress
}

/// Whether the sender has corrected, since then, where the recipient is reached.
fn is_mended(events: &[Event], since: u64, whose: RecipientNumber) -> bool {
    events.iter().filter(|event| event.sequence > since).any(|event| match event.kind {
        EventKind::AddressCorrected { recipient, .. } | EventKind::TelephoneCorrected { recipient, .. } => {
            recipient == whose
        }
        _ => false,
    })
}

/// Whether the recipient entered the right code: one came after all.
fn is_code_shown(kind: &EventKind, whose: RecipientNumber) -> bool {
    matches!(kind, EventKind::Authenticated { recipient, .. } if *recipient == whose)
}

/// Whether from then on an earlier code is of no use: a newer one was asked for, or one was right.
fn ends_code(kind: &EventKind, whose: RecipientNumber) -> bool {
    match kind {
        EventKind::CodeRequested { recipient, .. } | EventKind::Authenticated { recipient, .. } => *recipient == whose,
        _ => false,
    }
}
