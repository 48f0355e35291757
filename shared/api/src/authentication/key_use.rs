//! When API keys were used last.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::ids::{KeyId, OrganisationId};
use domain::ports::ListedKeys;
use jiff::{SignedDuration, Timestamp};

/// A key's use is noted no more often than that by one instance of a function: a program that calls all day costs no write a call.
const NOTED_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// So many keys are remembered; then all are forgotten, and noted once more.
const MAX_REMEMBERED: usize = 10_000;

/// What one instance has noted.
#[derive(Debug, Default)]
pub struct KeyUse(Mutex<HashMap<KeyId, Timestamp>>);

impl KeyUse {
    /// Notes that a key is used. A call does not fail over that.
    pub(super) async fn note(&self, keys: &dyn ListedKeys, organisation: &OrganisationId, key: KeyId, now: Timestamp) {
        if !self.is_to_be_noted(key, now) {
            return;
        }
        match keys.note_use(organisation, key, now).await {
            Ok(()) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, %key, "the use of an API key was not noted");
            }
        }
    }

    fn is_to_be_noted(&self, key: KeyId, now: Timestamp) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.get(&key).is_some_and(|at| now.duration_since(*at) < NOTED_EVERY) {
            return false;
        }
        if noted.len() >= MAX_REMEMBERED {
            noted.clear();
        }
        noted.insert(key, now);
        true
    }
}
