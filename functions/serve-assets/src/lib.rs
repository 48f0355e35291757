//! What browsers load beside pages: `GET|HEAD /assets/{version}/{path}`.
//!
//! The files are part of this function's code, which therefore needs no permission at all. A URL holds the digest of all
//! files, so that whoever has fetched one keeps it. Another version, or a file that is not there, is the 404 page.

mod answer;
mod asset;

use std::sync::Arc;

use api::Served;
use api::routes::{self, Function};
use axum::Router;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use web::{Rejection, Site, method_not_allowed, not_found};

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// How the deployment presents itself, for the 404 page.
    pub site: Arc<Site>,
}

/// The routes under `/assets`.
pub fn router(deps: Dependencies) -> Router {
    Served::by(Function::ServeAssets)
        .on(&routes::GET_ASSET, serve)
        .router()
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(deps.site, web::answer))
}

async fn serve(Path((version, path)): Path<(String, String)>, headers: HeaderMap) -> Result<Response, Rejection> {
    let asset = asset::find(&path).filter(|_| version == assets::VERSION).ok_or(Rejection::NotFound)?;
    answer::answer(asset, &headers)
}
