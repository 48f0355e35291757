//! Extra factors: codes that are asked for and tried (F10).

use super::Change;
use crate::command::Refusal;
use crate::evidence::{EventKind, Session};
use crate::factor::{Factor, MAX_ATTEMPTS, MAX_CODES};
use crate::ids::RecipientNumber;
use crate::mail::Party;

impl Change {
    pub(super) fn request_code(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        session: Session,
    ) -> Result<(), Refusal> {
        let asked_by = self.envelope.evidence.sequence + 1;
        let recipient = self.acting_by_link(number, generation)?;
        if !recipient.factor.as_ref().is_some_and(Factor::is_sent) {
            return Err(Refusal::OutOfStep);
        }
        if recipient.is_locked() {
            return Err(Refusal::LockedOut);
        }
        if recipient.attempts.codes >= MAX_CODES {
            return Err(Refusal::TooManyCodes);
        }
        recipient.attempts.codes += 1;
        recipient.attempts.asked_by = asked_by;
        recipient.attempts.refused = false;
        let code = recipient.attempts.codes;
        self.record(EventKind::CodeRequested { recipient: number, generation, code, session })
    }

    /// Counted before anything is compared, so that many tries at once are no more than one after the other.
    pub(super) fn try_factor(
        &mut self,
        number: RecipientNumber,
        generation: u32,
        session: Session,
    ) -> Result<(), Refusal> {
        let recipient = self.acting_by_link(number, generation)?;
        if recipient.factor.is_none() {
            return Err(Refusal::OutOfStep);
        }
        if recipient.is_locked() || recipient.attempts.tries >= MAX_ATTEMPTS {
            return Err(Refusal::LockedOut);
        }
        recipient.attempts.tries += 1;
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
        recipient.attempts.tries = 0;
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
    ) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.acting_by_link(number, generation)?;
        if recipient.is_locked() {
            return Err(Refusal::AlreadyRecorded);
        }
        if recipient.attempts.tries < MAX_ATTEMPTS {
            return Err(Refusal::NotDue);
        }
        recipient.attempts.locked_at = Some(now);
        self.record(EventKind::LockedOut { recipient: number, session, notify: vec![Party::Sender] })
    }
}
