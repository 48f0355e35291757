//! Who was asked, and so hears of an envelope's end.
//!
//! The event that invites somebody is not the mail: an envelope may end between the two, and the request is not sent any
//! more. Its job notes in the log that it begins, and looks at the envelope after that; what tells of an end looks at the
//! log after the end is committed. So one of them sees the other.

use domain::evidence::{Event, EventKind};
use domain::ids::RecipientNumber;
use domain::mail::{Addressee, MailKind};
use domain::ports::MailTrace;
use jiff::Timestamp;

use crate::{Dependencies, Error, MailJob};

/// Whether this mail is one for its reader: of an end that came early only those are told who were asked before. Where a
/// request may have gone out, its reader is told. [`Error::Leased`] while one is on its way.
pub(crate) async fn concerns(
    deps: &Dependencies,
    job: MailJob,
    events: &[Event],
    now: Timestamp,
) -> Result<bool, Error> {
    match (job.mail, job.addressee) {
        (MailKind::Declined | MailKind::Voided | MailKind::Failed, Addressee::Recipient(number)) => {
            was_asked(deps, job, number, events, now).await
        }
        // Who was not asked yet reads that in the mail.
        (MailKind::Expired, _) => Ok(true),
        (MailKind::Declined | MailKind::Voided | MailKind::Failed, Addressee::Sender) => Ok(true),
        (
            MailKind::Request
            | MailKind::Reminder
            | MailKind::Completed
            | MailKind::NotSent
            | MailKind::Delegated
            | MailKind::Bounced
            | MailKind::LockedOut
            | MailKind::Delayed
            | MailKind::Code,
            _,
        ) => Ok(true),
    }
}

async fn was_asked(
    deps: &Dependencies,
    job: MailJob,
    whose: RecipientNumber,
    events: &[Event],
    now: Timestamp,
) -> Result<bool, Error> {
    // What went to an address that was wrong reached somebody else; another form of the same address is the same mailbox.
    let corrected =
        events.iter().rev().find(|event| is_correction(&event.kind, whose)).map_or(0, |event| event.sequence);
    if events.iter().any(|event| is_sent(&event.kind, whose, corrected)) {
        return Ok(true);
    }
    let mut is_on_its_way = false;
    for event in events.iter().filter(|event| event.sequence > corrected && asks(&event.kind, whose)) {
        match deps.mail_log.trace(&MailJob { sequence: event.sequence, ..job }.id(), now).await? {
            MailTrace::Sent | MailTrace::Unknown => return Ok(true),
            MailTrace::Leased => is_on_its_way = true,
            MailTrace::Absent => {}
        }
    }
    if is_on_its_way { Err(Error::Leased) } else { Ok(false) }
}

fn is_correction(kind: &EventKind, whose: RecipientNumber) -> bool {
    matches!(kind, EventKind::AddressCorrected { recipient, from, to } if *recipient == whose && !from.is_same_mailbox(to))
}

/// Whether it is recorded that the mail service took a request that was asked for after this event.
fn is_sent(kind: &EventKind, whose: RecipientNumber, after: u64) -> bool {
    let EventKind::Mailed { mail: MailKind::Request | MailKind::Reminder, addressee, request_event, .. } = kind else {
        return false;
    };
    *addressee == Addressee::Recipient(whose) && *request_event > after
}

/// Whether this event asks for a mail by which the recipient is asked to act.
fn asks(kind: &EventKind, whose: RecipientNumber) -> bool {
    match kind {
        EventKind::Invited { recipient, .. }
        | EventKind::Reminded { recipient, .. }
        | EventKind::RemindedBySender { recipient, .. } => *recipient == whose,
        _ => false,
    }
}
