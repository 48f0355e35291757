//! The pages behind the completion mail: the finished documents, for fourteen days (F21, F22).
//!
//! A presigned URL lives for minutes, so that the mailed link is ours and each click makes a new one. Whatever is not a
//! good link gets the same 404 page: this function is also the default route of the API, and so has its start page
//! and the catalogue of problems, to whose pages the `type` of a problem leads (RFC 9457).

mod link_context;
mod pages;
mod problems;

use std::sync::Arc;

use api::Served;
use api::routes::{self, Function};
use axum::Router;
use axum::middleware::from_fn_with_state;
use domain::ports::{Clock, Documents, Envelopes, LinkRules, Links};
use web::{Site, answer, not_found};

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Where envelopes are kept.
    pub envelopes: Arc<dyn Envelopes>,
    /// Access links.
    pub links: Arc<dyn Links>,
    /// From where they open.
    pub link_rules: Arc<dyn LinkRules>,
    /// The document store, for URLs that download a document.
    pub documents: Arc<dyn Documents>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// How the deployment presents itself.
    pub site: Arc<Site>,
}

/// The routes under `/download` and `/problems`, the start page, and the answer to every other URL.
pub fn router(deps: Dependencies) -> Router {
    let site = deps.site.clone();
    Served::by(Function::DownloadDocument)
        .hiding_pages(not_found)
        .on(&routes::START_PAGE, pages::start)
        .on(&routes::PROBLEMS, problems::list)
        .on(&routes::PROBLEM, problems::problem)
        .on(&routes::DOWNLOAD_PAGE, pages::finished)
        .on(&routes::DOWNLOAD_DOCUMENT, pages::download)
        .router()
        .fallback(not_found)
        .layer(from_fn_with_state(site, answer))
        .with_state(Arc::new(deps))
}
