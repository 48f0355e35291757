//! The evidence of an envelope, with and without its documents.

use axum::http::Method;
use domain::command::Command;
use domain::document::ObjectKey;
use domain::removal::RemovalReport;
use serde_json::Value;

use crate::common::{Answer, KEY, SIGNED, World, world};

async fn events(w: &World, query: &str) -> (Answer, Value) {
    let path = format!("/v1/envelopes/{}/events{query}", w.story.id);
    let answer = w.send(Method::GET, &path, &[("authorization", &format!("Bearer {KEY}"))], "").await;
    let body = serde_json::from_str(&answer.body).expect("JSON");
    (answer, body)
}

#[tokio::test]
async fn removed_documents_are_not_said_to_agree_with_the_evidence() {
    let w = world();
    w.story.apply(Command::Void { reason: "契約の内容を改めるため".into() }, SIGNED);
    let objects = vec![ObjectKey("envelopes/test/001/operator.pdf".into())];
    let removed = Command::RecordRemoval { report: RemovalReport::Documents { objects } };
    w.story.apply(removed, "2027-01-05T01:00:00Z");
    let (answer, problem) = events(&w, "?check=documents").await;
    assert_eq!((answer.status, &problem["code"]), (410, &"documents-removed".into()), "{problem}");
    // The evidence is there all the same.
    let (answer, evidence) = events(&w, "").await;
    assert_eq!((answer.status, &evidence["intact"]), (200, &true.into()), "{evidence}");
    let last = evidence["events"].as_array().and_then(|events| events.last()).expect("an event");
    assert_eq!(last["type"], "documents_removed");
}
