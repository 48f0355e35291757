//! A draft says how far its documents have come, and is sent as far as that is known.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::digest::Digest;
use domain::document::{ObjectKey, Origin, Prepared, StoredFile};
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::ports::UploadProgress as _;
use domain::preparation::{CheckedUpload, Progress, Stage, UploadTask};
use domain::rewriting::Rewriting;
use domain::unsendable::Unsendable;
use serde_json::{Value, json};

use crate::world::{KEY, NOW, World};

/// A draft of two documents of which nothing is uploaded.
async fn draft() -> (World, EnvelopeId) {
    let w = World::of_the_city();
    let document = |name: &str| json!({"name": name, "size": 1000, "sha256": "ab".repeat(32)});
    let request = json!({
        "title": "工事請負契約",
        "documents": [document("契約書"), document("仕様書")],
        "recipients": [{"kind": "signer", "order": 1, "name": "鈴木 太郎", "email": "suzuki@example.jp", "seal": {"type": "contract"}}],
    });
    let (status, body) = w.post("/v1/envelopes", &request, "ja").await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    let id = body["id"].as_str().expect("an id").parse().expect("a UUID");
    (w, id)
}

fn task(envelope: EnvelopeId, number: u16) -> UploadTask {
    UploadTask { envelope, document: DocumentNumber(number), stage: Stage::Check }
}

fn checked() -> Progress {
    let rewriting = vec![Rewriting::Scripts { count: 2 }];
    Progress::Checked(CheckedUpload { pages: 3, origin: Origin::Unsigned, rewriting })
}

async fn read(w: &World, id: EnvelopeId) -> Value {
    let request = Request::get(format!("/v1/envelopes/{id}")).header("authorization", format!("Bearer {KEY}"));
    let (status, body) = w.answer(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body
}

async fn send(w: &World, id: EnvelopeId) -> (StatusCode, Value) {
    let request = Request::post(format!("/v1/envelopes/{id}/send"))
        .header("authorization", format!("Bearer {KEY}"))
        .header("accept-language", "ja")
        .header("idempotency-key", "another-key");
    w.answer(request.body(Body::empty()).expect("a request")).await
}

fn states(envelope: &Value) -> Vec<&str> {
    let documents = envelope["documents"].as_array().expect("documents");
    documents.iter().map(|document| document["state"].as_str().expect("a state")).collect()
}

#[tokio::test]
async fn a_draft_says_of_each_document_how_far_it_has_come() {
    let (w, id) = draft().await;
    assert_eq!(states(&read(&w, id).await), ["awaited", "awaited"]);
    w.progress.begin(&task(id, 1), NOW.parse().expect("a time")).await.expect("begun");
    assert_eq!(states(&read(&w, id).await), ["uploaded", "awaited"]);
    w.progress.finish(&task(id, 1), &checked()).await.expect("kept");
    w.progress.finish(&task(id, 2), &Progress::Refused(Unsendable::too_large())).await.expect("kept");
    let envelope = read(&w, id).await;
    assert_eq!(states(&envelope), ["checked", "refused"]);
    let (good, bad) = (&envelope["documents"][0], &envelope["documents"][1]);
    assert_eq!((&good["pages"], &good["origin"], &good["refusal"]), (&json!(3), &json!("unsigned"), &Value::Null));
    assert_eq!(good["rewriting"][0]["kind"], "scripts", "what will be done to it is told before it is sent");
    assert_eq!((&bad["refusal"]["code"], &bad["pages"]), (&json!("too-large"), &Value::Null));
    assert!(bad["refusal"]["detail_ja"].as_str().is_some_and(|text| text.ends_with('。')), "{bad}");
}

#[tokio::test]
async fn what_is_known_to_be_wrong_is_told_at_once_and_nothing_happens() {
    let (w, id) = draft().await;
    w.progress.finish(&task(id, 2), &Progress::Refused(Unsendable::too_large())).await.expect("kept");
    let (status, problem) = send(&w, id).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("unsendable-documents")));
    let errors = problem["errors"].as_array().expect("errors");
    let found: Vec<_> = errors.iter().map(|e| (e["pointer"].as_str(), e["code"].as_str())).collect();
    assert_eq!(found, [(Some("/documents/0"), Some("not-uploaded")), (Some("/documents/1"), Some("too-large"))]);
    assert!(
        errors[1]["detail"].as_str().is_some_and(|text| text.starts_with("「仕様書」: 1文書の上限は")),
        "{problem}"
    );
    assert_eq!(w.envelopes.envelope(id).version, 1);
}

#[tokio::test]
async fn what_may_be_right_is_taken_and_prepared_off_the_request() {
    let (w, id) = draft().await;
    w.progress.finish(&task(id, 1), &checked()).await.expect("kept");
    // The second one is there, and its check has not come to an end.
    w.documents.keep(ObjectKey::of_upload(id, DocumentNumber(2)), vec![0; 1000]);
    let (status, envelope) = send(&w, id).await;
    assert_eq!((status, &envelope["status"]), (StatusCode::ACCEPTED, &json!("sending")));
    assert_eq!(states(&envelope), ["checked", "awaited"]);
    assert_eq!(envelope["waiting"]["for"][1], json!({"kind": "preparation", "document": 2}));
    assert!(envelope["documents"][0].get("upload").is_none(), "nothing is uploaded any more");

    let request = w.envelopes.envelope(id).sending_request().expect("it is being sent");
    let file = StoredFile { object: ObjectKey("envelopes/a.pdf".into()), sha256: Digest::ZERO };
    let prepared = Prepared { file, pages: 3, sizes: Vec::new(), origin: Origin::Unsigned, rewriting: Vec::new() };
    let preparation = UploadTask { stage: Stage::Preparation { request }, ..task(id, 1) };
    w.progress.finish(&preparation, &Progress::Prepared(prepared)).await.expect("kept");
    assert_eq!(states(&read(&w, id).await), ["ready", "awaited"]);
}

#[tokio::test]
async fn what_is_being_sent_is_not_sent_again() {
    let (w, id) = draft().await;
    for number in [1, 2] {
        w.progress.finish(&task(id, number), &checked()).await.expect("kept");
    }
    assert_eq!(send(&w, id).await.0, StatusCode::ACCEPTED);
    let (status, problem) = send(&w, id).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("already-sent")));
}
