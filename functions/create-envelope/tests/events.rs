//! The sample events of this function reach its routes.

use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::http::StatusCode;
use create_envelope::{Dependencies, router};
use domain::draft::Policy;
use domain::envelope::Sender;
use fakes::{
    CountingNumbers, CountingRandomness, ForgetfulAnswers, MemoryEnvelopes, MemoryFactors, MemoryLinks, OneSender,
    PresignedDocuments, StoppedClock,
};
use serde_json::Value;
use tower::ServiceExt as _;

fn world() -> Router {
    let sender = Sender {
        organisation: "takikawa".to_owned().try_into().expect("an id"),
        organisation_name: "滝川市".into(),
        name: "佐藤 花子".into(),
        email: "sato@city.example".into(),
        language: domain::language::Language::Ja,
    };
    let sender =
        Arc::new(OneSender { sender, key: "keiin_test_fakeApiKeyForTestsOnly".into(), policy: Policy::default() });
    router(Dependencies {
        envelopes: Arc::new(MemoryEnvelopes::default()),
        links: Arc::new(MemoryLinks::default()),
        numbers: Arc::new(CountingNumbers::default()),
        documents: Arc::new(PresignedDocuments::default()),
        api_keys: sender.clone(),
        answers: Arc::new(ForgetfulAnswers),
        certificates: sender,
        factors: Arc::new(MemoryFactors::default()),
        clock: Arc::new(StoppedClock::at("2026-11-22T09:00:00Z")),
        randomness: Arc::new(CountingRandomness::default()),
        site: Arc::default(),
    })
}

async fn answer(world: &Router, event: &str) -> (StatusCode, Value) {
    let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
    let answer = world.clone().oneshot(request).await.expect("an answer");
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    (status, serde_json::from_slice(&body).expect("JSON"))
}

#[tokio::test]
async fn without_a_key_nothing_is_done() {
    let event = include_str!("../../../events/create-envelope/create-without-api-key.json");
    assert_eq!(answer(&world(), event).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_draft_is_made_with_an_upload_for_each_document() {
    let event = include_str!("../../../events/create-envelope/create.json");
    let (status, body) = answer(&world(), event).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    assert_eq!(body["status"], "draft");
    assert_eq!(body["number"], "1000000001");
    assert_eq!(body["documents"][0]["upload"]["method"], "PUT");
}

#[tokio::test]
async fn every_other_sample_reaches_its_route() {
    for event in [
        include_str!("../../../events/create-envelope/read.json"),
        include_str!("../../../events/create-envelope/events.json"),
        include_str!("../../../events/create-envelope/send.json"),
        include_str!("../../../events/create-envelope/void.json"),
        include_str!("../../../events/create-envelope/retry.json"),
    ] {
        let (status, body) = answer(&world(), event).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
        assert_eq!(body["code"], "unknown-envelope", "{body}");
    }
}

#[tokio::test]
async fn the_samples_of_the_page_reach_it() {
    for event in [
        include_str!("../../../events/create-envelope/status.json"),
        include_str!("../../../events/create-envelope/status-retry.json"),
    ] {
        let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
        let answer = world().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        let kind = answer.headers()["content-type"].to_str().expect("a type").to_owned();
        assert!(kind.starts_with("text/html"), "the one 404 page: {kind}");
    }
}
