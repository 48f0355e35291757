//! What the API says of itself: the document for programs and the page for people.

use std::collections::BTreeSet;
use std::sync::Arc;

use api::problem::kinds;
use api::routes::{ALL, PROBLEMS};
use axum::Router;
use axum::body::to_bytes;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use conformance::ask_and_demand;
use lambda_http::Body;
use serde_json::Value;
use serve_assets::{Dependencies, router};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

const DOCUMENT: &str = "/v1/openapi.json";
const PAGE: &str = "/reference";

fn service() -> Router {
    router(Dependencies { site: Arc::default() })
}

async fn ask(method: Method, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let answer = service().oneshot(request.body(Body::Empty).expect("a request")).await.expect("an answer");
    let (parts, body) = answer.into_parts();
    (parts.status, parts.headers, to_bytes(body, usize::MAX).await.expect("a body").to_vec())
}

async fn get(path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    ask(Method::GET, path, headers).await
}

async fn page() -> (HeaderMap, String) {
    let (status, headers, body) = get(PAGE, &[]).await;
    assert_eq!(status, StatusCode::OK);
    (headers, String::from_utf8(body).expect("UTF-8"))
}

/// What stands in this attribute, wherever it occurs.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let begin = format!(" {attribute}=\"");
    html.split(&begin).skip(1).map(|rest| rest.split('"').next().expect("an end")).collect()
}

#[tokio::test]
async fn the_document_is_the_one_by_which_every_answer_is_judged() {
    let request = Request::get(DOCUMENT).body(Body::Empty).expect("a request");
    let (parts, body) = ask_and_demand(service(), request).await;
    assert_eq!(parts.status, StatusCode::OK);
    assert_eq!(parts.headers["content-type"], "application/json");
    let served: Value = serde_json::from_slice(&body).expect("JSON");
    assert!(served == *conformance::OPENAPI.json(), "the service answers another document than infra/openapi.yaml");
    assert_eq!(served["openapi"], "3.1.0");
}

#[tokio::test]
async fn whoever_has_it_asks_each_time_and_gets_nothing_again() {
    for path in [DOCUMENT, PAGE] {
        let (_, headers, body) = get(path, &[]).await;
        assert_eq!(headers["cache-control"], "public, no-cache", "{path}");
        assert_eq!(headers["vary"], "accept-encoding", "{path}");
        let tag = headers["etag"].to_str().expect("a text").to_owned();
        assert!(tag.starts_with('"') && !body.is_empty(), "{path}: {tag} is a strong tag");
        let (status, headers, body) = get(path, &[("if-none-match", &tag)]).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        assert_eq!(headers["etag"], tag.as_str(), "{path}");
        let (status, _, _) = get(path, &[("if-none-match", "\"another\"")]).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let (status, _, _) = get(path, &[("if-none-match", &tag), ("accept-encoding", "gzip")]).await;
        assert_eq!(status, StatusCode::OK, "{path}: the tag of one encoding says nothing about the other");
    }
}

#[tokio::test]
async fn a_304_is_as_the_document_says() {
    let (_, headers, _) = get(DOCUMENT, &[]).await;
    let request = Request::get(DOCUMENT).header("if-none-match", &headers["etag"]);
    let (parts, _) = ask_and_demand(service(), request.body(Body::Empty).expect("a request")).await;
    assert_eq!(parts.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn the_page_answers_head_and_nothing_else_changes_what_is_only_read() {
    let (status, headers, body) = ask(Method::HEAD, PAGE, &[]).await;
    assert_eq!((status, body.len()), (StatusCode::OK, 0));
    assert!(headers.contains_key("etag"));
    for (method, path) in [(Method::POST, PAGE), (Method::POST, DOCUMENT), (Method::HEAD, DOCUMENT)] {
        let (status, _, _) = ask(method.clone(), path, &[]).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
    }
}

#[tokio::test]
async fn the_page_is_let_have_its_own_style_and_nothing_else() {
    let (headers, html) = page().await;
    let (_, rest) = html.split_once("<style>").expect("a style");
    let (style, rest) = rest.split_once("</style>").expect("its end");
    assert!(!rest.contains("<style"), "one style");
    let hash = BASE64_STANDARD.encode(Sha256::digest(style));
    assert_eq!(
        headers["content-security-policy"],
        format!(
            "default-src 'none'; style-src 'sha256-{hash}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
        )
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex"),
        ("content-language", "en"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    assert!(!style.contains("url(") && !style.contains("@import"), "{style}");
    for element in ["<script", "<link", "<img", "<iframe", "<form", " style=\"", " src=\"", " onclick="] {
        assert!(!html.contains(element), "{element}");
    }
    assert!(html.len() < 600_000, "the page has {} bytes", html.len());
}

#[tokio::test]
async fn every_link_of_the_page_leads_somewhere() {
    let (_, html) = page().await;
    let ids = values(&html, "id");
    let places: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), places.len(), "each place has a name of its own");
    for target in values(&html, "aria-labelledby") {
        assert!(places.contains(target), "nothing is called {target}");
    }
    let links = values(&html, "href");
    assert!(links.len() > 500, "{}", links.len());
    for link in links {
        let leads = match (link.strip_prefix('#'), link.strip_prefix("problems/")) {
            (Some(place), _) => places.contains(place),
            (None, Some(code)) => kinds::find(code).is_some(),
            // Relative to the page, whatever is before its path.
            (None, None) => [DOCUMENT, PROBLEMS.path].contains(&format!("/{link}").as_str()),
        };
        assert!(leads, "{link} leads nowhere");
    }
}

#[tokio::test]
async fn every_operation_is_on_the_page_with_an_example_and_its_problems() {
    let (_, html) = page().await;
    for route in ALL.iter().filter(|route| route.is_api()) {
        let name = route.name.to_ascii_lowercase();
        let (_, rest) =
            html.split_once(&format!("<article id=\"{name}\"")).unwrap_or_else(|| panic!("{name} is missing"));
        let (article, _) = rest.split_once("</article>").expect("its end");
        assert!(article.contains(&format!(">{}</span>", route.method)), "{name}: {article}");
        assert!(article.contains(&route.summary.trim().replace('\'', "&#39;")), "{name}: {article}");
        assert!(article.contains("<pre><code>curl "), "{name}: {article}");
        assert!(article.contains("Who may call") || article.contains("<dt>API key</dt>"), "{name}: {article}");
    }
    // What refuses a call is with the call, or with those that all calls have in common.
    let document = conformance::OPENAPI.json().to_string();
    for kind in kinds::all().filter(|kind| document.contains(&format!("`{}`", kind.code))) {
        assert!(html.contains(&format!("href=\"problems/{}\"", kind.code)), "{}", kind.code);
    }
}
