//! RFC 9457 problems: one shape for everything that a function refuses. Here it is JSON for programs; the crate `web` shows
//! the same as a page.
//!
//! What API Gateway refuses before a function runs (429 above the limits of a route, 403, 5xx where a function does not
//! answer) has a body of its own, `{"message": "…"}`, which HTTP APIs do not let anybody change. A program treats those by
//! their status.

pub mod kinds;
mod refusals;
mod statuses;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::field_error::FieldError;
use domain::language::{Language, Localized};
use domain::ports::{DecideError, PortError};
use serde::Serialize;

use crate::entity_tag::entity_tag;
use kinds::ProblemKind;

/// Why a request was not carried out, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is: the code, the status and the title are the same wherever it occurs (RFC 9457 §3.1.3).
    pub kind: &'static ProblemKind,
    /// What to do this time.
    pub detail: Localized,
    /// The wrong fields, if that is what it is about.
    pub errors: Vec<FieldError>,
    /// Seconds after which to try again.
    pub retry_after: Option<u32>,
    /// The envelope's version, where what was asked for was about another.
    pub version: Option<u64>,
}

impl Problem {
    /// A problem of this kind, without particulars.
    pub fn of(kind: &'static ProblemKind) -> Self {
        Self { kind, detail: kind.meaning.clone(), errors: Vec::new(), retry_after: kind.retry_after, version: None }
    }

    /// A request with wrong fields.
    pub fn invalid_fields(errors: Vec<FieldError>) -> Self {
        Self::of(&kinds::INVALID_FIELDS).errors(errors)
    }

    /// Something failed on our side; trying again may help. The cause is for the log, not for the client.
    pub fn unavailable() -> Self {
        Self::of(&kinds::TEMPORARILY_UNAVAILABLE)
    }

    /// Says what to do this time, instead of what the kind says.
    pub fn detail(mut self, detail: Localized) -> Self {
        self.detail = detail;
        self
    }

    /// Names the wrong fields.
    pub fn errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// Says when to try again, instead of when the kind says.
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Says which version there is, by the header `ETag`.
    pub const fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// HTTP status.
    pub const fn status(&self) -> StatusCode {
        self.kind.status
    }

    /// As `application/problem+json`.
    pub fn into_json_response(self, language: Language) -> Response {
        let mut response = (self.kind.status, Json(self.body(language))).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        self.finish(response, language)
    }

    /// What is answered in this language.
    pub fn body(&self, language: Language) -> impl Serialize {
        Body {
            kind: self.kind.path(),
            code: self.kind.code,
            title: self.kind.title.in_language(language),
            status: self.kind.status.as_u16(),
            detail: self.detail.in_language(language),
            errors: self.wrong_fields(language),
        }
    }

    /// The wrong fields, worded.
    pub fn wrong_fields(&self, language: Language) -> Vec<WrongField<'_>> {
        self.errors.iter().map(|e| WrongField::of(e, language)).collect()
    }

    /// Adds the headers that every answer of a problem has, whatever its form.
    pub fn finish(&self, mut response: Response, language: Language) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        headers.extend(self.version.map(|version| (header::ETAG, entity_tag(version))));
        response
    }
}

/// Lets handlers return a problem. The layer of the function (for pages, `web::answer`) gives it the form and the language that
/// the client asked for; without it, it is Japanese JSON.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let problem = self.clone();
        let mut response = self.into_json_response(Language::Ja);
        response.extensions_mut().insert(problem);
        response
    }
}

impl From<PortError> for Problem {
    fn from(error: PortError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a port failed");
        Self::unavailable()
    }
}

impl From<DecideError> for Problem {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::Refused(refusal) => refusal.into(),
            DecideError::Port(error) => error.into(),
            DecideError::Contention => Self::unavailable().retry_after(1),
            DecideError::NotFound => Self::of(&kinds::UNKNOWN_ENVELOPE),
        }
    }
}

/// An answer that refuses a request (RFC 9457).
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Problem"))]
struct Body<'a> {
    /// The address of the page that tells of this kind of problem, `/problems/<code>`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "schema", schemars(extend("format" = "uri-reference")))]
    kind: String,
    /// By which programs tell problems apart.
    code: &'static str,
    /// What it is, in the language of the answer.
    title: &'a str,
    /// The HTTP status.
    #[cfg_attr(feature = "schema", schemars(range(min = 400, max = 599)))]
    status: u16,
    /// What to do this time, in the language of the answer.
    detail: &'a str,
    /// The wrong fields, where that is what it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<WrongField<'a>>,
}

/// What the body of a problem looks like.
#[cfg(feature = "schema")]
pub fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<Body<'_>>()
}

/// A wrong field, in the language of the answer.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WrongField<'a> {
    /// JSON pointer (RFC 6901) into the request's body; empty where it is about all of it.
    pub pointer: &'a str,
    /// Stable code.
    pub code: &'a str,
    /// What is wrong and what to do.
    pub detail: &'a str,
}

impl<'a> WrongField<'a> {
    fn of(error: &'a FieldError, language: Language) -> Self {
        Self { pointer: &error.pointer, code: &error.code, detail: error.detail.in_language(language) }
    }
}

#[cfg(test)]
mod tests;
