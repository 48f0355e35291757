//! Drafts end when nobody sends them.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use fakes::{Story, city, signer};
use serde_json::{Value, json};

use crate::world::{KEY, World};

/// A draft of the city that was made then, and the city's API.
fn drafted(at: &str) -> (Story, World) {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], at);
    let world = World::of(city(), story.envelopes.clone());
    (story, world)
}

async fn read(world: &World, story: &Story) -> Value {
    let request = Request::get(format!("/v1/envelopes/{}", story.id)).header("authorization", format!("Bearer {KEY}"));
    let (status, envelope) = world.answer(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(status, StatusCode::OK);
    envelope
}

#[tokio::test]
async fn a_draft_tells_when_it_ends() {
    let (story, world) = drafted("2026-11-01T09:00:00Z");
    let envelope = read(&world, &story).await;
    assert_eq!((&envelope["status"], &envelope["expires_at"]), (&json!("draft"), &json!("2026-12-01T09:00:00Z")));
    assert!(envelope["documents"][0]["upload"].is_object());
    story.start("2026-11-01T09:00:00Z");
    assert_eq!(read(&world, &story).await["expires_at"], Value::Null, "from then on there is a deadline");
}

#[tokio::test]
async fn what_is_asked_of_a_draft_that_has_ended_is_refused_in_a_sentence() {
    let (story, world) = drafted("2026-10-01T09:00:00Z");
    let envelope = read(&world, &story).await;
    assert_eq!(envelope["status"], "expired");
    assert!(envelope["documents"][0]["upload"].is_null(), "nothing is uploaded any more");
    for (action, body) in [("send", json!({})), ("void", json!({"reason": "不要"})), ("retry", json!({}))] {
        let path = format!("/v1/envelopes/{}/{action}", story.id);
        let (status, problem) = world.post(&path, &body, "ja").await;
        assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("draft-ended")), "{action}: {problem}");
        let detail = problem["detail"].as_str().expect("a sentence");
        assert!(detail.contains("30日以内") && detail.contains("新しい封筒を作成"), "{detail}");
    }
}
