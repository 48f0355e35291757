//! Reminders that the sender asks for.

use jiff::Timestamp;

use super::Change;
use crate::command::Refusal;
use crate::deadline::{MAX_SENDER_REMINDERS, REMINDER_PAUSE};
use crate::envelope::Status;
use crate::evidence::EventKind;
use crate::ids::RecipientNumber;
use crate::recipient::{Recipient, RecipientState};
use crate::waits::after;

impl Change {
    /// Reminds those whose turn it is and who can be reminded now; the others were a moment ago.
    pub(super) fn send_reminders(&mut self) -> Result<(), Refusal> {
        self.require(Status::InProgress)?;
        let now = self.now;
        let asked: Vec<&Recipient> = self.envelope.recipients.iter().filter(|r| can_be_reminded(r)).collect();
        if asked.is_empty() {
            return Err(Refusal::NobodyToRemind);
        }
        let left: Vec<_> = asked.into_iter().filter(|r| r.sender_reminders < MAX_SENDER_REMINDERS).collect();
        let due: Vec<RecipientNumber> = left.iter().filter(|r| next(r) <= now).map(|r| r.number).collect();
        if due.is_empty() {
            let Some(next) = left.into_iter().map(next).min() else { return Err(Refusal::TooManyReminders) };
            // A second more than there is, rather than one less.
            let seconds = u32::try_from(next.duration_since(now).as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            return Err(Refusal::RemindedJustNow { seconds });
        }
        due.into_iter().try_for_each(|number| {
            let recipient = self.recipient(number)?;
            recipient.sender_reminders += 1;
            recipient.reminded_at = Some(now);
            let generation = recipient.link_generation;
            self.record(EventKind::RemindedBySender { recipient: number, generation })
        })
    }
}

/// Whether it is this recipient's turn, and a mail is likely to arrive and of use. Whoever is locked out, or whose request came
/// back, has to be asked again by a new link.
fn can_be_reminded(recipient: &Recipient) -> bool {
    let is_here = matches!(recipient.state, RecipientState::Invited { .. } | RecipientState::Opened { .. });
    is_here && recipient.must_act() && !recipient.is_locked()
}

/// From when on this recipient can be reminded again.
fn next(recipient: &Recipient) -> Timestamp {
    recipient.reminded_at.map_or(Timestamp::MIN, |at| after(at, REMINDER_PAUSE))
}
