//! The language of an answer: the one chosen on the page (`?lang=en`), or what the client prefers.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use web::{Language, language_of};

/// The language that the client is answered in.
pub(crate) struct Spoken(pub(crate) Language);

impl<S: Send + Sync> FromRequestParts<S> for Spoken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(language_of(&parts.headers)))
    }
}

/// Lets a choice in the URL stand above the browser's settings, for pages and problems alike.
pub(crate) async fn chosen(mut request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let is_chosen =
        |language: &Language| query.split('&').any(|pair| pair.strip_prefix("lang=") == Some(language.tag()));
    if let Some(language) = Language::ALL.into_iter().find(is_chosen) {
        request.headers_mut().insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(language.tag()));
    }
    next.run(request).await
}
