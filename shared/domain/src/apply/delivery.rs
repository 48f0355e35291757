//! Messages to recipients: asked for again, taken, refused, come back.

use super::Change;
use crate::command::{Correction, MailOutcome, Refusal};
use crate::deadline;
use crate::envelope::{Downloads, MAX_DOWNLOADS, Status};
use crate::evidence::EventKind;
use crate::factor::Factor;
use crate::ids::RecipientNumber;
use crate::mail::{Addressee, Bounce, MailKind};
use crate::recipient::{Recipient, RecipientState};

impl Change {
    /// Counts that somebody saves a finished document.
    pub(super) fn count_download(&mut self, by: Addressee) -> Result<(), Refusal> {
        let downloads = &mut self.envelope.downloads;
        match downloads.iter_mut().find(|downloads| downloads.by == by) {
            Some(downloads) if downloads.count >= MAX_DOWNLOADS => return Err(Refusal::TooManyDownloads),
            Some(downloads) => downloads.count += 1,
            None => downloads.push(Downloads { by, count: 1 }),
        }
        Ok(())
    }

    pub(super) fn remind(&mut self, number: RecipientNumber) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.acting(number)?;
        if deadline::next_reminder(recipient).is_none_or(|due| now < due) {
            return Err(Refusal::NotDue);
        }
        // Reminders that were missed (the schedule stood still) are not made up for: one goes out, not three.
        while deadline::next_reminder(recipient).is_some_and(|due| due <= now) {
            recipient.reminders += 1;
        }
        recipient.reminded_at = Some(now);
        let (generation, reminder) = (recipient.link_generation, recipient.reminders);
        self.record(EventKind::Reminded { recipient: number, generation, reminder })
    }

    pub(super) fn request_again(&mut self, number: RecipientNumber, correction: Correction) -> Result<(), Refusal> {
        let is_waiting = self.envelope.recipient(number).is_some_and(|one| one.state == RecipientState::Waiting);
        let recipient = if is_waiting { self.waiting(number)? } else { self.acting(number)? };
        // Whatever differs is a correction, be it another form of the same mailbox's address.
        let email = correction.email.filter(|email| *email != recipient.email);
        let phone = match (correction.phone, &mut recipient.factor) {
            (None, _) => None,
            (Some(to), Some(Factor::Sms { phone })) if to == *phone => None,
            (Some(to), Some(Factor::Sms { phone })) => Some((std::mem::replace(phone, to.clone()), to)),
            (Some(_), _) => return Err(Refusal::NoTelephone),
        };
        let email = email.map(|to| (std::mem::replace(&mut recipient.email, to.clone()), to));
        if is_waiting && email.is_none() && phone.is_none() {
            return Err(Refusal::NotAskedYet);
        }
        if let Some((from, to)) = email {
            self.record(EventKind::AddressCorrected { recipient: number, from, to })?;
        }
        if let Some((from, to)) = phone {
            self.record(EventKind::TelephoneCorrected { recipient: number, from, to })?;
        }
        // Whose turn is to come is asked when it comes.
        if is_waiting { Ok(()) } else { self.invite(number) }
    }

    /// A recipient whose turn is to come, in an envelope that is open.
    fn waiting(&mut self, number: RecipientNumber) -> Result<&mut Recipient, Refusal> {
        let open = self.require(Status::Sent).or_else(|_| self.require(Status::InProgress));
        let recipient = self.recipient(number)?;
        if !recipient.must_act() {
            return Err(Refusal::NotAsked);
        }
        open?;
        Ok(recipient)
    }

    pub(super) fn record_mail(
        &mut self,
        mail: MailKind,
        addressee: Addressee,
        request_event: u64,
        outcome: MailOutcome,
    ) -> Result<(), Refusal> {
        if self.envelope.mails.contains(&(request_event, addressee)) {
            return Err(Refusal::AlreadyRecorded);
        }
        self.envelope.mails.push((request_event, addressee));
        let event = match outcome {
            MailOutcome::Taken { message_id } => EventKind::Mailed { mail, addressee, request_event, message_id },
            MailOutcome::Refused { reason } => {
                let notify = self.refused(mail, addressee, request_event)?;
                EventKind::MailRefused { mail, addressee, request_event, reason, notify }
            }
            MailOutcome::TooLate => {
                if let Addressee::Recipient(number) = addressee {
                    self.code_refused(number, request_event)?;
                }
                let reason = "its turn came too late".to_owned();
                EventKind::MailRefused { mail, addressee, request_event, reason, notify: Vec::new() }
            }
        };
        self.record(event)
    }

    /// What a message that nobody will carry means. Gives who is told.
    fn refused(&mut self, mail: MailKind, addressee: Addressee, request_event: u64) -> Result<Vec<Addressee>, Refusal> {
        if let (MailKind::Code, Addressee::Recipient(number)) = (mail, addressee) {
            let is_newest = self.code_refused(number, request_event)?;
            if let Some(Factor::Sms { .. }) = self.recipient(number)?.factor {
                // An earlier number's, or replaced by a newer code: nothing is left to do.
                return Ok(if is_newest { vec![Addressee::Sender] } else { Vec::new() });
            }
        }
        self.undelivered(addressee, request_event, true)
    }

    /// Notes that a code will not arrive. Gives whether it is the newest, for which the recipient waits.
    fn code_refused(&mut self, number: RecipientNumber, request_event: u64) -> Result<bool, Refusal> {
        let attempts = &mut self.recipient(number)?.attempts;
        let is_newest = attempts.request_event == request_event;
        attempts.refused |= is_newest;
        Ok(is_newest)
    }

    pub(super) fn record_bounce(
        &mut self,
        addressee: Addressee,
        request_event: u64,
        bounce: Bounce,
        detail: String,
    ) -> Result<(), Refusal> {
        if self.envelope.bounces.contains(&(request_event, addressee)) {
            return Err(Refusal::AlreadyRecorded);
        }
        let is_of_address = matches!(bounce, Bounce::Permanent | Bounce::Suppressed | Bounce::Complaint);
        let notify = self.undelivered(addressee, request_event, is_of_address)?;
        self.envelope.bounces.push((request_event, addressee));
        self.record(EventKind::Bounced { addressee, request_event, bounce, detail, notify })
    }

    /// What a mail that did not arrive, perhaps `for_good`, means for the one that it was for. Gives who is told.
    fn undelivered(
        &mut self,
        addressee: Addressee,
        request_event: u64,
        for_good: bool,
    ) -> Result<Vec<Addressee>, Refusal> {
        let now = self.now;
        // There is nobody left to tell.
        let Addressee::Recipient(number) = addressee else { return Ok(Vec::new()) };
        let is_open = !self.envelope.status_at(now).is_terminal();
        let recipient = self.recipient(number)?;
        if request_event < recipient.request_event {
            // The sender has asked again since: what became of that mail counts.
            return Ok(Vec::new());
        }
        let is_here = matches!(recipient.state, RecipientState::Opened { .. });
        let counts = is_open && !recipient.has_acted() && (for_good || !is_here);
        if let (true, Some(invited_at)) = (counts, recipient.invited_at()) {
            recipient.state = RecipientState::Bounced { invited_at, at: now };
        }
        Ok(vec![Addressee::Sender])
    }
}
