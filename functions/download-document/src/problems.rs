//! The catalogue of problems: what the `type` of a problem leads to (RFC 9457 §3.1.1), for people as a page and for programs
//! as JSON.

use std::sync::Arc;

use api::problem::kinds::{self, ProblemKind, Topic};
use api::routes::{PROBLEMS, REFERENCE};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use web::{Language, Page, ReaderLanguage, Rejection, Site, prefers_page};

use crate::Dependencies;

/// All problems.
pub(crate) async fn list(
    State(deps): State<Arc<Dependencies>>,
    ReaderLanguage(language): ReaderLanguage,
    headers: HeaderMap,
) -> Response {
    let title = language.t("エラーの一覧", "Problems");
    let content = &Catalogue { site: &deps.site, language, title, topics: &kinds::TOPICS };
    let kinds = || kinds::all().map(|kind| Entry::of(kind, language)).collect();
    let answer = if prefers_page(&headers) {
        deps.site.page(&Page { status: StatusCode::OK, language, title, form_target: None, content })
    } else {
        Json(Entries { problems: kinds() }).into_response()
    };
    finished(answer, language)
}

/// One problem.
pub(crate) async fn problem(
    State(deps): State<Arc<Dependencies>>,
    Path(code): Path<String>,
    ReaderLanguage(language): ReaderLanguage,
    headers: HeaderMap,
) -> Result<Response, Rejection> {
    let kind = kinds::find(&code).ok_or(Rejection::NotFound)?;
    let answer = if prefers_page(&headers) {
        let (title, content) = (kind.title.in_language(language), &Kind { site: &deps.site, language, kind });
        deps.site.page(&Page { status: StatusCode::OK, language, title, form_target: None, content })
    } else {
        Json(Entry::of(kind, language)).into_response()
    };
    Ok(finished(answer, language))
}

/// Adds the headers that both forms have.
fn finished(mut answer: Response, language: Language) -> Response {
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_LANGUAGE, language.tag()),
        (header::VARY, "accept, accept-language"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

#[derive(Serialize)]
struct Entries {
    problems: Vec<Entry>,
}

/// A kind of problem, as programs read it.
#[derive(Serialize)]
struct Entry {
    #[serde(rename = "type")]
    path: String,
    code: &'static str,
    title: &'static str,
    status: u16,
    meaning: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
}

impl Entry {
    fn of(kind: &'static ProblemKind, language: Language) -> Self {
        Self {
            path: kind.path(),
            code: kind.code,
            title: kind.title.in_language(language),
            status: kind.status.as_u16(),
            meaning: kind.meaning.in_language(language),
            retry_after: kind.retry_after,
        }
    }
}

#[derive(Template)]
#[template(path = "problems.html")]
struct Catalogue<'a> {
    site: &'a Site,
    language: Language,
    title: &'a str,
    topics: &'static [&'static Topic],
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Kind<'a> {
    site: &'a Site,
    language: Language,
    kind: &'static ProblemKind,
}
