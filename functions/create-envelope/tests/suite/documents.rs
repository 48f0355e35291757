//! Documents come to a draft and leave it.

use axum::http::Method;
use domain::document::ObjectKey;
use domain::ids::DocumentNumber;
use serde_json::{Value, json};

use crate::world::World;

fn document(name: &str) -> Value {
    json!({"name": name, "size": 4, "sha256": "cd".repeat(32)})
}

async fn drafted() -> (World, String) {
    let w = World::of_the_city();
    let path = w.draft(&json!([{"name": "鈴木 太郎", "email": "suzuki@example.jp"}])).await;
    (w, path)
}

async fn add(w: &World, path: &str, body: &Value) -> crate::world::Told {
    w.tell(Method::POST, &format!("{path}/documents"), &[("content-type", "application/json")], body.to_string()).await
}

fn numbers(envelope: &Value) -> Vec<u64> {
    let documents = envelope["documents"].as_array().expect("documents");
    documents.iter().filter_map(|document| document["number"].as_u64()).collect()
}

#[tokio::test]
async fn a_document_is_added_with_an_upload_of_its_own() {
    let (w, path) = drafted().await;
    let told = add(&w, &path, &document("別紙")).await;
    assert_eq!((told.status, told.header("etag")), (201, "\"2\""));
    assert_eq!(told.header("location"), format!("{path}/documents/3"));
    let key = ObjectKey::of_upload(w.envelope(&path).id, DocumentNumber(3));
    assert_eq!(told.body["upload"]["url"], json!(format!("https://bucket.example/{}", key.0)));
    let read = w.tell(Method::GET, told.header("location"), &[], "").await;
    assert_eq!((read.status, &read.body), (200, &told.body));
}

#[tokio::test]
async fn what_is_wrong_with_a_document_is_told_by_its_fields() {
    let (w, path) = drafted().await;
    for (body, error) in [
        (document("契約書.pdf"), ("/name", "duplicate")),
        (json!({"name": "別紙", "size": 0, "sha256": "cd".repeat(32)}), ("/size", "empty")),
        (json!({"name": "別紙", "size": 4, "sha256": "cd"}), ("/sha256", "invalid")),
    ] {
        let told = add(&w, &path, &body).await;
        assert_eq!((told.status, told.errors()), (422, vec![error]), "{body}");
    }
    assert_eq!(w.envelope(&path).version, 1);
}

#[tokio::test]
async fn the_number_of_a_document_that_was_removed_is_gone() {
    let (w, path) = drafted().await;
    let removed = w.at("\"1\"", Method::DELETE, &format!("{path}/documents/2"), &json!({})).await;
    assert_eq!((removed.status, removed.header("etag"), numbers(&removed.body)), (200, "\"2\"", vec![1]));
    assert_eq!(add(&w, &path, &document("仕様書")).await.header("location"), format!("{path}/documents/3"));
    for method in [Method::GET, Method::DELETE] {
        let told = w.at("\"3\"", method, &format!("{path}/documents/2"), &json!({})).await;
        assert_eq!(told.problem(), (404, "unknown-document"));
    }
}

#[tokio::test]
async fn two_documents_at_once_get_two_numbers() {
    let (w, path) = drafted().await;
    let (one, other) = (document("別紙1"), document("別紙2"));
    let (one, other) = tokio::join!(add(&w, &path, &one), add(&w, &path, &other));
    assert_eq!((one.status, other.status), (201, 201));
    let mut places = [one.header("location").to_owned(), other.header("location").to_owned()];
    places.sort();
    assert_eq!(places, [3, 4].map(|number| format!("{path}/documents/{number}")));
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_by_its_place_and_not_by_its_number() {
    let (w, path) = drafted().await;
    assert_eq!(w.at("\"1\"", Method::DELETE, &format!("{path}/documents/1"), &json!({})).await.status, 200);
    let told = w.tell(Method::POST, &format!("{path}/send"), &[], "").await;
    assert_eq!(
        (told.problem(), told.errors()),
        ((422, "unsendable-documents"), vec![("/documents/0", "not-uploaded")])
    );
}

#[tokio::test]
async fn a_draft_without_a_document_is_not_sent() {
    let (w, path) = drafted().await;
    for (tag, number) in [("\"1\"", 1), ("\"2\"", 2)] {
        assert_eq!(w.at(tag, Method::DELETE, &format!("{path}/documents/{number}"), &json!({})).await.status, 200);
    }
    let told = w.tell(Method::POST, &format!("{path}/send"), &[], "").await;
    assert_eq!(told.problem(), (409, "no-documents"));
    assert_eq!(w.envelope(&path).sending_request(), None);
}
