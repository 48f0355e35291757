//! Keeps API keys out of URLs.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use domain::organisation::ApiKey;
use percent_encoding::percent_decode_str;

use crate::problem::{Problem, kinds};

/// Refuses a request in whose path or query an API key stands, whatever else it shows: proxies and clients keep URLs in their
/// logs, so that whoever sent it has to learn that the key is to be revoked. The key is neither looked up nor repeated.
pub(super) async fn refuse_key_in_url(request: Request, next: Next) -> Result<Response, Problem> {
    let uri = request.uri();
    let has_key = |part: &str| ApiKey::is_in(&percent_decode_str(part).decode_utf8_lossy());
    if has_key(uri.path()) || uri.query().is_some_and(has_key) {
        return Err(Problem::of(&kinds::API_KEY_IN_URL));
    }
    Ok(next.run(request).await)
}
