//! Lists of envelopes, as a program pages through them.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::command::{Command, Decision};
use fakes::{MemoryEnvelopes, city};
use serde_json::{Value, json};

use crate::world::{KEY, NOW, World};

/// A draft of this title; its id.
async fn draft(world: &World, title: &str) -> String {
    let envelope = json!({
        "title": title,
        "documents": [{"name": "契約書", "size": 1000, "sha256": "0".repeat(64)}],
        "recipients": [{"kind": "signer", "name": "鈴木 太郎", "email": "suzuki@contractor.example"}],
    });
    let (status, draft) = world.post("/v1/envelopes", &envelope, "ja").await;
    assert_eq!(status, StatusCode::CREATED, "{draft}");
    draft["id"].as_str().unwrap().to_owned()
}

async fn list(world: &World, query: &str) -> (StatusCode, Value) {
    let request = Request::get(format!("/v1/envelopes{query}")).header("authorization", format!("Bearer {KEY}"));
    world.answer(request.body(Body::empty()).unwrap()).await
}

fn titles(list: &Value) -> Vec<&str> {
    list["envelopes"].as_array().unwrap().iter().map(|envelope| envelope["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn pages_hold_the_newest_first_and_lead_to_the_next() {
    let world = World::of_the_city();
    for title in ["一", "二", "三"] {
        draft(&world, title).await;
    }
    let (status, first) = list(&world, "?limit=2").await;
    assert_eq!((status, titles(&first)), (StatusCode::OK, vec!["三", "二"]));
    assert_eq!(first["envelopes"][0]["status"], "draft");
    assert_eq!(first["envelopes"][0]["sender"]["email"], "sato@city.example");
    let (_, second) = list(&world, &format!("?limit=2&cursor={}", first["next_cursor"].as_str().unwrap())).await;
    assert_eq!((titles(&second), &second["next_cursor"]), (vec!["一"], &Value::Null));
    assert_eq!(titles(&list(&world, "").await.1), ["三", "二", "一"]);
}

#[tokio::test]
async fn a_state_can_be_asked_for_and_nothing_of_others_is_listed() {
    let envelopes = Arc::new(MemoryEnvelopes::default());
    let world = World::of(city(), envelopes.clone());
    let voided = draft(&world, "取り下げた契約").await;
    // The same of a neighbour, under another id.
    let mut envelope = envelopes.envelope(voided.parse().unwrap());
    envelope.id = "01900000-0000-7000-8000-000000000001".parse().unwrap();
    envelope.sender.organisation = "sunagawa".to_owned().try_into().unwrap();
    envelopes.put(&Decision { envelope, events: Vec::new() });
    draft(&world, "下書き").await;
    let void = Command::Void { reason: "誤り".into() };
    envelopes.apply(voided.parse().unwrap(), void, NOW.parse().unwrap()).unwrap();
    assert_eq!(titles(&list(&world, "?status=voided").await.1), ["取り下げた契約"]);
    assert_eq!(titles(&list(&world, "?status=draft").await.1), ["下書き"]);
    assert_eq!(titles(&list(&world, "?status=completed").await.1), [""; 0]);
    assert_eq!(titles(&list(&world, "").await.1), ["下書き", "取り下げた契約"]);
}

#[tokio::test]
async fn what_the_query_does_not_take_is_refused() {
    let world = World::of_the_city();
    for query in [
        "?status=open",
        "?status=",
        "?limit=0",
        "?limit=101",
        "?limit=x",
        "?cursor=x",
        "?sort=title",
        "?limit=1&limit=2",
    ] {
        let (status, problem) = list(&world, query).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("unknown-query")), "{query}");
    }
}
