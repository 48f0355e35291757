//! A new draft that asks for the same, and reminders.

use axum::http::Method;
use domain::document::ObjectKey;
use domain::ids::DocumentNumber;
use fakes::{Story, city, signer};
use serde_json::{Value, json};

use crate::world::{NOW, Told, World};

async fn copy(w: &World, path: &str, body: &Value) -> Told {
    w.tell(Method::POST, &format!("{path}/copy"), &[("content-type", "application/json")], body.to_string()).await
}

fn states(envelope: &Value) -> Vec<&str> {
    let documents = envelope["documents"].as_array().expect("documents");
    documents.iter().filter_map(|document| document["state"].as_str()).collect()
}

#[tokio::test]
async fn a_copy_asks_for_the_same_and_has_the_files_that_are_there() {
    let w = World::of_the_city();
    let path =
        w.draft(&json!([{"name": "鈴木 太郎", "email": "suzuki@example.jp", "factor": {"type": "email_code"}}])).await;
    let source = w.envelope(&path);
    w.documents.keep(source.documents[1].upload.object.clone(), b"%PDF".to_vec());
    let told = copy(&w, &path, &json!({})).await;
    assert_eq!((told.status, told.header("etag")), (201, "\"1\""), "{told:?}");
    assert_ne!(told.header("location"), path);
    assert_eq!(states(&told.body), ["awaited", "uploaded"], "the first was never uploaded");
    let draft = w.envelope(told.header("location"));
    assert_eq!((&draft.title, &draft.recipients), (&source.title, &source.recipients));
    assert_ne!((draft.number, draft.documents[0].document_id), (source.number, source.documents[0].document_id));
    let copied = ObjectKey::of_upload(draft.id, DocumentNumber(2));
    assert_eq!(w.documents.file(&copied), Some(b"%PDF".to_vec()));
}

#[tokio::test]
async fn a_code_is_not_copied_but_asked_for() {
    let w = World::of_the_city();
    let factor = json!({"type": "access_code", "code": "sakura-1"});
    let path = w.draft(&json!([{"name": "鈴木 太郎", "email": "suzuki@example.jp", "factor": factor}])).await;
    let told = copy(&w, &path, &json!({})).await;
    assert_eq!((told.status, told.errors()), (422, vec![("/factors", "missing")]));
    assert!(told.body["errors"][0]["detail"].as_str().is_some_and(|text| text.contains("1番の宛先（鈴木 太郎）")));
    let short = json!({"factors": [{"recipient": 1, "factor": {"type": "access_code", "code": "x"}}]});
    assert_eq!(copy(&w, &path, &short).await.errors(), [("/factors/0/factor/code", "invalid")]);
    let told = copy(&w, &path, &json!({"factors": [{"recipient": 1, "factor": factor}]})).await;
    assert_eq!((told.status, &told.body["recipients"][0]["factor"]["type"]), (201, &json!("access_code")));
}

#[tokio::test]
async fn what_came_to_nothing_can_be_copied() {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], "2026-09-01T09:00:00Z");
    let w = World::of(city(), story.envelopes.clone());
    let told = copy(&w, &format!("/v1/envelopes/{}", story.id), &json!({})).await;
    assert_eq!((told.status, &told.body["status"]), (201, &json!("draft")), "the source has ended");
}

#[tokio::test]
async fn those_whose_turn_it_is_are_reminded_once_in_an_hour() {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], NOW);
    let w = World::of(city(), story.envelopes.clone());
    let path = format!("/v1/envelopes/{}/remind", story.id);
    assert_eq!(w.tell(Method::POST, &path, &[], "").await.problem(), (409, "envelope-not-sent"));
    story.start(NOW);
    assert_eq!(w.tell(Method::POST, &path, &[], "").await.status, 200);
    w.clock.set("2026-11-22T09:40:00Z");
    let told = w.tell(Method::POST, &path, &[], "{}").await;
    assert_eq!((told.problem(), told.header("retry-after")), ((429, "reminded-just-now"), "1201"));
    w.clock.set("2026-11-22T10:00:00Z");
    assert_eq!(w.tell(Method::POST, &path, &[], "").await.status, 200);
    story.approve(1, "2026-11-22T11:00:00Z");
    w.clock.set("2026-11-22T12:00:00Z");
    assert_eq!(w.tell(Method::POST, &path, &[], "").await.problem(), (409, "envelope-completed"));
}
