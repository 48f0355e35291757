//! The sample events of this function reach its routes.

use axum::http::StatusCode;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::world::World;

async fn answer(event: &str) -> (StatusCode, Value) {
    let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
    World::of_the_city().answer(request).await
}

#[tokio::test]
async fn without_a_key_nothing_is_done() {
    let event = include_str!("../../../../events/create-envelope/create-without-api-key.json");
    assert_eq!(answer(event).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_draft_is_made_with_an_upload_for_each_document() {
    let event = include_str!("../../../../events/create-envelope/create.json");
    let (status, body) = answer(event).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    assert_eq!(body["status"], "draft");
    assert_eq!(body["number"], "1000000001");
    assert_eq!(body["documents"][0]["upload"]["method"], "PUT");
}

#[tokio::test]
async fn every_other_sample_reaches_its_route() {
    for event in [
        include_str!("../../../../events/create-envelope/read.json"),
        include_str!("../../../../events/create-envelope/events.json"),
        include_str!("../../../../events/create-envelope/send.json"),
        include_str!("../../../../events/create-envelope/void.json"),
        include_str!("../../../../events/create-envelope/retry.json"),
    ] {
        let (status, body) = answer(event).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
        assert_eq!(body["code"], "unknown-envelope", "{body}");
    }
}

#[tokio::test]
async fn the_samples_of_the_page_reach_it() {
    for event in [
        include_str!("../../../../events/create-envelope/status.json"),
        include_str!("../../../../events/create-envelope/status-retry.json"),
    ] {
        let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
        let answer = World::of_the_city().router.oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        let kind = answer.headers()["content-type"].to_str().expect("a type").to_owned();
        assert!(kind.starts_with("text/html"), "the one 404 page: {kind}");
    }
}

/// Those that are generated from the table of routes and the examples of the OpenAPI document.
#[tokio::test]
async fn every_operation_of_the_api_understands_its_sample() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/create-envelope/api");
    assert!(conformance::ask_samples(folder, || World::of_the_city().router).await >= 20);
}
