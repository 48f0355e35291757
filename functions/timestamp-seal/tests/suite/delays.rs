//! Why a timestamp is not had, as the envelope tells it: each failure as what it is, and none for a hiccup.

use std::sync::Arc;

use async_trait::async_trait;
use domain::digest::Digest;
use domain::document::{ObjectKey, Origin, Prepared, Sealer, StoredFile};
use domain::draft::EnvelopeRequest;
use domain::evidence::EventKind;
use domain::job::Job;
use domain::ports::{Documents as _, PortError, TimestampAuthorities, TimestampAuthority, TimestampTransport};
use domain::waiting::{Cause, CauseKind};
use fakes::{CountingRandomness, PresignedDocuments, StoppedClock, Story, signer};
use signing::document::{Layout, contract};
use signing::pki::{PKI, pem};
use timestamp_seal::{Dependencies, Outcome, TimestampJobError, handle};

const SENT: &str = "2026-12-01T01:00:00Z";
/// Within the first minute.
const SOON: &str = "2026-12-01T01:00:59Z";
const LATER: &str = "2026-12-01T01:01:00Z";
const SECRET: &str = "wrong-horse";

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    NoAuthority,
    NoAnswer,
    OtherAnswer,
    NotTrusted,
    OtherFile,
    NotADocument,
    Settings,
}

const ALL: [(Fault, CauseKind); 7] = [
    (Fault::NoAuthority, CauseKind::NoTimestampAuthority),
    (Fault::NoAnswer, CauseKind::TimestampAuthorities),
    (Fault::OtherAnswer, CauseKind::TimestampAuthorities),
    (Fault::NotTrusted, CauseKind::TimestampAuthorities),
    (Fault::OtherFile, CauseKind::DocumentStore),
    (Fault::NotADocument, CauseKind::Document),
    (Fault::Settings, CauseKind::Service),
];

/// The authorities, and the way to them.
struct Authorities(Fault);

#[async_trait]
impl TimestampAuthorities for Authorities {
    async fn list(&self) -> Result<Vec<TimestampAuthority>, PortError> {
        let root = if self.0 == Fault::NotTrusted { &PKI.other_root } else { &PKI.root };
        let authority = |url: &str| TimestampAuthority {
            url: url.to_owned(),
            policy: None,
            accredited: true,
            anchors_pem: pem(&root.certificate),
        };
        match self.0 {
            Fault::NoAuthority => Ok(Vec::new()),
            Fault::Settings => Err(PortError::new("look up the timestamp authorities", "no answer")),
            _ => Ok(vec![authority(&format!("https://user:{SECRET}@tsa.example.test/stamp?key={SECRET}"))]),
        }
    }
}

#[async_trait]
impl TimestampTransport for Authorities {
    async fn post(&self, _: &str, request: Vec<u8>) -> Result<Vec<u8>, PortError> {
        match self.0 {
            Fault::NoAnswer => Err(PortError::new("ask the timestamp authority", "503 Service Unavailable")),
            Fault::OtherAnswer => Ok(b"<html>maintenance</html>".to_vec()),
            _ => Ok(PKI.timestamp(&request, LATER.parse().unwrap())),
        }
    }
}

struct World {
    story: Story,
    documents: Arc<PresignedDocuments>,
}

/// An upload that was signed already has been sent: a document timestamp over all of it is due.
async fn world(fault: Fault) -> World {
    let mut request =
        EnvelopeRequest { recipients: vec![signer(1, None, "鈴木 太郎", "suzuki")], ..Story::request() };
    request.documents.truncate(1);
    let story = Story::of(request, SENT);
    let bytes = match fault {
        Fault::NotADocument => b"not a PDF".to_vec(),
        _ => contract::contract(Layout::Table),
    };
    let file = StoredFile { object: ObjectKey("envelopes/original.pdf".into()), sha256: Digest::of(&bytes) };
    let documents = Arc::new(PresignedDocuments::default());
    let stored = if fault == Fault::OtherFile { b"another file".to_vec() } else { bytes };
    documents.put(&file.object, stored).await.unwrap();
    let prepared = vec![Prepared { file, pages: 1, sizes: Vec::new(), origin: Origin::Signed, rewriting: Vec::new() }];
    story.send_with(prepared, SENT);
    World { story, documents }
}

impl World {
    async fn timestamp_at(&self, now: &str, fault: Fault) -> Result<(), TimestampJobError> {
        let dependencies = Dependencies {
            envelopes: self.story.envelopes.clone(),
            documents: self.documents.clone(),
            authorities: Arc::new(Authorities(fault)),
            transport: Arc::new(Authorities(fault)),
            clock: Arc::new(StoppedClock::at(now)),
            machine_clock: Arc::new(StoppedClock::at(now)),
            randomness: Arc::new(CountingRandomness::default()),
        };
        let outcome = handle(&dependencies, Job::Timestamp { envelope: self.story.id, document: None }).await;
        match outcome.expect("the job is finished: the schedule brings back what is delayed") {
            Outcome::Done => Ok(()),
            Outcome::Delayed(error) => Err(error),
        }
    }

    fn causes(&self) -> Vec<Cause> {
        let evidence = self.story.envelopes.evidence(self.story.id).into_iter();
        let of_this = evidence.filter_map(|kind| match kind {
            EventKind::Delayed { by: Sealer::Operator, cause, .. } => Some(cause),
            _ => None,
        });
        of_this.collect()
    }
}

#[tokio::test]
async fn every_failure_is_told_as_what_it_is() {
    for (fault, kind) in ALL {
        let w = world(fault).await;
        for _ in 0..2 {
            w.timestamp_at(LATER, fault).await.expect_err("it is not timestamped");
        }
        let [cause] = &w.causes()[..] else { panic!("{fault:?}: {:?}", w.causes()) };
        assert_eq!(cause.kind, kind, "{fault:?}: {}", cause.detail);
        assert_eq!(w.story.envelope().wait().unwrap().cause.as_ref(), Some(cause), "{fault:?}");
    }
}

#[tokio::test]
async fn within_the_first_minute_no_failure_is_told() {
    for (fault, _) in ALL {
        let w = world(fault).await;
        w.timestamp_at(SOON, fault).await.expect_err("it is not timestamped");
        assert_eq!(w.causes(), [], "{fault:?}");
    }
}

#[tokio::test]
async fn an_authority_is_named_by_its_host_for_its_url_may_hold_a_password() {
    for fault in [Fault::NoAnswer, Fault::OtherAnswer, Fault::NotTrusted] {
        let w = world(fault).await;
        let error = w.timestamp_at(LATER, fault).await.expect_err("it is not timestamped");
        let detail = &w.causes()[0].detail;
        assert!(detail.contains("tsa.example.test: "), "{detail}");
        assert!(!detail.contains(SECRET) && !error.to_string().contains(SECRET), "{detail}");
    }
}

#[tokio::test]
async fn what_is_timestamped_in_the_end_leaves_no_cause() {
    let w = world(Fault::NoAnswer).await;
    w.timestamp_at(LATER, Fault::NoAnswer).await.expect_err("it is not timestamped");
    w.timestamp_at(LATER, Fault::None).await.unwrap();
    let envelope = w.story.envelope();
    assert!(envelope.documents[0].is_timestamped_by(Sealer::Operator));
    assert!(envelope.waits.cause.is_none());
}
