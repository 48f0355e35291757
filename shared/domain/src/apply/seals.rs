//! What becomes of seals and their timestamps.

use super::Change;
use crate::command::Refusal;
use crate::digest::Digest;
use crate::document::{Revision, Sealer, Step, StoredFile, Timestamped};
use crate::envelope::State;
use crate::envelope::Status;
use crate::evidence::EventKind;
use crate::ids::{DocumentNumber, RecipientNumber};
use crate::recipient::RecipientState;

impl Change {
    pub(super) fn record_sealed(
        &mut self,
        number: DocumentNumber,
        by: Sealer,
        base: Digest,
        signed: Digest,
        key: String,
        file: StoredFile,
    ) -> Result<(), Refusal> {
        self.expect_step(number, by, Step::Seal(by))?;
        let document = self.document(number)?;
        if document.base().is_none_or(|file| file.sha256 != base) {
            // Another seal came on the document since: a file without that would lose it.
            return Err(Refusal::OutOfStep);
        }
        document.revisions.push(Revision { by, sealed: Some(file.clone()), timestamped: None });
        self.record(EventKind::DocumentSealed { document: number, by, base, signed, key, file })?;
        self.wait_anew();
        Ok(())
    }

    pub(super) fn discard_seal(&mut self, number: DocumentNumber, by: Sealer, needed: u32) -> Result<(), Refusal> {
        self.expect_step(number, by, Step::Timestamp(by))?;
        let document = self.document(number)?;
        if needed <= document.timestamp_reserve {
            return Err(Refusal::AlreadyRecorded);
        }
        document.timestamp_reserve = needed.saturating_add(needed / 4);
        document.revisions.retain(|r| r.by != by);
        self.record(EventKind::SealDiscarded { document: number, by, needed })?;
        self.wait_anew();
        Ok(())
    }

    pub(super) fn record_timestamped(
        &mut self,
        number: DocumentNumber,
        by: Sealer,
        over: Digest,
        timestamp: Timestamped,
    ) -> Result<(), Refusal> {
        let step = self.step_of(number)?;
        let is_whole_document = step == Step::TimestampDocument && by == Sealer::Operator;
        if !is_whole_document {
            self.expect_step(number, by, Step::Timestamp(by))?;
        }
        let document = self.document(number)?;
        let due = match document.revision(by) {
            Some(revision) => revision.sealed.as_ref(),
            None => document.base(),
        };
        if due.is_none_or(|file| file.sha256 != over) {
            // The seal was discarded and made anew since.
            return Err(Refusal::OutOfStep);
        }
        if is_whole_document {
            self.document(number)?.revisions.push(Revision { by, sealed: None, timestamped: None });
        }
        for revision in self.document(number)?.revisions.iter_mut().filter(|r| r.by == by) {
            revision.timestamped = Some(timestamp.clone());
            // The evidence keeps it; the envelope stays small enough for one item of the store.
            revision.sealed = None;
        }
        self.record(EventKind::DocumentTimestamped { document: number, by, timestamp })?;
        self.wait_anew();
        if !self.envelope.documents.iter().all(|d| d.is_timestamped_by(by)) {
            return Ok(());
        }
        match by {
            Sealer::Operator => self.originals_fixed(),
            Sealer::Recipient(recipient) => self.sealed_everywhere(recipient),
        }
    }

    /// What the document needs next. Past the deadline it needs nothing: nobody may be invited any more.
    pub(super) fn step_of(&self, number: DocumentNumber) -> Result<Step, Refusal> {
        if self.envelope.status_at(self.now) == Status::Expired {
            return Err(Refusal::DeadlinePassed);
        }
        let steps = self.envelope.next_steps();
        let found = steps.iter().find(|(d, _)| d.number == number);
        found.map(|(_, step)| *step).ok_or(Refusal::UnknownDocument(number))
    }

    /// The document must wait for exactly this step; a step that is behind it was recorded already.
    pub(super) fn expect_step(&mut self, number: DocumentNumber, by: Sealer, wanted: Step) -> Result<(), Refusal> {
        if self.step_of(number)? == wanted {
            return Ok(());
        }
        let revision = self.document(number)?.revision(by);
        let done = match wanted {
            Step::Seal(_) => revision.is_some(),
            Step::Timestamp(_) | Step::TimestampDocument | Step::Wait => {
                revision.is_some_and(|r| r.timestamped.is_some())
            }
        };
        let status = self.envelope.state.status();
        Err(match (done, status.is_terminal()) {
            (true, _) => Refusal::AlreadyRecorded,
            (false, true) => Refusal::WrongStatus { status },
            (false, false) => Refusal::OutOfStep,
        })
    }

    /// From here on the documents may be seen: the first in order are invited.
    pub(super) fn originals_fixed(&mut self) -> Result<(), Refusal> {
        let State::Sent { sent_at, deadline } = self.envelope.state else { return Ok(()) };
        self.envelope.state = State::InProgress { sent_at, deadline };
        self.record(EventKind::OriginalsFixed)?;
        self.advance()
    }

    pub(super) fn sealed_everywhere(&mut self, number: RecipientNumber) -> Result<(), Refusal> {
        let now = self.now;
        let recipient = self.recipient(number)?;
        let approved_at = recipient.approved_at().unwrap_or(now);
        recipient.state = RecipientState::Sealed { approved_at, at: now };
        self.record(EventKind::Sealed { recipient: number })?;
        self.advance()
    }
}
