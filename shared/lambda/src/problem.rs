//! RFC 9457 problems: one shape for everything that a function refuses, as JSON for machines and as a page for people.

mod refusals;
mod statuses;

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::command::Refusal;
use domain::field_error::FieldError;
use domain::ports::{DecideError, PortError};
use serde::Serialize;

use crate::site::{Language, Page, Site};

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Japanese.
    pub ja: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Text {
    /// Pairs a sentence with its translation.
    pub fn new(ja: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }

    /// The sentence in this language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// Why a request was not carried out, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable code; the problem's type is `/problems/<code>`.
    pub code: &'static str,
    /// What it is, without particulars.
    pub title: Text,
    /// What to do.
    pub detail: Option<Text>,
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
        let title = Text::new(ja_title, en_title);
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
        self.detail = Some(Text::new(ja, en));
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

    /// As a page with the same content.
    pub fn into_page_response(self, site: &Site, language: Language) -> Response {
        let content = ProblemPage {
            language,
            title: self.title.in_language(language),
            detail: self.detail.as_ref().map(|d| d.in_language(language)),
            errors: self.wrong_fields(language),
        };
        let page = Page { status: self.status, language, title: content.title, form_target: None, content: &content };
        self.finish(site.page(&page), language)
    }

    /// As a page where the client lists `text/html`, as JSON everywhere else.
    pub fn respond(self, request: &HeaderMap, language: Language, site: &Site) -> Response {
        if lists_html(request) { self.into_page_response(site, language) } else { self.into_json_response(language) }
    }

    fn wrong_fields(&self, language: Language) -> Vec<WrongField<'_>> {
        self.errors.iter().map(|e| WrongField::of(e, language)).collect()
    }

    fn finish(&self, mut response: Response, language: Language) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Lets handlers return a problem. The layer [`crate::site::answer`] gives it the form and the language that the client
/// asked for; without it, it is Japanese JSON.
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

#[derive(Serialize)]
struct WrongField<'a> {
    pointer: &'a str,
    code: &'static str,
    detail: &'a str,
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

#[derive(askama::Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    language: Language,
    title: &'a str,
    detail: Option<&'a str>,
    errors: Vec<WrongField<'a>>,
}

fn lists_html(request: &HeaderMap) -> bool {
    let accepted = request.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok());
    let mut ranges = accepted.flat_map(|v| v.split(',')).map(|range| range.split(';').next().unwrap_or_default());
    ranges.any(|range| range.trim().eq_ignore_ascii_case("text/html"))
}

#[cfg(test)]
mod tests;
