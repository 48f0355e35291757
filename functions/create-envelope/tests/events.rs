//! The sample events of this function reach its routes.

mod common;

use axum::http::StatusCode;
use common::{answer, world};

#[tokio::test]
async fn without_a_key_nothing_is_done() {
    let event = include_str!("../../../events/create-envelope/create-without-api-key.json");
    assert_eq!(answer(&world(), event).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_sample_reaches_its_route() {
    let world = world();
    let (status, body) = answer(&world, include_str!("../../../events/create-envelope/create.json")).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    for event in [
        include_str!("../../../events/create-envelope/read.json"),
        include_str!("../../../events/create-envelope/events.json"),
        include_str!("../../../events/create-envelope/send.json"),
        include_str!("../../../events/create-envelope/void.json"),
    ] {
        let (status, body) = answer(&world, event).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
        assert_eq!(body["code"], "unknown-envelope", "{body}");
    }
}
