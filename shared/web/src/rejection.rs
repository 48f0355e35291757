//! How routers for people refuse: with the one 404 page, or with a problem.

use std::sync::Arc;

use api::problem::{Problem, kinds};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::ports::{DecideError, PortError};
use percent_encoding::percent_decode_str;

use super::language::reader_language;
use super::problem_page::respond;
use super::{ClosedLink, OtherNetwork, Site};

/// Why somebody does not get a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// There is nothing under this URL, or nothing that may be told: see [`Site::not_found`].
    NotFound,
    /// See [`Problem`].
    Problem(Problem),
    /// See [`OtherNetwork`].
    OtherNetwork(Box<OtherNetwork>),
    /// See [`ClosedLink`].
    ClosedLink(Box<ClosedLink>),
}

impl From<Problem> for Rejection {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<ClosedLink> for Rejection {
    fn from(closed: ClosedLink) -> Self {
        Self::ClosedLink(Box::new(closed))
    }
}

impl From<PortError> for Rejection {
    fn from(error: PortError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<DecideError> for Rejection {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::NotFound => Self::NotFound,
            DecideError::Refused(_) | DecideError::Contention | DecideError::Port(_) => Self::Problem(error.into()),
        }
    }
}

#[derive(Clone, Copy)]
struct NotFound;

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        match self {
            Self::Problem(problem) => problem.into_response(),
            Self::OtherNetwork(other) => {
                let mut response = other.problem().into_response();
                response.extensions_mut().insert(other);
                response
            }
            Self::ClosedLink(closed) => {
                let mut response = closed.problem().into_response();
                response.extensions_mut().insert(closed);
                response
            }
            Self::NotFound => {
                let mut response = StatusCode::NOT_FOUND.into_response();
                response.extensions_mut().insert(NotFound);
                response
            }
        }
    }
}

/// The layer under which handlers return [`Problem`]s and [`Rejection`]s: it answers in the site's frame, and problems by
/// the client's `Accept`. So it does for what the framework itself refuses: a body that is too large, a path that is not
/// UTF-8. The language is the one that the reader chose (`?lang=`), or by `Accept-Language`.
pub async fn answer(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let language = reader_language(request.uri(), &headers);
    let is_path_readable = percent_decode_str(request.uri().path()).decode_utf8().is_ok();
    let mut response = next.run(request).await;
    if response.extensions().get::<NotFound>().is_some() {
        return site.not_found(language);
    }
    if let Some(other) = response.extensions_mut().remove::<Box<OtherNetwork>>() {
        return other.respond(&headers);
    }
    if let Some(closed) = response.extensions_mut().remove::<Box<ClosedLink>>() {
        return closed.respond(&headers);
    }
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => respond(problem, &headers, language, &site),
        None if is_unworded(&response) => {
            let problem = match response.status() {
                StatusCode::BAD_REQUEST if !is_path_readable => Problem::of(&kinds::INVALID_URL),
                status => Problem::of_status(status),
            };
            let mut worded = respond(problem, &headers, language, &site);
            if let Some(allowed) = response.headers_mut().remove(header::ALLOW) {
                worded.headers_mut().insert(header::ALLOW, allowed);
            }
            worded
        }
        None => response,
    }
}

/// Whether it is an error of the framework: plain English text, or nothing at all. Ours are pages and JSON.
fn is_unworded(response: &Response) -> bool {
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE).map(|kind| kind.as_bytes().starts_with(b"text/plain"));
    is_error && kind.unwrap_or(true)
}

/// The fallback of a router for people.
pub async fn not_found() -> Rejection {
    Rejection::NotFound
}

/// Sends the browser elsewhere, without telling it where it came from.
pub fn redirect(status: StatusCode, url: &str) -> Result<Response, Problem> {
    let Ok(location) = HeaderValue::try_from(url) else { return Err(Problem::unavailable()) };
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, location);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}
