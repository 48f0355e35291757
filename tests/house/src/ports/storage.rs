//! Envelopes and documents.

use async_trait::async_trait;
use domain::command::Decision;
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::envelope::Envelope;
use domain::ids::EnvelopeId;
use domain::ports::{
    Agenda, CommitError, Disposition, DocumentRemoval, Documents, Due, EnvelopeLimits, EnvelopeList, Envelopes,
    ListPage, ListQuery, PortError, PresignedUpload, RetentionLock, StoredAnswer,
};
use jiff::Timestamp;

use crate::queues::Work;
use crate::removal;

use super::Ports;

#[async_trait]
impl Envelopes for Ports {
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError> {
        let loaded = self.call("load the envelope", self.backend.envelopes.load(id)).await?;
        Ok(loaded.map(|envelope| self.backend.earlier.order(envelope)))
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        let id = decision.envelope.id;
        let committing = self.backend.committing(id);
        let effect = async {
            let is_turned_away =
                committing.meets_another() && self.backend.chance.per_mille(self.backend.case.conflicts);
            let before = self.backend.envelopes.load(id).await?;
            if self.backend.case.faults.commits_lost && self.backend.chance.per_mille(100) {
                return Ok(());
            }
            let committed = if is_turned_away {
                Err(CommitError::Conflict)
            } else if self.backend.case.faults.versions_ignored {
                self.backend.envelopes.put(decision);
                Ok(())
            } else {
                self.backend.envelopes.commit(decision, answer).await
            };
            match &committed {
                Ok(()) => self.backend.committed(before.as_ref(), decision, &self.invocation),
                Err(_) => self.backend.watch.refused(),
            }
            committed
        };
        self.call("commit the envelope", effect).await
    }

    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError> {
        self.call("read the events", self.backend.envelopes.events(id)).await
    }

    fn limits(&self) -> EnvelopeLimits {
        self.backend.envelopes.limits()
    }

    fn has_room_for(&self, envelope: &Envelope) -> bool {
        self.backend.envelopes.has_room_for(envelope)
    }

    async fn due_dates(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        self.call("ask whose date has come", self.backend.envelopes.due_dates(now, after, limit)).await
    }

    async fn due_work(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        self.call("ask whose work is due", self.backend.envelopes.due_work(now, after, limit)).await
    }

    async fn count_waiting(&self, since: Timestamp) -> Result<usize, PortError> {
        self.call("count who waits", self.backend.envelopes.count_waiting(since)).await
    }

    async fn schedule(&self, envelope: &Envelope, agenda: Agenda) -> Result<(), PortError> {
        self.call("note when it is due", self.backend.envelopes.schedule(envelope, agenda)).await
    }

    async fn put_off(&self, due: &Due, until: Timestamp) -> Result<(), PortError> {
        self.call("put it off", self.backend.envelopes.put_off(due, until)).await
    }
}

#[async_trait]
impl EnvelopeList for Ports {
    async fn page(&self, query: &ListQuery) -> Result<ListPage, PortError> {
        self.call("list the envelopes", self.backend.envelopes.page(query)).await
    }
}

#[async_trait]
impl Documents for Ports {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        self.call("read the document", self.backend.documents.get(key)).await
    }

    async fn get_unrecorded(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        self.call("read the document", self.backend.documents.get_unrecorded(key)).await
    }

    async fn size(&self, key: &ObjectKey) -> Result<Option<u64>, PortError> {
        self.call("ask for the document's size", self.backend.documents.size(key)).await
    }

    async fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), PortError> {
        // Not what the first seal goes on: there is nothing yet that it would have to begin with.
        let is_prepared = key.0.contains("/000-");
        let from = usize::from(self.backend.case.faults.files_cut && !is_prepared);
        self.call("write the document", self.backend.documents.put(key, bytes[from..].to_vec())).await
    }

    async fn copy(&self, from: &ObjectKey, to: &ObjectKey) -> Result<bool, PortError> {
        let effect = async {
            let is_there = self.backend.documents.copy(from, to).await?;
            if is_there {
                self.backend.enqueue(&Work::arrival(to));
            }
            Ok(is_there)
        };
        self.call("copy the document", effect).await
    }

    async fn presign_upload(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError> {
        self.backend.documents.presign_upload(key, sha256, size).await
    }

    async fn presign_view(&self, key: &ObjectKey, name: &str, disposition: Disposition) -> Result<String, PortError> {
        self.backend.documents.presign_view(key, name, disposition).await
    }
}

#[async_trait]
impl RetentionLock for Ports {
    async fn retain(&self, key: &ObjectKey, until: Timestamp) -> Result<(), PortError> {
        let effect = async {
            if self.backend.case.faults.finished_lost {
                self.backend.documents.remove(key).await?;
                return Ok(());
            }
            if !self.backend.case.faults.locks_forgotten {
                self.backend.documents.retain(key, until).await?;
            }
            self.backend.watch.locked(key, until);
            Ok(())
        };
        self.call("lock the document", effect).await
    }

    async fn locked_until(&self, key: &ObjectKey) -> Result<Option<Timestamp>, PortError> {
        self.call("ask for the lock", self.backend.documents.locked_until(key)).await
    }
}

#[async_trait]
impl DocumentRemoval for Ports {
    async fn objects(&self, envelope: EnvelopeId) -> Result<Vec<ObjectKey>, PortError> {
        self.call("list the files", self.backend.documents.objects(envelope)).await
    }

    async fn remove(&self, key: &ObjectKey) -> Result<(), PortError> {
        let effect = async {
            if let Some(violation) = removal::is_wrong(&self.backend, key) {
                self.backend.watch.note(violation);
            }
            self.backend.documents.remove(key).await
        };
        self.call("remove the file", effect).await
    }
}
