//! What was removed from the document store, and what could not be.

use super::Change;
use crate::command::Refusal;
use crate::document::KeptFiles;
use crate::envelope::{State, Status};
use crate::evidence::EventKind;
use crate::ids::DocumentNumber;
use crate::removal::{REVISIONS_KEPT, Removal, RemovalReport};
use crate::waits::after;

impl Change {
    pub(super) fn record_removal(&mut self, report: RemovalReport) -> Result<(), Refusal> {
        match report {
            RemovalReport::Revisions { document, finished, removed, left } => {
                self.settle(document, KeptFiles::Finished)?;
                let latest = self.document(document)?.latest();
                if latest.is_none_or(|file| file.sha256 != finished || removed.iter().any(|r| r.object == file.object))
                {
                    return Err(Refusal::OutOfStep);
                }
                self.record(EventKind::RevisionsRemoved { document, finished, removed, left })
            }
            RemovalReport::Unproven { document, why } => {
                self.settle(document, KeptFiles::Unproven)?;
                self.record(EventKind::RevisionsKept { document, why })
            }
            RemovalReport::Documents { objects } => {
                let removal = self.envelope.removal_due(self.now);
                if !matches!(removal, Some(Removal::Ended | Removal::PastRetention)) {
                    return Err(if self.envelope.is_removed() { Refusal::AlreadyRecorded } else { Refusal::NotDue });
                }
                self.envelope.documents.iter_mut().for_each(|document| document.kept = KeptFiles::Nothing);
                if let Some(removed) = &mut self.envelope.removed_documents {
                    removed.kept = KeptFiles::Nothing;
                }
                self.record(EventKind::DocumentsRemoved { objects })
            }
            RemovalReport::RetentionEnded => {
                if self.envelope.documents.iter().any(|document| document.kept == KeptFiles::PastRetention) {
                    return Err(Refusal::AlreadyRecorded);
                }
                if self.envelope.removal_due(self.now) != Some(Removal::PastRetention) {
                    return Err(Refusal::NotDue);
                }
                self.envelope.documents.iter_mut().for_each(|document| document.kept = KeptFiles::PastRetention);
                self.record(EventKind::RetentionEnded)
            }
        }
    }

    /// A document of a completed envelope of which all files are kept, and which is locked, is left with `kept`.
    fn settle(&mut self, number: DocumentNumber, kept: KeptFiles) -> Result<(), Refusal> {
        self.require(Status::Completed)?;
        let State::Completed { at } = self.envelope.state else { return Err(Refusal::NotDue) };
        if self.now < after(at, REVISIONS_KEPT) {
            return Err(Refusal::NotDue);
        }
        let document = self.document(number)?;
        if document.retained_until.is_none() {
            return Err(Refusal::OutOfStep);
        }
        if document.kept == kept || !matches!(document.kept, KeptFiles::All | KeptFiles::Unproven) {
            return Err(Refusal::AlreadyRecorded);
        }
        document.kept = kept;
        Ok(())
    }
}
