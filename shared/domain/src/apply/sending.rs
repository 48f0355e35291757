//! From draft to sent: the sender asks for it, the documents are prepared, and it is sent or is a draft again.

use jiff::Timestamp;

use super::Change;
use crate::command::Refusal;
use crate::document::{Document, Prepared};
use crate::envelope::State;
use crate::evidence::{EventKind, SentDocument, UnsendableDocument};
use crate::mail::Addressee;

impl Change {
    pub(super) fn request_sending(&mut self) -> Result<(), Refusal> {
        self.require_draft()?;
        if self.envelope.documents.is_empty() {
            return Err(Refusal::NoDocuments);
        }
        self.envelope.state = State::Sending { requested_at: self.now, request: self.next_sequence() };
        let documents = self.envelope.documents.iter().map(|d| d.number).collect();
        self.record(EventKind::SendingRequested { documents })
    }

    pub(super) fn send(&mut self, request: u64, prepared: Vec<Prepared>) -> Result<(), Refusal> {
        self.require_sending(request)?;
        let documents = self.envelope.documents.len();
        if documents != prepared.len() {
            return Err(Refusal::DocumentCount { documents, prepared: prepared.len() });
        }
        for (document, prepared) in self.envelope.documents.iter_mut().zip(prepared) {
            document.prepared = Some(prepared);
        }
        let deadline = self.deadline();
        self.envelope.state = State::Sent { sent_at: self.now, deadline };
        let documents = self.envelope.documents.iter().filter_map(SentDocument::of).collect();
        self.record(EventKind::Sent { documents, deadline })?;
        self.envelope.sent_evidence = Some(self.envelope.evidence);
        self.wait_for_seals();
        Ok(())
    }

    pub(super) fn refuse_sending(&mut self, request: u64, documents: Vec<UnsendableDocument>) -> Result<(), Refusal> {
        self.require_sending(request)?;
        if documents.is_empty() {
            return Err(Refusal::OutOfStep);
        }
        for unsendable in &documents {
            self.document(unsendable.document)?;
        }
        self.envelope.state = State::Draft;
        self.record(EventKind::SendingRefused { documents, notify: vec![Addressee::Sender] })
    }

    /// What comes late from an earlier try to send says nothing of this one.
    fn require_sending(&self, request: u64) -> Result<(), Refusal> {
        match self.envelope.state {
            State::Sending { request: asked, .. } if asked == request => Ok(()),
            State::Sending { .. } => Err(Refusal::OutOfStep),
            _ => Err(Refusal::WrongStatus { status: self.envelope.state.status() }),
        }
    }

    /// The deadline of what is sent now.
    fn deadline(&self) -> Timestamp {
        self.envelope.deadline_rule.deadline(self.now, self.envelope.deadline_days)
    }
}

impl SentDocument {
    fn of(document: &Document) -> Option<Self> {
        let prepared = document.prepared.as_ref()?;
        Some(Self {
            document: document.number,
            name: document.name.clone(),
            document_id: document.document_id,
            uploaded: document.upload.sha256,
            prepared: prepared.file.sha256,
            rewriting: prepared.rewriting.clone(),
        })
    }
}
