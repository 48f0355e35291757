//! What the service itself is waited for, and whoever is told when that takes too long.

use super::Change;
use crate::command::Refusal;
use crate::document::{Sealer, Step};
use crate::envelope::Status;
use crate::evidence::{EventKind, PendingRequest};
use crate::ids::DocumentNumber;
use crate::mail::Addressee;
use crate::waiting::{Awaited, Cause, RECORDED_AFTER, Wait};

/// Characters of a cause's detail that are kept.
const MAX_DETAIL: usize = 500;

impl Change {
    /// Something was approved: a wait for seals begins, unless one lasts already.
    pub(super) fn wait_for_seals(&mut self) {
        if self.envelope.waits.seals_since.is_none() {
            self.wait_anew();
        }
    }

    /// A seal or a timestamp was made: the wait is over, or is one for the next from now on.
    pub(super) fn wait_anew(&mut self) {
        let waits = &mut self.envelope.waits;
        (waits.cause, waits.causes, waits.seals_since) = (None, 0, None);
        if self.envelope.has_seals_to_make() {
            self.envelope.waits.seals_since = Some(self.now);
        }
    }

    pub(super) fn record_cause(&mut self, number: DocumentNumber, by: Sealer, cause: &Cause) -> Result<(), Refusal> {
        let step = self.step_of(number)?;
        let is_awaited = match step {
            Step::Seal(due) | Step::Timestamp(due) => due == by,
            Step::TimestampDocument => by == Sealer::Operator,
            Step::Wait => false,
        };
        if !is_awaited {
            return Err(Refusal::OutOfStep);
        }
        let Wait { since, .. } = self.envelope.wait().ok_or(Refusal::OutOfStep)?;
        if since.checked_add(RECORDED_AFTER).is_ok_and(|end| self.now < end) {
            return Err(Refusal::NotDue);
        }
        let waits = &mut self.envelope.waits;
        if waits.cause.as_ref().is_some_and(|known| known.kind == cause.kind) || !waits.may_record() {
            return Err(Refusal::AlreadyRecorded);
        }
        let cause = Cause { kind: cause.kind, detail: cause.detail.chars().take(MAX_DETAIL).collect() };
        waits.cause = Some(cause.clone());
        waits.causes += 1;
        self.record(EventKind::Delayed { document: number, by, cause })
    }

    pub(super) fn report_wait(&mut self) -> Result<(), Refusal> {
        let wait = self.open_wait()?.ok_or(Refusal::NotDue)?;
        if wait.report_at.is_none() {
            return Err(Refusal::AlreadyRecorded);
        }
        if !wait.is_report_due_at(self.now) {
            return Err(Refusal::NotDue);
        }
        let waits = &mut self.envelope.waits;
        (waits.reported, waits.reported_at) = (Some(wait.since), Some(self.now));
        let notify = vec![Addressee::Sender];
        self.record(EventKind::WaitReported { since: wait.since, cause: wait.cause, notify })
    }

    pub(super) fn retry(&mut self) -> Result<(), Refusal> {
        let wait = self.open_wait()?.ok_or(Refusal::NothingToRetry)?;
        if !wait.may_be_retried_at(self.now) {
            return Err(Refusal::RetriedJustNow);
        }
        let documents = wait.awaited.iter().filter_map(|awaited| match *awaited {
            Awaited::Preparation { document } => Some(document),
            Awaited::Seal { .. } | Awaited::Timestamp { .. } | Awaited::Request { .. } => None,
        });
        let documents = documents.collect();
        let requests = wait.awaited.iter().filter_map(|awaited| match *awaited {
            Awaited::Request { recipient, sequence, generation } => {
                Some(PendingRequest { recipient, request_event: sequence, generation })
            }
            Awaited::Preparation { .. } | Awaited::Seal { .. } | Awaited::Timestamp { .. } => None,
        });
        let requests = requests.collect();
        let waits = &mut self.envelope.waits;
        (waits.cause, waits.causes, waits.retried_at) = (None, 0, Some(self.now));
        self.record(EventKind::Retried { requests, documents })
    }

    /// The wait of an envelope that is on its way.
    fn open_wait(&self) -> Result<Option<Wait>, Refusal> {
        match self.envelope.status_at(self.now) {
            Status::Sending | Status::Sent | Status::InProgress => Ok(self.envelope.wait()),
            Status::Expired => Err(self.too_late()),
            status => Err(Refusal::WrongStatus { status }),
        }
    }
}
