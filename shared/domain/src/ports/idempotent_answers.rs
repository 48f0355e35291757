//! Answers to requests that carry an `Idempotency-Key`.

use async_trait::async_trait;
use jiff::Timestamp;
use uuid::Uuid;

use super::PortError;
use crate::digest::Digest;
use crate::ids::{DocumentNumber, OrganisationId};

/// Answers to requests that carry an `Idempotency-Key`.
#[async_trait]
pub trait IdempotentAnswers: Send + Sync {
    /// Reserves the key for a request of this body, before anything runs. `id` is what something new would be called;
    /// a retry after a crash gets the first one's back.
    async fn reserve(&self, request: &IdempotentRequest, now: Timestamp) -> Result<Reservation, PortError>;

    /// Gives the key back after a refusal that changed nothing, so that a corrected world can be tried again.
    async fn release(&self, request: &IdempotentRequest) -> Result<(), PortError>;
}

/// A request that must not happen twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotentRequest {
    /// Whose key.
    pub organisation: OrganisationId,
    /// The `Idempotency-Key`.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub fingerprint: Digest,
    /// The identifier that something new would get.
    pub id: Uuid,
}

/// What is known of an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// Free, or left behind by a crash: run the request; what it makes is called so.
    Run {
        /// The identifier for what is new: the same on every try.
        id: Uuid,
    },
    /// The request was answered before.
    Answered(StoredAnswer),
    /// The first try is still running.
    Running,
    /// The key was used for another request.
    OtherRequest,
}

/// An answer to be given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Whose key.
    pub organisation: OrganisationId,
    /// The `Idempotency-Key`.
    pub key: String,
    /// HTTP status.
    pub status: u16,
    /// What the answer describes, by its identifier: it is read anew, so that no presigned URL is kept.
    pub subject: Uuid,
    /// The document of it that the answer describes, where it is about one.
    pub document: Option<DocumentNumber>,
}
