//! Several messages of one envelope are worked off at the same moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use domain::digest::Digest;
use domain::document::{ObjectKey, Origin, Prepared, Sealer, StoredFile};
use domain::draft::{DocumentRequest, EnvelopeRequest};
use domain::evidence::Event;
use domain::job::{Job, jobs_of};
use domain::ports::{Documents as _, PortError, TimestampAuthorities, TimestampAuthority, TimestampTransport};
use fakes::{CountingRandomness, PresignedDocuments, StoppedClock, Story, signer};
use signing::document::{Layout, contract};
use signing::pki::{PKI, pem};
use timestamp_seal::{Dependencies, Outcome, handle};

const NOW: &str = "2026-12-01T01:00:00Z";
const DOCUMENTS: usize = 5;

/// An authority that counts what it is asked, and takes its time.
#[derive(Default)]
struct Authority(AtomicUsize);

#[async_trait]
impl TimestampAuthorities for Authority {
    async fn list(&self) -> Result<Vec<TimestampAuthority>, PortError> {
        let url = "https://tsa.example.test".to_owned();
        Ok(vec![TimestampAuthority { url, policy: None, accredited: true, anchors_pem: pem(&PKI.root.certificate) }])
    }
}

#[async_trait]
impl TimestampTransport for Authority {
    async fn post(&self, _: &str, request: Vec<u8>) -> Result<Vec<u8>, PortError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        // The other messages go on meanwhile.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        Ok(PKI.timestamp(&request, NOW.parse().unwrap()))
    }
}

/// Documents that were signed before have been sent: each gets a document timestamp.
async fn sent() -> (Story, Dependencies, Arc<Authority>) {
    let document = |n| DocumentRequest { name: format!("契約書 {n}"), size: 1000, sha256: "ab".repeat(32) };
    let request = EnvelopeRequest {
        documents: (1..=DOCUMENTS).map(document).collect(),
        recipients: vec![signer(1, None, "鈴木 太郎", "suzuki")],
        ..Story::request()
    };
    let story = Story::of(request, NOW);
    let bytes = contract::contract(Layout::Table);
    let file = StoredFile { object: ObjectKey("envelopes/original.pdf".into()), sha256: Digest::of(&bytes) };
    let documents = Arc::new(PresignedDocuments::default());
    documents.put(&file.object, bytes).await.unwrap();
    let one = Prepared { file, pages: 1, sizes: Vec::new(), origin: Origin::Signed, rewriting: Vec::new() };
    story.send_with(vec![one; DOCUMENTS], NOW);
    let authority = Arc::new(Authority::default());
    let dependencies = Dependencies {
        envelopes: story.envelopes.clone(),
        documents,
        authorities: authority.clone(),
        transport: authority.clone(),
        clock: Arc::new(StoppedClock::at(NOW)),
        machine_clock: Arc::new(StoppedClock::at(NOW)),
        randomness: Arc::new(CountingRandomness::default()),
    };
    (story, dependencies, authority)
}

async fn all_at_once(dependencies: &Dependencies, jobs: Vec<Job>) {
    let works = jobs.into_iter().map(|job| handle(dependencies, job));
    for outcome in futures::future::join_all(works).await {
        assert!(matches!(outcome, Ok(Outcome::Done)), "{outcome:?}");
    }
}

#[tokio::test]
async fn messages_that_are_worked_off_side_by_side_buy_one_token_for_each_document() {
    let (story, dependencies, authority) = sent().await;
    let events = story.envelopes.texts(story.id);
    let sent = Event::from_json(events.last().unwrap()).unwrap();
    let jobs: Vec<Job> = jobs_of(&sent).into_iter().filter(|job| matches!(job, Job::Timestamp { .. })).collect();
    assert_eq!(jobs.len(), DOCUMENTS);
    all_at_once(&dependencies, jobs).await;
    assert_eq!(authority.0.load(Ordering::Relaxed), DOCUMENTS);
    assert!(story.envelope().documents.iter().all(|document| document.is_timestamped_by(Sealer::Operator)));
}

#[tokio::test]
async fn a_message_about_all_that_got_stuck_buys_no_token_for_what_was_timestamped_meanwhile() {
    let (story, dependencies, authority) = sent().await;
    let envelope = story.id;
    let all = Job::Timestamp { envelope, document: None };
    let last = story.envelope().documents[DOCUMENTS - 1].number;
    all_at_once(&dependencies, vec![all.clone(), Job::Timestamp { envelope, document: Some(last) }]).await;
    all_at_once(&dependencies, vec![all]).await;
    assert_eq!(authority.0.load(Ordering::Relaxed), DOCUMENTS);
}
