//! What an envelope waits for, and the call that has it tried again.

use axum::http::Method;
use domain::command::Command;
use serde_json::{Value, json};

use crate::common::{Answer, KEY, LATE, SIGNED, SOON, World, delayed, world};

async fn envelope(w: &World) -> Value {
    let path = format!("/v1/envelopes/{}", w.story.id);
    let bearer = format!("Bearer {KEY}");
    let answer = w.send(Method::GET, &path, &[("authorization", &bearer)], "").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

async fn retry_with(w: &World, headers: &[(&str, &str)], body: &str) -> Answer {
    w.send(Method::POST, &format!("/v1/envelopes/{}/retry", w.story.id), headers, body).await
}

async fn retry(w: &World) -> Answer {
    let bearer = format!("Bearer {KEY}");
    retry_with(w, &[("authorization", &bearer), ("idempotency-key", "one")], "").await
}

fn code(answer: &Answer) -> Value {
    serde_json::from_str::<Value>(&answer.body).expect("JSON")["code"].clone()
}

#[tokio::test]
async fn nothing_is_waited_for_while_people_are() {
    let w = world();
    let envelope = envelope(&w).await;
    assert!(envelope.as_object().expect("an object").contains_key("waiting"), "{envelope}");
    assert_eq!(envelope["waiting"], Value::Null);
}

#[tokio::test]
async fn the_envelope_says_what_it_waits_for_since_when_and_why() {
    let w = world();
    w.story.instruct(1, SIGNED);
    w.clock.set(SOON);
    let by = json!({"recipient": 1});
    let seal = |document| json!({"kind": "seal", "document": document, "by": by});
    let expected = json!({"since": SIGNED, "for": [seal(1), seal(2)], "cause": null, "overdue": false,
        "reported": false, "retried_at": null});
    assert_eq!(envelope(&w).await["waiting"], expected);

    let w = delayed();
    w.story.apply(Command::ReportWait, LATE);
    let waiting = envelope(&w).await["waiting"].take();
    assert_eq!(waiting["cause"], json!({"code": "timestamp_authorities", "detail": "tsa.example: 503"}));
    assert_eq!((&waiting["overdue"], &waiting["reported"]), (&json!(true), &json!(true)));
}

#[tokio::test]
async fn a_request_that_no_mail_service_takes_is_shown() {
    let w = world();
    let recipient = domain::ids::RecipientNumber(2);
    w.story.apply(Command::RequestAgain { recipient, correction: domain::command::Correction::default() }, SIGNED);
    assert_eq!(envelope(&w).await["waiting"]["for"], json!([{"kind": "request", "recipient": 2}]));
}

#[tokio::test]
async fn a_retry_is_recorded_and_answered_with_the_envelope() {
    let w = delayed();
    let answer = retry(&w).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let shown: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!((&shown["waiting"]["retried_at"], &shown["waiting"]["cause"]), (&json!(LATE), &Value::Null));
    assert_eq!((&shown["waiting"]["since"], w.retries()), (&json!(SIGNED), 1));
    let again = retry(&w).await;
    assert_eq!((again.status, code(&again)), (429, json!("retried-just-now")));
    assert_eq!((again.headers["retry-after"].to_str().ok(), w.retries()), (Some("60"), 1));
}

#[tokio::test]
async fn there_has_to_be_something_to_retry() {
    let w = world();
    let answer = retry(&w).await;
    assert_eq!((answer.status, code(&answer)), (409, json!("nothing-to-retry")));
    w.story.apply(Command::Void { reason: "誤り".into() }, SIGNED);
    let answer = retry(&w).await;
    assert_eq!((answer.status, code(&answer)), (410, json!("envelope-voided")));
    assert_eq!(w.retries(), 0);
}

#[tokio::test]
async fn a_retry_needs_the_senders_key_an_idempotency_key_and_no_body() {
    let w = delayed();
    let bearer = format!("Bearer {KEY}");
    let authorised = ("authorization", bearer.as_str());
    assert_eq!(retry_with(&w, &[("idempotency-key", "one")], "").await.status, 401);
    assert_eq!(code(&retry_with(&w, &[authorised], "").await), json!("idempotency-key-missing"));
    let all = [authorised, ("idempotency-key", "one")];
    for (body, status, expected) in
        [("{\"document\": 1}", 422, "invalid-fields"), ("[]", 422, "invalid-fields"), ("nonsense", 400, "invalid-json")]
    {
        let answer = retry_with(&w, &all, body).await;
        assert_eq!((answer.status, code(&answer)), (status, json!(expected)), "{body}");
    }
    assert_eq!(w.retries(), 0);
    assert_eq!(retry_with(&w, &all, "{}").await.status, 200);
}

#[tokio::test]
async fn a_call_that_changes_an_envelope_reads_it_once() {
    let w = delayed();
    let before = w.story.envelopes.loads();
    assert_eq!(retry(&w).await.status, 200);
    assert_eq!(w.story.envelopes.loads() - before, 1);
}
