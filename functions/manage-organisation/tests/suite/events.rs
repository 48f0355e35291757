//! The sample events of this function reach its routes.

use conformance::ask_and_demand;
use serde_json::Value;

use crate::world::World;

async fn answer(event: &str) -> (u16, Value) {
    let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
    let (parts, body) = ask_and_demand(World::new().router, request).await;
    (parts.status.as_u16(), serde_json::from_slice(&body).expect("JSON"))
}

#[tokio::test]
async fn a_person_is_invited() {
    let (status, body) = answer(include_str!("../../../../events/manage-organisation/invite.json")).await;
    assert_eq!((status, body["state"]["type"].as_str()), (201, Some("invited")), "{body}");
}

/// The gateway hands cookies over beside the headers.
#[tokio::test]
async fn the_cookie_of_a_session_is_read() {
    let (status, body) = answer(include_str!("../../../../events/manage-organisation/me-by-session.json")).await;
    assert_eq!((status, body["code"].as_str()), (401, Some("session-ended")), "{body}");
}

/// Those that are generated from the table of routes and the examples of the OpenAPI document.
#[tokio::test]
async fn every_operation_of_the_api_understands_its_sample() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/manage-organisation/api");
    assert!(conformance::ask_samples(folder, || World::new().router).await >= 40);
}
