//! The page for whoever opens a link that its organisation has bound to addresses (F50) from somewhere else.

use api::problem::{Problem, kinds};
use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::language::Localized;

use super::{Language, Page, Site, prefers_page};

/// A link opens only from its organisation's addresses, and the caller's is none of them. It tells which organisation has said so,
/// and nothing else of what is behind the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherNetwork {
    /// The site as the organisation presents itself.
    pub site: Site,
    /// The language of the page.
    pub language: Language,
    /// What the organisation is called in that language.
    pub organisation: String,
}

#[derive(Template)]
#[template(path = "other-network.html")]
struct OtherNetworkPage<'a> {
    language: Language,
    title: &'a str,
    organisation: &'a str,
}

impl OtherNetwork {
    /// The same for programs.
    pub(crate) fn problem(&self) -> Problem {
        let Self { organisation, .. } = self;
        Problem::of(&kinds::ADDRESS_NOT_ALLOWED).detail(Localized::new(
            format!("このリンクは、{organisation}が指定したネットワークからのみ開くことができます。"),
            format!("This link opens only from the network that {organisation} has named."),
        ))
    }

    /// The page where the client lists `text/html`, the problem as JSON everywhere else.
    pub(crate) fn respond(&self, request: &HeaderMap) -> Response {
        let (problem, language) = (self.problem(), self.language);
        if !prefers_page(request) {
            return problem.into_json_response(language);
        }
        let title = language.t("このネットワークからは開けません", "This link does not open from your network");
        let content = &OtherNetworkPage { language, title, organisation: &self.organisation };
        let page = Page { status: problem.status(), language, title, form_target: None, content };
        problem.finish(self.site.page(&page), language)
    }
}
