//! `GET /v1/envelopes/{id}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::envelope::{Envelope, Sender};
use domain::ports::{DecideError, StoredAnswer};
use lambda::problem::Problem;

use crate::Dependencies;
use crate::api_key::Caller;
use crate::view::view;

pub(crate) async fn envelope(
    State(dependencies): State<Dependencies>,
    Caller(sender, _): Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let envelope = owned(&dependencies, &sender, &id).await?;
    respond(&dependencies, &envelope, StatusCode::OK).await
}

pub(crate) async fn unknown_path() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not-found", "見つかりません", "Not found")
        .detail("URLを確認してください。", "Check the URL.")
}

pub(crate) async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "このメソッドは使えません",
        "This method is not allowed",
    )
    .detail("GETまたはPOSTを使ってください。", "Use GET or POST as the API describes.")
}

/// The envelope, if it is the caller's organisation's. Another's is as unknown as none.
pub(crate) async fn owned(dependencies: &Dependencies, sender: &Sender, id: &str) -> Result<Envelope, Problem> {
    let Ok(id) = id.parse() else { return Err(DecideError::NotFound.into()) };
    let found = dependencies.envelopes.load(id).await?;
    let owned = found.filter(|e| e.sender.organisation == sender.organisation);
    owned.ok_or_else(|| DecideError::NotFound.into())
}

/// The envelope as the API shows it.
pub(crate) async fn respond(
    dependencies: &Dependencies,
    envelope: &Envelope,
    status: StatusCode,
) -> Result<Response, Problem> {
    let view = view(envelope, dependencies).await?;
    let mut response = (status, Json(view)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let tag = HeaderValue::from_str(&format!("\"{}\"", envelope.version));
    headers.extend(tag.ok().map(|tag| (header::ETAG, tag)));
    if status == StatusCode::CREATED {
        let location = HeaderValue::from_str(&format!("/v1/envelopes/{}", envelope.id));
        headers.extend(location.ok().map(|location| (header::LOCATION, location)));
    }
    Ok(response)
}

/// The answer that was given before: the same status, the envelope as it is now.
pub(crate) async fn answer_again(
    dependencies: &Dependencies,
    sender: &Sender,
    answer: &StoredAnswer,
) -> Result<Response, Problem> {
    let envelope = owned(dependencies, sender, &answer.envelope.to_string()).await?;
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    respond(dependencies, &envelope, status).await
}
