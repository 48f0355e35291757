//! Anybody's PDF: who signed it, when, at what level, until when that can be proved, and what was changed since; as a
//! page in words for people who never saw a certificate, and as JSON of the same content.
//!
//! Nothing is kept: a small file stays in the request; a large one is left in a bucket of its own by a presigned URL,
//! under a random token of which only the digest is in the key, and is removed as soon as it was read. Neither names nor
//! contents of files are logged. What the files say is strangers' word: the verifier runs on a thread of its own with a
//! time limit, so that a file made to harm ends in a refusal.

mod examine;
pub mod findings;
mod form;
mod known;
mod pages;
mod refusals;
mod temporary_upload;
mod v1;
mod view;

use std::sync::Arc;

use api::Served;
use api::routes::{self, Function};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use domain::ports::{Clock, KnownSeals, Randomness, TemporaryUploads, TrustAnchors};
use web::{Site, answer, method_not_allowed, not_found};

/// The longest file that is looked at (bytes). Presigned URLs are made for no longer one.
pub const MAX_FILE: u64 = api::v1::MAX_VERIFIED_BYTES;
/// The longest file that is taken in a request (bytes): in base64 it is what a Lambda function gets at most, 6 MB, with
/// some room for the rest of the request.
pub const MAX_IN_REQUEST: u64 = 4 << 20;
/// The longest body that is read (bytes): such a file with the form around it.
const MAX_BODY: usize = (MAX_IN_REQUEST as usize) + (64 << 10);

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Where large files are left.
    pub temporary_uploads: Arc<dyn TemporaryUploads>,
    /// Whom this deployment trusts.
    pub anchors: Arc<dyn TrustAnchors>,
    /// Whose seals certificates make.
    pub known_seals: Arc<dyn KnownSeals>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// For upload tokens.
    pub randomness: Arc<dyn Randomness>,
    /// How the deployment presents itself.
    pub site: Arc<Site>,
}

/// The page under `/verify` and the API under `/v1/verify`.
pub fn router(dependencies: Dependencies) -> Router {
    let site = Arc::clone(&dependencies.site);
    Served::by(Function::VerifyDocument)
        .hiding_pages(not_found)
        .on(&routes::VERIFY_PAGE, pages::ask)
        .on(&routes::VERIFY_RESULT, pages::result)
        .on(&routes::BEGIN_VERIFY_PAGE_UPLOAD, temporary_upload::begin)
        .on(&routes::VERIFY_DOCUMENT, v1::verify)
        .on(&routes::BEGIN_VERIFY_UPLOAD, temporary_upload::begin)
        .router()
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(site, answer))
        .with_state(Arc::new(dependencies))
}
