//! The sender's side: drafts with presigned uploads, sending, reading, voiding, and the page about a delay.
//!
//! Documents never pass through the API: the sender puts them into the store by presigned URLs, and `prepare-document` checks
//! what really lies there.

mod carry_out;
mod create;
mod events;
mod evidence;
mod list;
mod progress;
mod read;
mod registered_seal;
mod request_again;
mod retry;
mod send;
mod status;
mod view;
mod void;

use std::sync::Arc;

use api::idempotency::Idempotency;
use api::routes::{self, Function};
use api::{Authentication, Served};
use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn_with_state;
use domain::ports::{
    Clock, Documents, EnvelopeList, Envelopes, Factors, IdempotentAnswers, Links, Numbers, Randomness,
    SealingCertificates, UploadProgress,
};
use web::{Site, answer, method_not_allowed, not_found};

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Envelopes.
    pub envelopes: Arc<dyn Envelopes>,
    /// Lists of them.
    pub list: Arc<dyn EnvelopeList>,
    /// Links, which this function only looks up.
    pub links: Arc<dyn Links>,
    /// Envelope and management numbers.
    pub numbers: Arc<dyn Numbers>,
    /// The document store.
    pub documents: Arc<dyn Documents>,
    /// How far the work on uploads has come, which this function only reads.
    pub progress: Arc<dyn UploadProgress>,
    /// By what callers are known.
    pub authentication: Authentication,
    /// Answers to give again.
    pub answers: Arc<dyn IdempotentAnswers>,
    /// What extra factors are checked against.
    pub factors: Arc<dyn Factors>,
    /// Which organisations have a registered seal, and who may use it.
    pub certificates: Arc<dyn SealingCertificates>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// For identifiers.
    pub randomness: Arc<dyn Randomness>,
    /// For pages, and problems shown as such.
    pub site: Arc<Site>,
}

impl FromRef<Dependencies> for Authentication {
    fn from_ref(dependencies: &Dependencies) -> Self {
        dependencies.authentication.clone()
    }
}

impl Dependencies {
    fn idempotency(&self) -> Idempotency<'_> {
        Idempotency { answers: &*self.answers, clock: &*self.clock, randomness: &*self.randomness }
    }
}

/// The routes of this function.
pub fn router(dependencies: Dependencies) -> Router {
    let site = Arc::clone(&dependencies.site);
    let served = Served::by(Function::CreateEnvelope)
        .hiding_pages(not_found)
        .on(&routes::CREATE_ENVELOPE, create::create)
        .on(&routes::LIST_ENVELOPES, list::list)
        .on(&routes::GET_ENVELOPE, read::envelope)
        .on(&routes::LIST_EVENTS, events::list)
        .on(&routes::CHECK_EVIDENCE, evidence::check)
        .on(&routes::SEND_ENVELOPE, send::send)
        .on(&routes::VOID_ENVELOPE, void::void)
        .on(&routes::RETRY_ENVELOPE, retry::retry)
        .on(&routes::REQUEST_AGAIN, request_again::request_again);
    status::serve(served)
        .router()
        .fallback(read::unknown)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(site, answer))
        .with_state(dependencies)
}
