//! What is refused whatever the envelope says: keys used twice, routes that are not there, acts at the wrong time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use domain::evidence::EventKind;
use domain::ports::{IdempotentAnswers, IdempotentRequest, PortError, Reservation};
use fakes::{Story, city, signer};
use jiff::Timestamp;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{KEY, NOW, World};

/// Remembers which request a key stood for.
#[derive(Default)]
struct Keys(Mutex<HashMap<String, IdempotentRequest>>);

#[async_trait]
impl IdempotentAnswers for Keys {
    async fn reserve(&self, request: &IdempotentRequest, _: Timestamp) -> Result<Reservation, PortError> {
        let mut keys = self.0.lock().unwrap();
        let known = keys.entry(request.key.clone()).or_insert_with(|| request.clone());
        Ok(match known.fingerprint == request.fingerprint {
            true => Reservation::Run { id: known.id },
            false => Reservation::OtherRequest,
        })
    }

    async fn release(&self, request: &IdempotentRequest) -> Result<(), PortError> {
        self.0.lock().unwrap().remove(&request.key);
        Ok(())
    }
}

fn request(title: &str) -> Value {
    json!({
        "title": title,
        "documents": [{"name": "契約書", "size": 1000, "sha256": "ab".repeat(32)}],
        "recipients": [{"kind": "signer", "order": 1, "name": "鈴木 太郎", "email": "suzuki@example.jp", "seal": {"type": "contract"}}],
    })
}

async fn call(w: &World, method: Method, path: &str, key: Option<&str>) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(path).header("idempotency-key", "a-key");
    let request = match key {
        Some(key) => request.header("authorization", format!("Bearer {key}")),
        None => request,
    };
    w.answer(request.body(Body::empty()).expect("a request")).await
}

fn refused((status, body): &(StatusCode, Value)) -> (u16, &str) {
    (status.as_u16(), body["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn an_idempotency_key_stands_for_one_request() {
    let w = World::with_answers(city(), Arc::default(), Arc::new(Keys::default()));
    let create = async |title: &str| w.post("/v1/envelopes", &request(title), "ja").await;
    assert_eq!(create("工事請負契約").await.0, StatusCode::CREATED);
    assert_eq!(refused(&create("委託契約").await), (422, "idempotency-key-reused"));
}

#[tokio::test]
async fn a_request_that_was_refused_gives_its_key_back() {
    let w = World::with_answers(city(), Arc::default(), Arc::new(Keys::default()));
    let create = async |title: &str| w.post("/v1/envelopes", &request(title), "ja").await;
    assert_eq!(refused(&create("").await), (422, "invalid-fields"));
    assert_eq!(create("工事請負契約").await.0, StatusCode::CREATED);
}

#[tokio::test]
async fn without_a_key_that_is_known_nothing_is_told() {
    let (w, unknown) = (World::of_the_city(), "/v1/envelopes/01935f2e-7c00-7a11-8b22-9c33ad44be55");
    for path in ["/v1/envelopes", unknown] {
        for key in [None, Some("keiin_wrong"), Some("")] {
            assert_eq!(refused(&call(&w, Method::GET, path, key).await), (401, "unauthorized"), "{path}, {key:?}");
        }
    }
    assert_eq!(refused(&call(&w, Method::GET, unknown, Some(KEY)).await), (404, "unknown-envelope"));
}

#[tokio::test]
async fn a_route_that_is_not_there_and_a_method_that_it_has_not_are_told_apart() {
    let w = World::of_the_city();
    for (method, path, refusal) in [
        (Method::GET, "/v1/nothing", (404, "not-found")),
        (Method::GET, "/v1/envelopes/", (404, "not-found")),
        (Method::PUT, "/v1/envelopes", (405, "method-not-allowed")),
        (Method::PUT, "/v1/envelopes/x", (405, "method-not-allowed")),
    ] {
        assert_eq!(refused(&call(&w, method.clone(), path, Some(KEY)).await), refusal, "{method} {path}");
    }
    // Of what other functions answer the gateway brings other methods here.
    for (method, path, allowed) in [
        (Method::PUT, "/v1/envelopes", Some("GET, POST")),
        (Method::HEAD, "/v1/envelopes/x", Some("DELETE, GET, PATCH")),
        (Method::POST, "/v1/me", Some("GET")),
        (Method::PUT, "/v1/contacts/x", Some("DELETE, GET, PATCH")),
        (Method::GET, "/v1/envelopes/x/send", Some("POST")),
        (Method::PUT, "/v1/contacts/", None),
        (Method::PUT, "/v1/me/sessions/x/y", None),
    ] {
        let request = Request::builder().method(method.clone()).uri(path).body(Body::empty()).unwrap();
        let answer = w.router.clone().oneshot(request).await.unwrap();
        let (status, found) = (answer.status().as_u16(), answer.headers().get("allow"));
        let expected = (if allowed.is_some() { 405 } else { 404 }, allowed);
        assert_eq!((status, found.map(|value| value.to_str().unwrap())), expected, "{method} {path}");
    }
}

#[tokio::test]
async fn every_wrong_field_is_told_by_its_pointer_and_code() {
    let w = World::of_the_city();
    let many: Vec<Value> = (0..101).map(|_| request("")["documents"][0].clone()).collect();
    for (pointer, value, wrong) in [
        ("/documents/0/size", json!(0), ("/documents/0/size", "empty")),
        ("/documents/0/size", json!(51 << 20), ("/documents/0/size", "too-large")),
        ("/documents", json!(many), ("/documents", "too-many")),
        ("/recipients/0/email", json!(""), ("/recipients/0/email", "missing")),
        (
            "/recipients/0/seal",
            json!({"type": "registered", "organisation": "nobody"}),
            ("/recipients/0/seal/organisation", "no-certificate"),
        ),
    ] {
        let mut body = request("工事請負契約");
        *body.pointer_mut(pointer).unwrap() = value;
        let (status, problem) = w.post("/v1/envelopes", &body, "ja").await;
        let first = &problem["errors"][0];
        assert_eq!((status.as_u16(), problem["code"].as_str()), (422, Some("invalid-fields")), "{problem}");
        assert_eq!((first["pointer"].as_str(), first["code"].as_str()), (Some(wrong.0), Some(wrong.1)), "{problem}");
    }
}

#[tokio::test]
async fn whoever_is_not_asked_yet_is_not_asked_again_and_what_is_completed_is_not_taken_back() {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki"), signer(2, None, "田中 次郎", "tanaka")], NOW);
    story.start(NOW);
    let w = World::of(city(), story.envelopes.clone());
    let second = format!("/v1/envelopes/{}/recipients/2/request", story.id);
    assert_eq!(refused(&w.post(&second, &json!({}), "ja").await), (409, "not-asked-yet"));

    story.approve(1, NOW).approve(2, NOW);
    let void = format!("/v1/envelopes/{}/void", story.id);
    let late = w.post(&void, &json!({"reason": "遅すぎる取り下げ"}), "ja").await;
    assert_eq!(refused(&late), (409, "envelope-completed"));
    story.envelopes.evidence(story.id).iter().for_each(|kind| assert!(!matches!(kind, EventKind::Voided { .. })));
}
