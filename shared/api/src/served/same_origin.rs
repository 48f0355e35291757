//! Keeps other sites from acting through a reader's browser.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use crate::problem::{Problem, kinds};

/// Refuses what a page of another site sends through the reader's browser. Old browsers send no such header, and `Origin`
/// is `null` under `Referrer-Policy: no-referrer`; what really protects is that nobody else knows the URL.
pub(super) async fn required(request: Request, next: Next) -> Result<Response, Problem> {
    match request.headers().get("sec-fetch-site") {
        Some(site) if site != "same-origin" => Err(Problem::of(&kinds::CROSS_SITE)),
        Some(_) | None => Ok(next.run(request).await),
    }
}
