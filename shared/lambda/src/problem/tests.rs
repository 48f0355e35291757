#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::routing::get;
use axum::{Router, middleware};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::envelope::Status;
use domain::ids::{DocumentNumber, RecipientNumber};
use tower::ServiceExt;

use super::*;
use crate::site::answer;

fn site() -> Site {
    Site { brand: "Keiin".into(), copyright: "2026 <Keiin>".into(), ..Site::default() }
}

fn refusals() -> Vec<Refusal> {
    let statuses = [
        Status::Draft,
        Status::Sent,
        Status::InProgress,
        Status::Completed,
        Status::Declined,
        Status::Voided,
        Status::Expired,
        Status::Failed,
    ];
    let mut all: Vec<_> = statuses.map(|status| Refusal::WrongStatus { status }).into();
    all.extend([
        Refusal::AlreadySent,
        Refusal::DocumentCount { documents: 3, prepared: 2 },
        Refusal::EverybodyHasActed,
        Refusal::NothingToRetry,
        Refusal::RetriedJustNow,
        Refusal::DeadlinePassed,
        Refusal::UnknownRecipient(RecipientNumber(9)),
        Refusal::UnknownDocument(DocumentNumber(9)),
        Refusal::NotYourTurn,
        Refusal::AlreadyActed,
        Refusal::NotAsked,
        Refusal::NotWhatWasShown,
        Refusal::ReasonNeeded,
        Refusal::AlreadyRecorded,
        Refusal::OutOfStep,
        Refusal::NotDue,
        Refusal::Unwritable("secret".into()),
    ]);
    all
}

async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn every_refusal_says_what_to_do_in_both_languages() {
    for refusal in refusals() {
        let problem = Problem::from(&refusal);
        let detail = problem.detail.unwrap();
        assert_eq!(problem.code, refusal.code());
        assert!(problem.status.is_client_error() || matches!(refusal, Refusal::Unwritable(_)), "{refusal:?}");
        assert!(detail.ja.ends_with('。') && detail.en.ends_with('.') && detail.en.is_ascii(), "{refusal:?}");
        assert!(!problem.title.ja.is_ascii() && problem.title.en.is_ascii() && !detail.en.contains("secret"));
    }
}

#[tokio::test]
async fn json_has_the_members_of_rfc_9457_and_the_fields() {
    let response = Problem::from(&Refusal::ReasonNeeded).retry_after(3).into_json_response(Language::En);
    assert_eq!(response.status(), 422);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(response.headers()["retry-after"], "3");
    assert_eq!(
        text(response).await,
        r#"{"type":"/problems/reason-needed","code":"reason-needed","title":"A reason is needed","status":422,"detail":"Give a reason of 1 to 500 characters.","errors":[{"pointer":"/reason","code":"length","detail":"give 1 to 500 characters"}]}"#
    );
}

#[tokio::test]
async fn the_page_has_the_same_content() {
    let response = Problem::from(&Refusal::ReasonNeeded).into_page_response(&site(), Language::Ja);
    assert_eq!(response.status(), 422);
    let page = text(response).await;
    for part in [
        "理由を入力してください",
        "1～500文字で入力してください。",
        "/reason",
        "© 2026 &#60;Keiin&#62;",
        r#"lang="ja""#,
    ] {
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
