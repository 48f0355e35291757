//! `GET /v1/envelopes/{id}`.

use std::collections::BTreeSet;

use api::problem::{Problem, kinds};
use api::routes::{GET_ENVELOPE, allowed_methods};
use api::{Caller, entity_tag};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::envelope::Envelope;
use domain::ids::DocumentNumber;
use domain::ports::{DecideError, StoredAnswer};
use web::{Rejection, method_not_allowed};

use crate::Dependencies;
use crate::view::view;

pub(crate) async fn envelope(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let envelope = allowed(&dependencies, &caller, &id).await?;
    respond(&dependencies, &caller, &envelope, StatusCode::OK).await
}

/// A path that the API does not have.
pub(crate) fn unknown_path() -> Problem {
    Problem::of(&kinds::NOT_FOUND)
}

/// What no route of this function knows: a problem in the API, the one page of a wrong link elsewhere. The gateway brings here too
/// what other functions answer by other methods.
pub(crate) async fn unknown(uri: Uri) -> Response {
    match (allowed_methods(uri.path()), uri.path().starts_with("/v1/")) {
        (Some(_), _) => method_not_allowed(uri).await,
        (None, true) => unknown_path().into_response(),
        (None, false) => Rejection::NotFound.into_response(),
    }
}

/// The envelope, if the caller may do with it what the route is for.
pub(crate) async fn allowed(dependencies: &Dependencies, caller: &Caller, id: &str) -> Result<Envelope, Problem> {
    let Ok(id) = id.parse() else { return Err(DecideError::NotFound.into()) };
    caller.may(dependencies.envelopes.load(id).await?)
}

/// The envelope as the API shows it.
pub(crate) async fn respond(
    dependencies: &Dependencies,
    caller: &Caller,
    envelope: &Envelope,
    status: StatusCode,
) -> Result<Response, Problem> {
    respond_with(dependencies, caller, envelope, &BTreeSet::new(), status).await
}

/// The same where these documents' uploads have arrived a moment ago, of which nobody else knows yet.
pub(crate) async fn respond_with(
    dependencies: &Dependencies,
    caller: &Caller,
    envelope: &Envelope,
    arrived: &BTreeSet<DocumentNumber>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let view = view(envelope, dependencies, caller, arrived).await?;
    let mut response = (status, Json(view)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::ETAG, entity_tag(envelope.version));
    if status == StatusCode::CREATED {
        let location = HeaderValue::from_str(&GET_ENVELOPE.path_of(&[&envelope.id.to_string()]));
        headers.extend(location.ok().map(|location| (header::LOCATION, location)));
    }
    Ok(response)
}

/// The answer that was given before: the same status, the envelope as it is now.
pub(crate) async fn answer_again(
    dependencies: &Dependencies,
    caller: &Caller,
    answer: &StoredAnswer,
) -> Result<Response, Problem> {
    let envelope = allowed(dependencies, caller, &answer.subject.to_string()).await?;
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    respond(dependencies, caller, &envelope, status).await
}
