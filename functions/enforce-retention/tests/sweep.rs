//! The daily look at what is to be locked.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::document::ObjectKey;
use domain::ports::{PortError, RetentionLock};
use enforce_retention::{Dependencies, RetainError, sweep};
use fakes::{BetweenUnreadable, StoppedClock, Story, signer};
use jiff::Timestamp;

const NOW: &str = "2026-11-22T05:05:00Z";
const NEXT_NIGHT: &str = "2026-11-22T18:00:00Z";

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
    let lock = Arc::new(Locked::default());
    let dependencies = Dependencies {
        envelopes: Arc::new(BetweenUnreadable::of(&story)),
        lock: lock.clone(),
        clock: Arc::new(StoppedClock::at(NEXT_NIGHT)),
    };
    let error = sweep(&dependencies).await.unwrap_err();
    assert!(matches!(error, RetainError::Some { failed: 2, due: 3 }), "{error}");
    assert!(story.envelope().documents.iter().all(|document| document.retained_until.is_some()));
    // The operator's seal and the signer's, on two documents.
    assert_eq!(lock.0.lock().unwrap().len(), 4);
}
