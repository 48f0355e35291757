//! Faults of earlier versions, put back around the ports: a run with them shows that the house finds such faults.

use std::collections::HashMap;
use std::sync::Mutex;

use domain::command::Decision;
use domain::document::Sealer;
use domain::envelope::Envelope;
use domain::evidence::EventKind;
use domain::ids::{DocumentNumber, EnvelopeId, RecipientNumber};
use domain::ports::{PortError, SealIntent};
use domain::recipient::Approval;
use jiff::Timestamp;

use crate::case::Faults;
use crate::invocation::Invocation;

/// Faults that are put back, and what they need to know.
pub(crate) struct Earlier {
    faults: Faults,
    /// What the clock of whoever approved said.
    approved: Mutex<HashMap<(EnvelopeId, RecipientNumber), Timestamp>>,
    /// The seal log as it was: its rows did not know which file is sealed.
    log: Mutex<HashMap<(EnvelopeId, DocumentNumber, Sealer, u32), SealIntent>>,
}

impl Earlier {
    pub(crate) fn of(faults: Faults) -> Self {
        Self { faults, approved: Mutex::default(), log: Mutex::default() }
    }

    /// Notes what was committed.
    pub(crate) fn committed(&self, decision: &Decision, who: &Invocation) {
        for event in &decision.events {
            if let EventKind::Approved { recipient, .. } = event.kind {
                self.approved.lock().unwrap().insert((event.envelope, recipient), who.last_read());
            }
        }
    }

    /// The envelope, its approvals in the order of the clocks by which they were made.
    pub(crate) fn order(&self, mut envelope: Envelope) -> Envelope {
        if !self.faults.order_by_clock {
            return envelope;
        }
        let approved = self.approved.lock().unwrap();
        let time = |number: RecipientNumber| approved.get(&(envelope.id, number)).copied();
        let mut by_clock: Vec<_> =
            envelope.recipients.iter().filter_map(|r| Some((time(r.number)?, r.number))).collect();
        by_clock.sort_unstable();
        let mut places: Vec<u64> = envelope.recipients.iter().filter_map(|r| Some(r.approval?.sequence)).collect();
        places.sort_unstable();
        for ((_, number), sequence) in by_clock.into_iter().zip(places) {
            for recipient in envelope.recipients.iter_mut().filter(|r| r.number == number) {
                recipient.approval = recipient.approval.map(|approval| Approval { sequence, ..approval });
            }
        }
        envelope
    }

    /// Refuses a seal on another file than the one that the same sealer was about to seal before.
    pub(crate) fn begin(&self, seal: &SealIntent) -> Result<(), PortError> {
        if !self.faults.log_without_base {
            return Ok(());
        }
        let mut log = self.log.lock().unwrap();
        let noted = log.entry((seal.envelope, seal.document, seal.by, seal.reserve)).or_insert_with(|| seal.clone());
        if noted == seal {
            return Ok(());
        }
        let reason = format!("another digest was noted for this seal: {}", noted.digest);
        Err(PortError::new("note what is about to be signed", reason))
    }
}
