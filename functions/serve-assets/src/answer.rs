//! The answer to a request for a file: its encoding, its headers, and nothing at all for who has it already.

use std::io::Read as _;

use api::problem::Problem;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use web::Rejection;

use crate::asset::Asset;

/// Headers with their values.
pub(crate) type Fixed = [(HeaderName, &'static str)];

/// The file, with these headers beside those of every file. `HEAD` gets the same: axum and API Gateway leave the body out.
pub(crate) fn answer(asset: &Asset, request: &HeaderMap, fixed: &Fixed) -> Result<Response, Rejection> {
    let gzip = accepts_gzip(request);
    // Two encodings are two representations (RFC 9110 §8.8.3.3).
    let tag = format!("\"{}{}\"", asset.digest, if gzip { "-gz" } else { "" });
    let tag = HeaderValue::try_from(tag).map_err(|_| Problem::unavailable())?;
    let mut response = if has(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if gzip {
        ([(header::CONTENT_ENCODING, "gzip")], asset.gzip).into_response()
    } else {
        let mut plain = Vec::new();
        GzDecoder::new(asset.gzip).read_to_end(&mut plain).map_err(|_| Problem::unavailable())?;
        plain.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    let everywhere = [
        (header::CONTENT_TYPE, asset.content_type()),
        (header::VARY, "accept-encoding"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in everywhere.iter().chain(fixed) {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// Whether the client has said that gzip is welcome (RFC 9110 §12.5.3). `*` counts for nothing: who cares, names it.
fn accepts_gzip(request: &HeaderMap) -> bool {
    values(request, &header::ACCEPT_ENCODING).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

/// Whether the client has this representation (RFC 9110 §13.1.2); proxies may have weakened the tag.
fn has(request: &HeaderMap, tag: &HeaderValue) -> bool {
    values(request, &header::IF_NONE_MATCH).any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known).as_bytes() == tag.as_bytes()
    })
}

fn values<'a>(request: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    request.get_all(name).into_iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(','))
}
