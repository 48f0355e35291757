//! The entrance of a function that has pages.

use std::sync::Arc;

use api::problem::{Problem, kinds};
use api::{Entrance, Firewall};
use askama::Template;
use axum::Router;
use axum::http::Uri;
use axum::response::Response;
use domain::language::Localized;

use super::language::reader_language;
use super::problem_page::prefers_page;
use super::{Language, Page, Site};

/// Puts the [entrance](Entrance) before a router. Whoever comes past the firewall is told at which address the service is: by JSON, or
/// by a page with a link to the same page there.
pub fn entrance(site: &Arc<Site>, router: Router, firewall: Firewall) -> Entrance {
    let site = Arc::clone(site);
    Entrance::new(router, firewall, move |headers, uri| {
        let language = reader_language(uri, headers);
        let problem = past_firewall(&site);
        if prefers_page(headers) { page(&problem, &site, uri, language) } else { problem.into_json_response(language) }
    })
}

fn past_firewall(Site { public_url, .. }: &Site) -> Problem {
    Problem::of(&kinds::PAST_FIREWALL).detail(Localized::new(
        format!("サービスのURLは {public_url} です。メールのリンクから開いた場合は、URLの先頭をこのURLに置き換えてください。"),
        format!("The service is at {public_url}. Where a link has led you here, put that in the place of the link's beginning."),
    ))
}

#[derive(Template)]
#[template(path = "past-firewall.html")]
struct PastFirewall<'a> {
    language: Language,
    title: &'a str,
    public_url: &'a str,
    /// Where the same page is.
    link: String,
}

fn page(problem: &Problem, site: &Site, uri: &Uri, language: Language) -> Response {
    let (status, title) = (problem.status(), problem.kind.title.in_language(language));
    let link = site.url(uri.path_and_query().map_or("/", |path| path.as_str()));
    let content = &PastFirewall { language, title, public_url: &site.public_url, link };
    problem.finish(site.page(&Page { status, language, title, form_target: None, content }), language)
}
