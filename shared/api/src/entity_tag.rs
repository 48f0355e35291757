//! Entity tags (RFC 9110 §8.8.3).

use axum::http::HeaderValue;

/// The strong entity tag of something in this version.
pub fn entity_tag(version: u64) -> HeaderValue {
    let mut tag = HeaderValue::from(version).as_bytes().to_vec();
    tag.insert(0, b'"');
    tag.push(b'"');
    HeaderValue::from_bytes(&tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}
