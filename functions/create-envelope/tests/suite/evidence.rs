//! The evidence of an envelope, page by page, and compared with its documents.

use axum::http::Method;
use domain::command::Command;
use domain::document::ObjectKey;
use domain::removal::RemovalReport;
use serde_json::{Value, json};

use crate::common::{KEY, SIGNED, World, delayed, world};

async fn get(w: &World, below: &str) -> (u16, Value) {
    let path = format!("/v1/envelopes/{}{below}", w.story.id);
    let answer = w.send(Method::GET, &path, &[("authorization", &format!("Bearer {KEY}"))], "").await;
    (answer.status, serde_json::from_str(&answer.body).expect("JSON"))
}

fn sequences(page: &Value) -> Vec<u64> {
    page["events"].as_array().unwrap().iter().map(|event| event["sequence"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn pages_hold_every_event_once_and_the_whole_chain_is_judged_on_each() {
    let w = delayed();
    let (_, whole) = get(&w, "/events").await;
    let all = sequences(&whole);
    assert!(all.len() > 3 && all.is_sorted() && whole["next_cursor"].is_null(), "{whole}");
    for limit in [1, 2, all.len(), 100] {
        let mut found = Vec::new();
        let mut query = format!("/events?limit={limit}");
        loop {
            let (status, page) = get(&w, &query).await;
            assert_eq!((status, &page["intact"], &page["head"]), (200, &json!(true), &whole["head"]), "{page}");
            assert!(sequences(&page).len() <= limit);
            found.extend(sequences(&page));
            match page["next_cursor"].as_str() {
                Some(cursor) => query = format!("/events?limit={limit}&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(found, all, "by {limit}");
    }
    let (status, behind) = get(&w, "/events?cursor=9999").await;
    assert_eq!((status, sequences(&behind), &behind["next_cursor"]), (200, Vec::new(), &Value::Null));
}

#[tokio::test]
async fn what_the_query_does_not_take_is_refused() {
    let w = world();
    for query in
        ["?limit=0", "?limit=101", "?limit=x", "?cursor=-1", "?cursor=x", "?check=documents", "?limit=1&limit=2"]
    {
        let (status, problem) = get(&w, &format!("/events{query}")).await;
        assert_eq!((status, &problem["code"]), (400, &json!("unknown-query")), "{query}");
    }
}

#[tokio::test]
async fn a_document_whose_file_is_not_the_recorded_one_does_not_fit_the_evidence() {
    let w = world();
    let (status, checked) = get(&w, "/documents/1/evidence").await;
    assert_eq!((status, &checked["document"], &checked["intact"]), (200, &json!(1), &json!(false)), "{checked}");
    let why = checked["broken"].as_str().unwrap();
    assert!(why.contains("its newest file is not in the store as it was recorded"), "{checked}");
    assert_eq!(checked["seals"][0]["fits"], false, "{checked}");
}

#[tokio::test]
async fn a_document_that_is_not_there_is_unknown() {
    let w = world();
    for (number, code) in
        [("9", "unknown-document"), ("0", "unknown-document"), ("x", "not-found"), ("70000", "not-found")]
    {
        let (status, problem) = get(&w, &format!("/documents/{number}/evidence")).await;
        assert_eq!((status, &problem["code"]), (404, &json!(code)), "{number}");
    }
}

#[tokio::test]
async fn removed_documents_are_not_said_to_agree_with_the_evidence() {
    let w = world();
    w.story.apply(Command::Void { reason: "契約の内容を改めるため".into() }, SIGNED);
    let objects = vec![ObjectKey("envelopes/test/001/operator.pdf".into())];
    let removed = Command::RecordRemoval { report: RemovalReport::Documents { objects } };
    w.story.apply(removed, "2027-01-05T01:00:00Z");
    let (status, problem) = get(&w, "/documents/1/evidence").await;
    assert_eq!((status, &problem["code"]), (410, &json!("documents-removed")), "{problem}");
    // The evidence is there all the same.
    let (status, evidence) = get(&w, "/events").await;
    assert_eq!((status, &evidence["intact"]), (200, &json!(true)), "{evidence}");
    let last = evidence["events"].as_array().and_then(|events| events.last()).expect("an event");
    assert_eq!(last["type"], "documents_removed");
}
