//! The sample events of this function reach its routes, and it calls the API by events of the same form.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::body::Body;
use axum::http::Request;
use domain::ports::{Functions, PortError};
use fakes::{CountingRandomness, StoppedClock};
use serde_json::{Value, json};
use serve_console::{Dependencies, router};
use tower::ServiceExt as _;

/// An API that knows nobody, and keeps what it was asked.
#[derive(Default)]
struct KnowsNobody(Mutex<Vec<(String, Value)>>);

#[async_trait]
impl Functions for KnowsNobody {
    async fn invoke(&self, package: &str, event: Vec<u8>) -> Result<Vec<u8>, PortError> {
        self.0.lock().unwrap().push((package.to_owned(), serde_json::from_slice(&event).unwrap()));
        let problem = json!({"code": "session-ended", "detail": "もう一度ログインしてください。"}).to_string();
        Ok(json!({"statusCode": 401, "headers": {}, "body": problem, "isBase64Encoded": false})
            .to_string()
            .into_bytes())
    }
}

#[tokio::test]
async fn the_list_is_asked_of_the_api_in_the_name_of_whoever_visits() {
    let event = include_str!("../../../../events/serve-console/envelopes.json");
    let (parts, body) = lambda_http::request::from_str(event).unwrap().into_parts();
    let api = Arc::new(KnowsNobody::default());
    let router = router(Dependencies {
        functions: api.clone(),
        randomness: Arc::new(CountingRandomness::default()),
        clock: Arc::new(StoppedClock::at("2026-11-22T09:00:00Z")),
        store: "https://store.example".to_owned(),
        site: Arc::default(),
    });
    let answer = router.oneshot(Request::from_parts(parts, Body::from(body.to_vec()))).await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()),
        (303, "/sign-in?lang=ja&to=%2Fconsole%2Fenvelopes%3Fstatus%3Ddraft")
    );
    let asked = api.0.lock().unwrap();
    let paths: Vec<_> = asked.iter().map(|(package, event)| (&**package, event["rawPath"].as_str().unwrap())).collect();
    assert!(paths.contains(&("manage-organisation", "/v1/me")), "{paths:?}");
    let sample: Value = serde_json::from_str(event).unwrap();
    for (_, event) in asked.iter() {
        assert_eq!((&event["cookies"], &event["version"]), (&sample["cookies"], &sample["version"]));
        lambda_http::request::from_str(&event.to_string()).unwrap();
    }
}
