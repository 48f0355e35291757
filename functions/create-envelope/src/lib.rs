//! The sender's side: drafts with presigned uploads, their changes, sending, reading, voiding, and the page about a delay.
//!
//! The sender puts documents into the store by presigned URLs, or sends small ones with the request; `prepare-document` checks
//! what really lies there.

mod access;
mod carry_out;
mod change;
mod copy;
mod create;
mod delete;
mod documents;
mod events;
mod evidence;
mod files;
mod folders;
mod list;
mod make;
mod progress;
mod read;
mod registered_seal;
mod remind;
mod request_again;
mod retry;
mod send;
mod status;
mod view;
mod void;
mod with_files;

use std::sync::Arc;

use api::idempotency::Idempotency;
use api::routes::{self, Function};
use api::{Authentication, Served};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::handler::Handler as _;
use axum::middleware::from_fn_with_state;
use domain::ports::{
    Clock, Documents, EnvelopeList, Envelopes, Factors, IdempotentAnswers, LinkRules, Links, Numbers, Randomness,
    SealingCertificates, SendingQuota, UploadProgress,
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
    /// From where they open.
    pub link_rules: Arc<dyn LinkRules>,
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
    /// How many envelopes organisations have sent this month.
    pub quota: Arc<dyn SendingQuota>,
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
        .on(&routes::CREATE_ENVELOPE, create::create.layer(DefaultBodyLimit::max(with_files::MAX_BODY)))
        .on(&routes::LIST_ENVELOPES, list::list)
        .on(&routes::GET_ENVELOPE, read::envelope)
        .on(&routes::CHANGE_DRAFT, change::change)
        .on(&routes::DELETE_DRAFT, delete::delete)
        .on(&routes::ADD_DOCUMENT, documents::add)
        .on(&routes::GET_DOCUMENT, documents::document)
        .on(&routes::REMOVE_DOCUMENT, documents::remove)
        .on(&routes::FETCH_FILE, files::fetch)
        .on(&routes::MOVE_ENVELOPE, folders::move_to)
        .on(&routes::LIST_ACCESS, access::list)
        .on(&routes::COPY_ENVELOPE, copy::copy)
        .on(&routes::SEND_REMINDERS, remind::remind)
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
