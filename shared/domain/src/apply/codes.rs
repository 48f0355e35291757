//! Extra factors: codes that are asked for and tried (F10).

use super::Change;
use crate::command::Refusal;
use crate::evidence::{EventKind, Session};
use crate::factor::{Attempts, CODE_PAUSE, Factor, MAX_ATTEMPTS, MAX_CODES, TRY_LIFETIME};
use crate::ids::RecipientNumber;
use crate::mail::Addressee;

impl Change {
    pub(super) fn request_code(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        session: Session,
    ) -> Result<(), Refusal> {
        let (now, request_event) = (self.now, self.next_sequence());
        let recipient = self.acting_by_link(number, generation)?;
        if !recipient.factor.as_ref().is_some_and(Factor::is_sent) {
            return Err(Refusal::OutOfStep);
        }
        if recipient.is_locked() {
            return Err(Refusal::LockedOut);
        }
        let attempts = &mut recipient.attempts;
        let pause_ends = attempts.asked_at.and_then(|at| at.checked_add(CODE_PAUSE).ok());
        if !attempts.refused && pause_ends.is_some_and(|end| now < end) {
            return Err(Refusal::CodeJustSent);
        }
        if attempts.codes >= MAX_CODES {
            if attempts.no_more_at.is_some() {
                return Err(Refusal::TooManyCodes);
            }
            attempts.no_more_at = Some(now);
            let notify = vec![Addressee::Sender];
            return self.record(EventKind::CodesUsedUp { recipient: number, session, notify });
        }
        attempts.codes += 1;
        attempts.request_event = request_event;
        attempts.asked_at = Some(now);
        attempts.refused = false;
        let code = attempts.codes;
        self.record(EventKind::CodeRequested { recipient: number, generation, code, session })
    }

    /// Counted before anything is compared, so that many tries at once are no more than one after the other.
    pub(super) fn try_factor(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        session: Session,
    ) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.acting_by_link(number, generation)?;
        if recipient.factor.is_none() {
            return Err(Refusal::OutOfStep);
        }
        if recipient.is_locked() || recipient.attempts.tries >= MAX_ATTEMPTS {
            return Err(Refusal::LockedOut);
        }
        recipient.attempts.tries += 1;
        recipient.attempts.tried_at = Some(now);
        let attempt = recipient.attempts.tries;
        self.record(EventKind::FactorTried { recipient: number, attempt, session })
    }

    pub(super) fn pass_factor(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        session: Session,
    ) -> Result<(), Refusal> {
        let recipient = self.acting_identified(number, generation, &session)?;
        if recipient.factor.is_none() {
            return Err(Refusal::OutOfStep);
        }
        if recipient.is_locked() {
            return Err(Refusal::LockedOut);
        }
        recipient.attempts = Attempts::default();
        self.record(EventKind::Authenticated { recipient: number, session: session.clone() })?;
        match self.open(number, generation, session) {
            Ok(()) | Err(Refusal::AlreadyRecorded) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    pub(super) fn lock_out(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        session: Session,
        is_known_wrong: bool,
    ) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.acting_by_link(number, generation)?;
        if recipient.is_locked() {
            return Err(Refusal::AlreadyRecorded);
        }
        // Somebody may be comparing the last code at this moment, and find it right.
        let ends = recipient.attempts.tried_at.and_then(|at| at.checked_add(TRY_LIFETIME).ok());
        let is_pending = !is_known_wrong && ends.is_some_and(|end| now < end);
        if recipient.attempts.tries < MAX_ATTEMPTS || is_pending {
            return Err(Refusal::NotDue);
        }
        recipient.attempts.locked_at = Some(now);
        self.record(EventKind::LockedOut { recipient: number, session, notify: vec![Addressee::Sender] })
    }
}
