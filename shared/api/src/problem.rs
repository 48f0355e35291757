//! RFC 9457 problems: one shape for everything that a function refuses. Here it is JSON for programs; the crate `web` shows
//! the same as a page.

mod refusals;
mod statuses;

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::command::Refusal;
use domain::field_error::FieldError;
use domain::language::{Language, Localized};
use domain::ports::{DecideError, PortError};
use serde::Serialize;

/// Why a request was not carried out, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable code; the problem's type is `/problems/<code>`.
    pub code: &'static str,
    /// What it is, without particulars.
    pub title: Localized,
    /// What to do.
    pub detail: Option<Localized>,
    /// The wrong fields, if that is what it is about.
    pub errors: Vec<FieldError>,
    /// Seconds after which to try again.
    pub retry_after: Option<u32>,
}

impl Problem {
    /// A problem without particulars.
    pub fn new(
        status: StatusCode,
        code: &'static str,
        ja_title: impl Into<Cow<'static, str>>,
        en_title: impl Into<Cow<'static, str>>,
    ) -> Self {
        let title = Localized::new(ja_title, en_title);
        Self { status, code, title, detail: None, errors: Vec::new(), retry_after: None }
    }

    /// A request with wrong fields.
    pub fn invalid_fields(errors: Vec<FieldError>) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid-fields",
            "入力内容に誤りがあります",
            "Some fields are wrong",
        )
        .detail("errorsに示した項目を直して送り直してください。", "Mend the fields listed in errors and send it again.")
        .errors(errors)
    }

    /// Something failed on our side; trying again may help. The cause is for the log, not for the client.
    pub fn unavailable() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "temporarily-unavailable",
            "ただいま処理できません",
            "Temporarily unavailable",
        )
        .detail("少し時間をおいて、もう一度お試しください。", "Wait a moment and try again.")
        .retry_after(5)
    }

    /// Says what to do.
    pub fn detail(mut self, ja: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(Localized::new(ja, en));
        self
    }

    /// Names the wrong fields.
    pub fn errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// Says when to try again.
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// As `application/problem+json`.
    pub fn into_json_response(self, language: Language) -> Response {
        let body = Body {
            kind: format!("/problems/{}", self.code),
            code: self.code,
            title: self.title.in_language(language),
            status: self.status.as_u16(),
            detail: self.detail.as_ref().map(|d| d.in_language(language)),
            errors: self.wrong_fields(language),
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        self.finish(response, language)
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

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::from(&refusal)
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
            DecideError::NotFound => {
                Self::new(StatusCode::NOT_FOUND, "unknown-envelope", "封筒が見つかりません", "No such envelope")
                    .detail("封筒のIDを確認してください。", "Check the envelope's id.")
            }
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: String,
    code: &'static str,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<WrongField<'a>>,
}

/// A wrong field, in the reader's language.
#[derive(Serialize)]
pub struct WrongField<'a> {
    /// JSON pointer (RFC 6901).
    pub pointer: &'a str,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub detail: &'a str,
}

impl<'a> WrongField<'a> {
    fn of(error: &'a FieldError, language: Language) -> Self {
        let detail = match language {
            Language::Ja => &error.detail_ja,
            Language::En => &error.detail,
        };
        Self { pointer: &error.pointer, code: error.code, detail }
    }
}

#[cfg(test)]
mod tests;
