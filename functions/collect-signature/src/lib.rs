//! The pages behind the links that ask somebody to act: review, sign or confirm, decline.
//!
//! Nobody has an account here: the link's token is the credential. Mail scanners open links too, so that a `GET` changes
//! nothing and is no evidence; only the two `POST`s are acts.

mod acts;
mod form;
mod pages;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use domain::ports::{Clock, Documents, Envelopes, Links};
use lambda::site::{Site, answer, method_not_allowed, not_found};

const LARGEST_BODY: usize = 64 << 10;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Where envelopes are kept.
    pub envelopes: Arc<dyn Envelopes>,
    /// Access links.
    pub links: Arc<dyn Links>,
    /// The document store, for URLs that show a document.
    pub documents: Arc<dyn Documents>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// How the deployment presents itself.
    pub site: Arc<Site>,
}

/// The routes under `/sign`.
pub fn router(deps: Dependencies) -> Router {
    let site = deps.site.clone();
    Router::new()
        .route("/sign/{token}", get(pages::review))
        .route("/sign/{token}/documents/{number}", get(pages::document))
        .route("/sign/{token}/confirm", get(pages::confirm))
        .route("/sign/{token}/complete", post(acts::complete))
        .route("/sign/{token}/decline", post(acts::decline))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn_with_state(site, answer))
        .with_state(Arc::new(deps))
}
