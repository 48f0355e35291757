//! Answers and their versions.

use std::fmt::Debug;

use api::entity_tag;
use api::precondition::IfMatch;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::ports::ChangeError;
use serde::Serialize;

/// JSON that no cache keeps.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// The same with its version and, where something is new, its address.
pub(crate) fn versioned(status: StatusCode, body: &impl Serialize, version: u64, location: Option<&str>) -> Response {
    let mut response = json(status, body);
    response.headers_mut().insert(header::ETAG, entity_tag(version));
    if let Some(location) = location.and_then(|location| HeaderValue::from_str(location).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// The version of an organisation, a seal, a group or a folder, which is not counted: what its entity tag is made of.
pub(crate) fn version_of(row: &impl Debug) -> u64 {
    // What `Debug` writes names every part of it.
    let digest = Digest::of(format!("{row:?}").as_bytes());
    let [a, b, c, d, e, f, g, h, ..] = *digest.as_bytes();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// Of two who have seen the same row, the second is told that the first has changed it.
///
/// # Errors
/// The row is of another version than the one that was seen.
pub(crate) fn demand_version(row: &impl Debug, if_match: &IfMatch) -> Result<(), ChangeError> {
    let version = version_of(row);
    if if_match.holds_for(version) { Ok(()) } else { Err(ChangeError::OtherVersion { version }) }
}
