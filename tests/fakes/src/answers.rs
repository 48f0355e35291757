//! Answers to requests that carry an `Idempotency-Key`, by the rules of the table.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use aws::stored::Row as _;
use domain::digest::Digest;
use domain::ids::OrganisationId;
use domain::ports::{CommitError, IdempotentAnswers, IdempotentRequest, PortError, Reservation, StoredAnswer};
use jiff::Timestamp;
use uuid::Uuid;

/// Seconds after which a reservation without an answer is taken over, as in the table.
const LEASE_SECONDS: i64 = 35;

/// Keys that were reserved, and the answers that were committed under them. [`MemoryEnvelopes`](crate::MemoryEnvelopes) and
/// [`MemoryOrganisations`](crate::MemoryOrganisations) keep answers here with what they commit, where they are told to.
#[derive(Debug, Default)]
pub struct MemoryAnswers(Mutex<BTreeMap<(OrganisationId, String), Row>>);

#[derive(Debug)]
struct Row {
    fingerprint: Digest,
    id: Uuid,
    leased_until: i64,
    /// The table's JSON.
    answer: Option<String>,
}

impl MemoryAnswers {
    /// Keeps an answer under its key.
    ///
    /// # Errors
    /// Where the key was not reserved, or has an answer.
    pub fn keep(&self, answer: &StoredAnswer) -> Result<(), CommitError> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.get_mut(&(answer.organisation.clone(), answer.key.clone())).filter(|row| row.answer.is_none());
        let row = row.ok_or_else(|| PortError::new("store the answer", "the key is not reserved, or is answered"))?;
        row.answer = Some(answer.to_row().unwrap());
        Ok(())
    }
}

#[async_trait]
impl IdempotentAnswers for MemoryAnswers {
    async fn reserve(&self, request: &IdempotentRequest, now: Timestamp) -> Result<Reservation, PortError> {
        let IdempotentRequest { organisation, key, fingerprint, id } = request.clone();
        let mut rows = self.0.lock().unwrap();
        let leased_until = now.as_second() + LEASE_SECONDS;
        let Some(row) = rows.get_mut(&(organisation.clone(), key.clone())) else {
            rows.insert((organisation, key), Row { fingerprint, id, leased_until, answer: None });
            return Ok(Reservation::Run { id });
        };
        if row.fingerprint != fingerprint {
            return Ok(Reservation::OtherRequest);
        }
        if let Some(answer) = &row.answer {
            return Ok(Reservation::Answered(StoredAnswer::from_row(answer).unwrap()));
        }
        if now.as_second() < row.leased_until {
            return Ok(Reservation::Running);
        }
        row.leased_until = leased_until;
        Ok(Reservation::Run { id: row.id })
    }

    async fn release(&self, request: &IdempotentRequest) -> Result<(), PortError> {
        let mut rows = self.0.lock().unwrap();
        if let Some(row) = rows.get_mut(&(request.organisation.clone(), request.key.clone())) {
            row.leased_until = 0;
        }
        Ok(())
    }
}
