//! The function with ports in memory, over real files.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

use std::sync::Arc;

use async_trait::async_trait;
use domain::command::Command;
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::draft::{DocumentRequest, EnvelopeRequest};
use domain::ids::DocumentNumber;
use domain::job::{Job, jobs_of};
use domain::ports::{Disposition, Documents, PortError, PresignedUpload, UploadProgress as _};
use domain::preparation::{Progress, Stage};
use fakes::{MemoryOrganisations, MemoryUploadProgress, PresignedDocuments, StoppedClock, Story, signer};
use prepare_document::{Dependencies, Error, Message, handle};
use serde_json::json;
use signing::document::contract;

pub(crate) const NOW: &str = "2026-12-01T01:00:00Z";
/// When whoever began at [`NOW`] is taken for dead.
pub(crate) const LATER: &str = "2026-12-01T01:02:11Z";

pub(crate) struct World {
    pub(crate) story: Story,
    pub(crate) documents: Arc<Store>,
    pub(crate) progress: Arc<MemoryUploadProgress>,
    pub(crate) quota: Arc<MemoryOrganisations>,
    pub(crate) clock: Arc<StoppedClock>,
}

/// A document store that is down as long as it is told so.
#[derive(Default)]
pub(crate) struct Store {
    pub(crate) files: PresignedDocuments,
    pub(crate) is_down: std::sync::atomic::AtomicBool,
}

impl Store {
    fn answer(&self) -> Result<(), PortError> {
        let is_down = self.is_down.load(std::sync::atomic::Ordering::Relaxed);
        if is_down { Err(PortError::new("reach the store", "it is down")) } else { Ok(()) }
    }
}

#[async_trait]
impl Documents for Store {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError> {
        self.answer()?;
        self.files.get(key).await
    }

    async fn size(&self, key: &ObjectKey) -> Result<Option<u64>, PortError> {
        self.answer()?;
        self.files.size(key).await
    }

    async fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), PortError> {
        self.answer()?;
        self.files.put(key, bytes).await
    }

    async fn copy(&self, _: &ObjectKey, _: &ObjectKey) -> Result<bool, PortError> {
        panic!("this function copies nothing")
    }

    async fn presign_upload(&self, _: &ObjectKey, _: Digest, _: u64) -> Result<PresignedUpload, PortError> {
        panic!("this function gives nothing out")
    }

    async fn presign_view(&self, _: &ObjectKey, _: &str, _: Disposition) -> Result<String, PortError> {
        panic!("this function gives nothing out")
    }
}

/// A draft of these files. Nothing is uploaded yet.
pub(crate) fn draft_of(files: &[&[u8]]) -> World {
    let document = |(n, bytes): (usize, &&[u8])| DocumentRequest {
        name: format!("文書{}", n + 1),
        size: bytes.len() as u64,
        sha256: Digest::of(bytes).to_string(),
    };
    let documents = files.iter().enumerate().map(document).collect();
    let recipients = vec![signer(1, None, "鈴木 太郎", "suzuki")];
    World {
        story: Story::of(EnvelopeRequest { documents, recipients, ..Story::request() }, NOW),
        documents: Arc::default(),
        progress: Arc::default(),
        quota: Arc::default(),
        clock: Arc::new(StoppedClock::at(NOW)),
    }
}

/// A file that can be sent.
pub(crate) fn sound() -> Vec<u8> {
    contract::contract(signing::document::Layout::Table)
}

/// The store's message about an object.
pub(crate) fn arrival(key: &str) -> Message {
    arrivals(&[key])
}

/// The store's message about several.
pub(crate) fn arrivals(keys: &[&str]) -> Message {
    let record =
        |key: &&str| json!({"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": {"object": {"key": key}}});
    serde_json::from_value(json!({ "Records": keys.iter().map(record).collect::<Vec<_>>() })).unwrap()
}

impl World {
    fn dependencies(&self) -> Dependencies {
        Dependencies {
            envelopes: self.story.envelopes.clone(),
            documents: self.documents.clone(),
            progress: self.progress.clone(),
            quota: self.quota.clone(),
            clock: self.clock.clone(),
        }
    }

    pub(crate) async fn handle(&self, message: Message) -> Result<(), Error> {
        handle(&self.dependencies(), message).await
    }

    fn key(&self, number: u16) -> ObjectKey {
        ObjectKey::of_upload(self.story.id, DocumentNumber(number))
    }

    /// The sender puts a document; the function does not hear of it yet.
    pub(crate) fn put(&self, number: u16, bytes: &[u8]) {
        self.documents.files.keep(self.key(number), bytes.to_vec());
    }

    /// The function hears that a document has arrived.
    pub(crate) async fn arrived(&self, number: u16) -> Result<(), Error> {
        self.handle(arrival(&self.key(number).0)).await
    }

    /// The function hears by one message that all of these have arrived.
    pub(crate) async fn all_arrived(&self, numbers: &[u16]) -> Result<(), Error> {
        let keys: Vec<String> = numbers.iter().map(|number| self.key(*number).0).collect();
        self.handle(arrivals(&keys.iter().map(String::as_str).collect::<Vec<_>>())).await
    }

    /// The sender puts a document, and the function hears of it.
    pub(crate) async fn upload(&self, number: u16, bytes: &[u8]) {
        self.put(number, bytes);
        self.arrived(number).await.unwrap();
    }

    pub(crate) async fn check_of(&self, number: u16) -> Option<Progress> {
        let all = self.progress.all(self.story.id, Stage::Check).await.unwrap();
        all.into_iter().find(|(document, _)| document.0 == number).map(|(_, progress)| progress)
    }

    /// The code for which a document is refused.
    pub(crate) async fn refusal_of(&self, number: u16) -> String {
        match self.check_of(number).await {
            Some(Progress::Refused(why)) => why.code.into_owned(),
            other => panic!("document {number} is not refused: {other:?}"),
        }
    }

    /// The sender asks for it to be sent; gives the jobs that follow.
    pub(crate) fn ask_to_send(&self) -> Vec<Job> {
        let events = self.story.envelopes.apply(self.story.id, Command::RequestSending, NOW.parse().unwrap()).unwrap();
        events.iter().flat_map(jobs_of).collect()
    }

    /// The jobs of the last event.
    pub(crate) fn jobs_of_last_event(&self) -> Vec<Job> {
        let texts = self.story.envelopes.texts(self.story.id);
        jobs_of(&domain::evidence::Event::from_json(texts.last().unwrap()).unwrap())
    }

    pub(crate) async fn prepare(&self, job: &Job) -> Result<(), Error> {
        self.handle(Message::Job(job.clone().into())).await
    }
}
