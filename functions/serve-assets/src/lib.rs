//! What browsers load beside pages, `GET|HEAD /assets/{version}/{path}`, and what the API says of itself: the OpenAPI document
//! for programs, `GET /v1/openapi.json`, and the same as a page for people, `GET|HEAD /reference`.
//!
//! All of it is part of this function's code, which therefore needs no permission at all. The URL of an asset holds the digest of
//! all files, so that whoever has fetched one keeps it. Another version, or a file that is not there, is the 404 page. The
//! document and its page keep their URLs: whoever has them asks by their tag whether they are still the same.

mod answer;
mod asset;

use std::sync::Arc;

use api::Served;
use api::routes::{self, Function};
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use web::{Rejection, Site, method_not_allowed, not_found};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Anybody may keep it, and asks each time whether it is still the same (RFC 9111 §5.2.2.4): a deployment changes it.
const ASK_AGAIN: &str = "public, no-cache";
/// A worker lives by the policy that came with its script, not by the page's (CSP level 3 §5.1): scripts and data from
/// here, no evaluation.
const WORKER_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'";

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// How the deployment presents itself, for the 404 page.
    pub site: Arc<Site>,
}

/// The routes of this function.
pub fn router(deps: Dependencies) -> Router {
    Served::by(Function::ServeAssets)
        .hiding_pages(not_found)
        .on(&routes::GET_OPENAPI, openapi)
        .on(&routes::REFERENCE, reference)
        .on(&routes::GET_ASSET, serve)
        .router()
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(deps.site, web::answer))
}

async fn serve(Path((version, path)): Path<(String, String)>, headers: HeaderMap) -> Result<Response, Rejection> {
    let asset = asset::find(&path).filter(|_| version == assets::VERSION).ok_or(Rejection::NotFound)?;
    let fixed = [
        (header::CACHE_CONTROL, FOR_EVER),
        (header::CONTENT_SECURITY_POLICY, WORKER_POLICY),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    answer::answer(asset, &headers, &fixed)
}

async fn openapi(headers: HeaderMap) -> Result<Response, Rejection> {
    let fixed = [(header::CACHE_CONTROL, ASK_AGAIN), (header::CONTENT_SECURITY_POLICY, "default-src 'none'")];
    answer::answer(&asset::OPENAPI, &headers, &fixed)
}

async fn reference(headers: HeaderMap) -> Result<Response, Rejection> {
    let fixed = [
        (header::CACHE_CONTROL, ASK_AGAIN),
        (header::CONTENT_SECURITY_POLICY, asset::REFERENCE_POLICY),
        (header::CONTENT_LANGUAGE, "en"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    answer::answer(&asset::REFERENCE, &headers, &fixed)
}
