#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::sync::Arc;

use api::problem::Problem;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, middleware};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::command::Refusal;
use tower::ServiceExt;

use super::*;

fn site() -> Site {
    Site { brand: "Keiin".into(), copyright: "2026 <Keiin>".into(), ..Site::default() }
}

/// The refusal of this reason.
fn reason(text: &str) -> Refusal {
    Refusal::Reason(domain::text::TextRule::REASON.accept(text).unwrap_err())
}

async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn the_page_has_the_same_content() {
    let response = site().problem(&Problem::from(&reason("")), Language::Ja);
    assert_eq!(response.status(), 422);
    let page = text(response).await;
    for part in
        ["理由を入力してください", "理由を入力してください。", "/reason", "© 2026 &#60;Keiin&#62;", r#"lang="ja""#]
    {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

#[tokio::test]
async fn the_client_chooses_form_and_language() {
    let app = Router::new()
        .route("/", get(|| async { Problem::from(&Refusal::NotYourTurn) }))
        .layer(middleware::from_fn_with_state(Arc::new(site()), answer));
    for (accept, language, kind, title) in [
        ("*/*", "ja", "application/problem+json", "まだ順番ではありません"),
        ("application/json", "en", "application/problem+json", "Not your turn yet"),
        ("text/html,application/xhtml+xml;q=0.9", "en", "text/html; charset=utf-8", "Not your turn yet"),
        ("application/json, text/html;q=0.5", "fr", "text/html; charset=utf-8", "まだ順番ではありません"),
    ] {
        let request = Request::get("/").header("accept", accept).header("accept-language", language);
        let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 409);
        assert_eq!(response.headers()["content-type"], kind);
        assert!(text(response).await.contains(title));
    }
}

#[tokio::test]
async fn the_policy_lets_in_the_stylesheet_that_is_in_the_page() {
    let response = site().not_found(Language::Ja);
    let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
    let page = text(response).await;
    let style = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
    let digest = BASE64_STANDARD.encode(domain::digest::Digest::of(style.as_bytes()).as_bytes());
    assert!(policy.contains(&format!("style-src 'sha256-{digest}';")), "{policy}");
}

/// A router that leaves its errors to the framework.
fn unworded() -> Router {
    use axum::extract::{DefaultBodyLimit, Form, Path};
    use axum::routing::post;
    Router::new()
        .route("/bytes", post(|_: axum::body::Bytes| async {}))
        .route("/form", post(|_: Form<Vec<(String, String)>>| async {}))
        .route("/numbers/{number}", get(|_: Path<u8>| async {}))
        .route("/plain", get(|| async { (StatusCode::IM_A_TEAPOT, "no words of ours") }))
        .route("/failed", get(|| async { StatusCode::INTERNAL_SERVER_ERROR }))
        .layer(DefaultBodyLimit::max(10))
        .layer(middleware::from_fn_with_state(Arc::new(site()), answer))
}

#[tokio::test]
async fn what_the_framework_refuses_is_a_problem_too() {
    let large = "a=".repeat(10);
    for (method, path, kind, body, status, code) in [
        ("POST", "/bytes", "text/plain", large.as_str(), 413, "body-too-large"),
        ("POST", "/form", "application/x-www-form-urlencoded", &large, 413, "body-too-large"),
        ("POST", "/form", "text/plain", "a=b", 415, "unsupported-content"),
        ("GET", "/numbers/x", "", "", 400, "unreadable-request"),
        ("GET", "/numbers/300", "", "", 400, "unreadable-request"),
        ("GET", "/numbers/%FF", "", "", 400, "invalid-url"),
        ("GET", "/nowhere/%E5%A5", "", "", 404, "not-found"),
        ("GET", "/nowhere", "", "", 404, "not-found"),
        ("PUT", "/bytes", "", "", 405, "method-not-allowed"),
        ("GET", "/plain", "", "", 400, "unreadable-request"),
        ("GET", "/failed", "", "", 500, "temporarily-unavailable"),
    ] {
        for (accept, language) in [("application/json", Language::Ja), ("text/html", Language::En)] {
            let request = Request::builder().method(method).uri(path).header("content-type", kind);
            let request = request.header("accept", accept).header("accept-language", language.tag());
            let response = unworded().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
            let headers = response.headers().clone();
            // What failed here is called unavailable, like everything else that fails.
            let expected = if status == 500 { 503 } else { status };
            assert_eq!(response.status(), expected, "{method} {path}");
            let text = text(response).await;
            let is_json = language == Language::Ja;
            let kind = if is_json { "application/problem+json" } else { "text/html; charset=utf-8" };
            assert_eq!(headers["content-type"], kind, "{method} {path}: {text}");
            assert_eq!(headers["content-language"], language.tag());
            assert!(!is_json || text.contains(&format!("\"code\":\"{code}\"")), "{method} {path}: {text}");
            let words = if is_json { "。" } else { "<html lang=\"en\">" };
            assert!(text.contains(words), "{method} {path}: {text}");
            assert_eq!(headers.contains_key("allow"), status == 405, "{method} {path}");
        }
    }
    let response = unworded().oneshot(Request::get("/numbers/7").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200, "what is right passes");
}
