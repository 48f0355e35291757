//! Deadlines and reminders (F11): what is due when. Pure; the schedule only asks.

use jiff::{SignedDuration, Timestamp};

use crate::envelope::{Envelope, State, Status};
use crate::recipient::{Recipient, RecipientState};

/// The longest and the default time from sending to the deadline, in days.
pub const MAX_DEADLINE_DAYS: u8 = 30;

/// No reminder goes out in the first five days after the request.
const FIRST_REMINDER: SignedDuration = SignedDuration::from_hours(5 * 24);

/// After the first, one reminder a week.
const NEXT_REMINDER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A seal or stamp that waits longer than this is asked for again.
const STALLED: SignedDuration = SignedDuration::from_mins(1);

/// When this recipient's next reminder is due, while it is the recipient's turn. None goes where the request bounced, nor
/// to whom no code is taken from any more.
pub fn next_reminder(recipient: &Recipient) -> Option<Timestamp> {
    if matches!(recipient.state, RecipientState::Bounced { .. }) || recipient.is_locked() {
        return None;
    }
    let after = FIRST_REMINDER.checked_add(NEXT_REMINDER.checked_mul(i32::from(recipient.reminders))?)?;
    recipient.invited_at()?.checked_add(after).ok()
}

/// When the schedule has to look at this envelope next: its deadline, its next reminder, a seal or stamp that waits, or
/// its retention. `None` when there is nothing to wait for.
pub fn next_look(envelope: &Envelope, now: Timestamp) -> Option<Timestamp> {
    let soon = now.checked_add(STALLED).ok();
    match envelope.state {
        State::Sending { .. } => soon,
        State::Sent { deadline, .. } => soon.map(|s| s.min(deadline)),
        State::InProgress { deadline, .. } => {
            let stalled = if envelope.wait().is_some() { soon } else { None };
            let deadline = envelope.awaits_somebody().then_some(deadline);
            let reminders = envelope.recipients.iter().filter_map(next_reminder);
            reminders.chain(stalled).chain(deadline).min()
        }
        State::Completed { .. } if envelope.documents.iter().any(|d| d.retained_until.is_none()) => soon,
        State::Draft
        | State::Completed { .. }
        | State::Declined { .. }
        | State::Voided { .. }
        | State::Expired { .. }
        | State::Failed { .. } => None,
    }
}

/// The recipients to remind at `now`.
pub fn reminders_due(envelope: &Envelope, now: Timestamp) -> impl Iterator<Item = &Recipient> {
    let open = envelope.status_at(now) == Status::InProgress;
    envelope.recipients.iter().filter(move |r| open && next_reminder(r).is_some_and(|due| due <= now))
}
