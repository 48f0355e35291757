//! A problem as a page, with the same content as its JSON.

use api::problem::{Problem, WrongField};
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::{Language, Page, Site};

#[derive(askama::Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    language: Language,
    title: &'a str,
    detail: &'a str,
    errors: Vec<WrongField<'a>>,
}

impl Site {
    /// The problem as a page.
    pub fn problem(&self, problem: &Problem, language: Language) -> Response {
        let content = ProblemPage {
            language,
            title: problem.kind.title.in_language(language),
            detail: problem.detail.in_language(language),
            errors: problem.wrong_fields(language),
        };
        let page =
            Page { status: problem.status(), language, title: content.title, form_target: None, content: &content };
        problem.finish(self.page(&page), language)
    }
}

/// The problem as a page where the client lists `text/html`, as JSON everywhere else.
pub(crate) fn respond(problem: Problem, request: &HeaderMap, language: Language, site: &Site) -> Response {
    if prefers_page(request) { site.problem(&problem, language) } else { problem.into_json_response(language) }
}

/// Whether the client lists `text/html`, as browsers do: everybody else gets JSON.
pub fn prefers_page(request: &HeaderMap) -> bool {
    let accepted = request.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok());
    let mut ranges = accepted.flat_map(|v| v.split(',')).map(|range| range.split(';').next().unwrap_or_default());
    ranges.any(|range| range.trim().eq_ignore_ascii_case("text/html"))
}
