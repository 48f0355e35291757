//! Envelopes, lists of them, and files.

use async_trait::async_trait;
use domain::command::Decision;
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::envelope::Envelope;
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::ports::{
    Agenda, Beginning, CommitError, Disposition, Documents, Due, EnvelopeLimits, EnvelopeList, Envelopes, ListPage,
    ListQuery, PortError, PresignedUpload, StoredAnswer, UploadProgress,
};
use domain::preparation::{Progress, Stage, UploadTask};
use jiff::Timestamp;

use super::Ports;

#[async_trait]
impl Envelopes for Ports {
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError> {
        self.note("load an envelope");
        let found = self.envelopes.load(id).await?;
        if found.is_some() && self.faults.found_costs_more {
            self.note("load an envelope");
        }
        if self.faults.reading_writes {
            self.documents.keep(ObjectKey(format!("read/{id}")), Vec::new());
        }
        Ok(found)
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        self.note("commit an envelope");
        self.envelopes.commit(decision, self.as_remembered(answer).as_ref()).await
    }

    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError> {
        self.note("read events");
        self.envelopes.events(id).await
    }

    fn limits(&self) -> EnvelopeLimits {
        self.envelopes.limits()
    }

    fn has_room_for(&self, envelope: &Envelope) -> bool {
        self.envelopes.has_room_for(envelope)
    }

    async fn due_dates(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        self.note("look for dates");
        self.envelopes.due_dates(now, after, limit).await
    }

    async fn due_work(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        self.note("look for work");
        self.envelopes.due_work(now, after, limit).await
    }

    async fn count_waiting(&self, since: Timestamp) -> Result<usize, PortError> {
        self.note("count what waits");
        self.envelopes.count_waiting(since).await
    }

    async fn schedule(&self, envelope: &Envelope, agenda: Agenda) -> Result<(), PortError> {
        self.note("schedule");
        self.envelopes.schedule(envelope, agenda).await
    }

    async fn put_off(&self, due: &Due, until: Timestamp) -> Result<(), PortError> {
        self.note("put off");
        self.envelopes.put_off(due, until).await
    }
}

#[async_trait]
impl EnvelopeList for Ports {
    async fn page(&self, query: &ListQuery) -> Result<ListPage, PortError> {
        self.note("list envelopes");
        let mut query = query.clone();
        if self.faults.senders_ignored {
            query.sender = None;
        }
        if self.faults.folders_ignored {
            query.folder = None;
        }
        let mut page = self.envelopes.page(&query).await?;
        if self.faults.lists_cut && page.next.is_none() {
            page.envelopes.pop();
        }
        Ok(page)
    }
}

#[async_trait]
impl Documents for Ports {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        self.note("read a file");
        self.documents.get(key).await
    }

    async fn get_unrecorded(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        self.note("read a file");
        self.documents.get_unrecorded(key).await
    }

    async fn size(&self, key: &ObjectKey) -> Result<Option<u64>, PortError> {
        self.note("ask for a file");
        self.documents.size(key).await
    }

    async fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), PortError> {
        self.note("put a file");
        self.documents.put(key, bytes).await
    }

    async fn copy(&self, from: &ObjectKey, to: &ObjectKey) -> Result<bool, PortError> {
        self.note("copy a file");
        self.documents.copy(from, to).await
    }

    async fn presign_upload(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError> {
        self.note("presign an upload");
        self.documents.presign_upload(key, sha256, size).await
    }

    async fn presign_view(&self, key: &ObjectKey, name: &str, disposition: Disposition) -> Result<String, PortError> {
        self.note("presign a download");
        self.documents.presign_view(key, name, disposition).await
    }
}

#[async_trait]
impl UploadProgress for Ports {
    async fn begin(&self, task: &UploadTask, now: Timestamp) -> Result<Beginning, PortError> {
        self.note("begin with an upload");
        self.progress.begin(task, now).await
    }

    async fn finish(&self, task: &UploadTask, result: &Progress) -> Result<(), PortError> {
        self.note("finish an upload");
        self.progress.finish(task, result).await
    }

    async fn give_up(&self, task: &UploadTask) -> Result<(), PortError> {
        self.note("give up an upload");
        self.progress.give_up(task).await
    }

    async fn all(&self, envelope: EnvelopeId, stage: Stage) -> Result<Vec<(DocumentNumber, Progress)>, PortError> {
        self.note("read how far uploads have come");
        self.progress.all(envelope, stage).await
    }
}
