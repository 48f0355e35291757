//! The daily look at what is to be locked.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::command::Decision;
use domain::document::ObjectKey;
use domain::envelope::Envelope;
use domain::ids::EnvelopeId;
use domain::ports::{CommitError, Envelopes, PortError, RetentionLock, StoredAnswer};
use enforce_retention::{Dependencies, RetainError, sweep};
use fakes::{StoppedClock, Story, signer};
use jiff::Timestamp;

const NOW: &str = "2026-11-22T05:05:00Z";

/// The story's envelope between two that cannot be read.
struct Table {
    story: Story,
    others: [EnvelopeId; 2],
}

#[async_trait]
impl Envelopes for Table {
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError> {
        if self.others.contains(&id) {
            return Err(PortError::new("load the envelope", "no answer"));
        }
        self.story.envelopes.load(id).await
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        self.story.envelopes.commit(decision, answer).await
    }

    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError> {
        self.story.envelopes.events(id).await
    }

    async fn due(&self, _: Timestamp) -> Result<Vec<EnvelopeId>, PortError> {
        Ok(vec![self.others[0], self.story.id, self.others[1]])
    }
}

/// What was locked.
#[derive(Default)]
struct Locked(Mutex<Vec<ObjectKey>>);

#[async_trait]
impl RetentionLock for Locked {
    async fn retain(&self, key: &ObjectKey, _: Timestamp) -> Result<(), PortError> {
        self.0.lock().unwrap().push(key.clone());
        Ok(())
    }
}

#[tokio::test]
async fn one_that_fails_does_not_keep_the_others_unlocked() {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], NOW);
    story.start(NOW).approve(1, NOW);
    let others = ["01900000-0000-7000-8000-0000000000aa", "01900000-0000-7000-8000-0000000000bb"];
    let (lock, others) = (Arc::new(Locked::default()), others.map(|id| id.parse().unwrap()));
    let dependencies = Dependencies {
        envelopes: Arc::new(Table { story: story.clone(), others }),
        lock: lock.clone(),
        clock: Arc::new(StoppedClock::at(NOW)),
    };
    let error = sweep(&dependencies).await.unwrap_err();
    assert!(matches!(error, RetainError::Some { failed: 2, due: 3 }), "{error}");
    assert!(story.envelope().documents.iter().all(|document| document.retained_until.is_some()));
    // The operator's seal and the signer's, on two documents.
    assert_eq!(lock.0.lock().unwrap().len(), 4);
}
