//! What becomes of a draft before it is sent.

use super::Change;
use crate::command::Refusal;
use crate::document::{Document, KeptFiles};
use crate::draft::{AcceptedDocument, DocumentSeeds, DraftChange};
use crate::envelope::{RemovedDocuments, State, Status};
use crate::evidence::EventKind;
use crate::ids::{DocumentNumber, FolderId};
use crate::transaction::Transaction;

impl Change {
    /// It must be a draft that has not ended.
    pub(super) fn require_draft(&self) -> Result<(), Refusal> {
        match self.envelope.state {
            State::Draft if self.envelope.status_at(self.now) == Status::Draft => Ok(()),
            State::Draft => Err(Refusal::DraftEnded),
            State::Expired { .. } if !self.envelope.was_sent() => Err(Refusal::DraftEnded),
            // They may never have been sent.
            State::Voided { .. } | State::Deleted { .. } => {
                Err(Refusal::WrongStatus { status: self.envelope.state.status() })
            }
            _ => Err(Refusal::AlreadySent),
        }
    }

    /// A change by which nothing becomes another is one all the same: the sender looked at the draft and wants it so.
    pub(super) fn change_draft(&mut self, change: DraftChange) -> Result<(), Refusal> {
        self.require_draft()?;
        let parts = change.make(&mut self.envelope);
        self.record(EventKind::DraftChanged { parts })
    }

    pub(super) fn add_document(&mut self, accepted: AcceptedDocument, seeds: DocumentSeeds) -> Result<(), Refusal> {
        self.require_draft()?;
        let number = self.envelope.next_document().ok_or(Refusal::TooManyDocuments)?;
        let document = accepted.into_document(self.envelope.id, number, seeds);
        let sha256 = document.upload.sha256;
        self.envelope.documents.push(document);
        self.record(EventKind::DocumentAdded { document: number, sha256 })
    }

    /// Seals that were to stand on it go with it.
    pub(super) fn remove_document(&mut self, number: DocumentNumber) -> Result<(), Refusal> {
        self.require_draft()?;
        self.document(number)?;
        self.envelope.documents.retain(|document| document.number != number);
        for policy in self.envelope.recipients.iter_mut().filter_map(|recipient| recipient.seal_policy.as_mut()) {
            policy.placements.retain(|placement| placement.document != number);
        }
        let before = self.envelope.removed_documents.map(|removed| removed.last);
        let last = before.max(Some(number)).unwrap_or(number);
        self.envelope.removed_documents = Some(RemovedDocuments { last, kept: KeptFiles::All });
        self.record(EventKind::DocumentRemoved { document: number })
    }

    /// Whatever has become of it: a folder says nothing about the contract.
    pub(super) fn move_to(&mut self, to: Option<FolderId>) -> Result<(), Refusal> {
        if self.envelope.is_deleted() {
            return Err(Refusal::WrongStatus { status: self.envelope.state.status() });
        }
        let from = std::mem::replace(&mut self.envelope.folder, to);
        self.record(EventKind::Moved { from, to })
    }

    /// What it held goes; what tells one envelope from another, and who sent it, stays with the evidence.
    pub(super) fn delete_draft(&mut self) -> Result<(), Refusal> {
        self.require_draft()?;
        let envelope = &mut self.envelope;
        (envelope.title, envelope.message) = (String::new(), None);
        envelope.recipients.clear();
        envelope.transaction = Transaction::default();
        envelope.documents.iter_mut().for_each(|document: &mut Document| document.name.clear());
        envelope.state = State::Deleted { at: self.now };
        self.record(EventKind::DraftDeleted)
    }
}
