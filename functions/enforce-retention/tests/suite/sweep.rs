//! The daily look at what is to be locked.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::document::ObjectKey;
use domain::ports::{PortError, RetentionLock};
use domain::retention::RetentionMode;
use enforce_retention::{Dependencies, RetainError, sweep};
use fakes::{BetweenUnreadable, PresignedDocuments, StoppedClock, Story, signer};
use jiff::Timestamp;

const NOW: &str = "2026-11-22T05:05:00Z";
const NEXT_NIGHT: &str = "2026-11-22T18:00:00Z";

/// What was locked.
#[derive(Default)]
struct Locked(Mutex<Vec<(ObjectKey, Timestamp)>>);

#[async_trait]
impl RetentionLock for Locked {
    async fn retain(&self, key: &ObjectKey, until: Timestamp) -> Result<(), PortError> {
        self.0.lock().unwrap().push((key.clone(), until));
        Ok(())
    }

    async fn locked_until(&self, key: &ObjectKey) -> Result<Option<Timestamp>, PortError> {
        Ok(self.0.lock().unwrap().iter().filter(|(locked, _)| locked == key).map(|(_, until)| *until).max())
    }
}

fn dependencies(story: &Story, lock: Arc<Locked>, mode: RetentionMode) -> Dependencies {
    let documents = Arc::new(PresignedDocuments::default());
    Dependencies {
        envelopes: Arc::new(BetweenUnreadable::of(story)),
        documents: documents.clone(),
        lock,
        removal: documents,
        clock: Arc::new(StoppedClock::at(NEXT_NIGHT)),
        mode,
        deletes_after_retention: false,
    }
}

#[tokio::test]
async fn one_that_fails_does_not_keep_the_others_unlocked() {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], NOW);
    story.start(NOW).approve(1, NOW);
    let lock = Arc::new(Locked::default());
    let dependencies = dependencies(&story, lock.clone(), RetentionMode::Compliance);
    let error = sweep(&dependencies).await.unwrap_err();
    assert!(matches!(error, RetainError::Some { failed: 2, due: 3 }), "{error}");
    assert!(story.envelope().documents.iter().all(|document| document.retained_until.is_some()));
    // The finished file of each of the two documents, and no other.
    let finished = story.envelope().documents.iter().map(|d| d.latest().unwrap().object.clone()).collect::<Vec<_>>();
    assert_eq!(lock.0.lock().unwrap().iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(), finished);
}

#[tokio::test]
async fn a_trial_locks_for_its_days_and_records_no_more() {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], NOW);
    story.start(NOW).approve(1, NOW);
    let lock = Arc::new(Locked::default());
    let dependencies = dependencies(&story, lock.clone(), RetentionMode::Trial { days: 7 });
    sweep(&dependencies).await.unwrap_err();
    let until = "2026-11-29T05:05:00Z".parse::<Timestamp>().unwrap();
    assert!(lock.0.lock().unwrap().iter().all(|(_, locked)| *locked == until), "{:?}", lock.0);
    assert!(story.envelope().documents.iter().all(|document| document.retained_until == Some(until)));
}
