//! `POST /v1/verify`: the findings as JSON.

use std::sync::Arc;

use api::json;
use api::problem::Problem;
use api::v1::{FindingsView, LeftFile};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use web::ReaderLanguage;

use crate::examine::examine;
use crate::{Dependencies, MAX_IN_REQUEST, refusals, temporary_upload};

/// Takes a small PDF as `application/pdf`, or the token of an upload as JSON.
pub(crate) async fn verify(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => refusals::too_large_for_a_call(),
        status => Problem::of_status(status),
    })?;
    let content = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bytes = match content.split(';').next().unwrap_or_default().trim() {
        "application/pdf" if body.len() as u64 > MAX_IN_REQUEST => return Err(refusals::too_large_for_a_call()),
        "application/pdf" => body.into(),
        "application/json" => {
            let left: LeftFile = json::read(&body)?;
            temporary_upload::take(&deps, &left.upload).await?
        }
        _ => return Err(refusals::other_content()),
    };
    let findings = FindingsView::from(examine(&deps, bytes, language).await?);
    let mut response = Json(findings).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    Ok(response)
}
