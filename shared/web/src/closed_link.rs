//! The page for whoever comes by a link that opens nothing any more: what has ended, and whom to ask.

use api::problem::Problem;
use api::problem::kinds::ProblemKind;
use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::envelope::{Envelope, Sender};
use domain::language::Localized;

use super::{Language, Page, Site, prefers_page};

/// A link that was good opens nothing any more (`410 Gone`). Whoever holds it may know which envelope it is about and how to reach
/// the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedLink {
    kind: &'static ProblemKind,
    site: Site,
    language: Language,
    envelope: String,
    sender: Sender,
}

#[derive(Template)]
#[template(path = "closed-link.html")]
struct ClosedLinkPage<'a> {
    language: Language,
    kind: &'static ProblemKind,
    envelope: &'a str,
    sender: &'a Sender,
}

impl ClosedLink {
    /// A link to this envelope that ended for this reason, in the reader's language and as the sender's organisation presents itself.
    pub fn of(kind: &'static ProblemKind, envelope: &Envelope, site: &Site, language: Language) -> Self {
        let site = site.branded(&envelope.brand);
        let (name, sender) = (envelope.display_name(), envelope.sender.clone());
        Self { kind, site, language, envelope: name, sender }
    }

    /// The same for programs.
    pub(crate) fn problem(&self) -> Problem {
        let Self { kind, envelope, sender, .. } = self;
        let Localized { ja, en } = &kind.meaning;
        let Sender { name, email, organisation_name, .. } = sender;
        let organisation_en = sender.organisation_in(Language::En);
        Problem::of(kind).detail(Localized::new(
            format!("{ja}\n封筒：{envelope}\n送信者：{organisation_name} {name}\n送信者の連絡先：{email}"),
            format!("{en}\nEnvelope: {envelope}\nSender: {name} ({organisation_en})\nContact the sender: {email}"),
        ))
    }

    /// The page where the client lists `text/html`, the problem as JSON everywhere else.
    pub(crate) fn respond(&self, request: &HeaderMap) -> Response {
        let (problem, language) = (self.problem(), self.language);
        if !prefers_page(request) {
            return problem.into_json_response(language);
        }
        let content = &ClosedLinkPage { language, kind: self.kind, envelope: &self.envelope, sender: &self.sender };
        let title = self.kind.title.in_language(language);
        let page = Page { status: problem.status(), language, title, form_target: None, content };
        problem.finish(self.site.page(&page), language)
    }
}
