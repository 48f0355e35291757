//! Answers, their versions, and what a request says of the version that it changes.

use api::problem::{Problem, kinds};
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::organisation::Organisation;
use serde::Serialize;

/// JSON that no cache keeps.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// The same with its version and, where something is new, its address.
pub(crate) fn versioned(status: StatusCode, body: &impl Serialize, etag: &str, location: Option<&str>) -> Response {
    let mut response = json(status, body);
    for (name, value) in [(header::ETAG, Some(etag)), (header::LOCATION, location)] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The entity tag of a version (RFC 9110 §8.8.3).
pub(crate) fn etag_of_version(version: u64) -> String {
    format!("\"{version}\"")
}

/// The entity tag of an organisation's row, which has no number.
pub(crate) fn etag_of_organisation(organisation: &Organisation) -> String {
    // What `Debug` writes names every part of it.
    let digest = Digest::of(format!("{organisation:?}").as_bytes()).to_string();
    format!("\"{}\"", &digest[..16])
}

/// The entity tag that the caller has read.
///
/// # Errors
/// There is none: what nobody has read is not to be changed.
pub(crate) fn if_match(headers: &HeaderMap) -> Result<String, Problem> {
    let value = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    value.map(|value| value.trim().to_owned()).ok_or_else(|| Problem::of(&kinds::PRECONDITION_REQUIRED))
}
