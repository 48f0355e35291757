//! Small files come with the request.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::http::Method;
use domain::authorisation::{KeyTerms, Scope};
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::envelope::State;
use domain::ids::DocumentNumber;
use domain::policy::Policy;
use domain::ports::{IdempotentAnswers, IdempotentRequest, PortError, Reservation, StoredAnswer};
use fakes::{OneSender, city};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::world::{KEY, Told, World};

fn envelope() -> Value {
    json!({"title": "工事請負契約", "recipients": [{"name": "鈴木 太郎", "email": "suzuki@example.jp"}]})
}

fn with(fields: &Value) -> Value {
    let mut all = envelope();
    for (name, value) in fields.as_object().expect("fields") {
        all[name] = value.clone();
    }
    all
}

/// A form of these files.
fn form(boundary: &str, envelope: &Value, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"envelope\"\r\ncontent-type: application/json\r\n\r\n{envelope}\r\n"
    )
    .into_bytes();
    for (name, bytes) in files {
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"document\"; filename=\"{name}\"\r\ncontent-type: application/pdf\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

async fn post_by(w: &World, boundary: &str, envelope: &Value, files: &[(&str, &[u8])]) -> Told {
    let kind = format!("multipart/form-data; boundary={boundary}");
    w.tell(Method::POST, "/v1/envelopes", &[("content-type", &kind)], form(boundary, envelope, files)).await
}

async fn post(w: &World, envelope: &Value, files: &[(&str, &[u8])]) -> Told {
    post_by(w, "a-boundary", envelope, files).await
}

fn file(w: &World, told: &Told, number: u16) -> Option<Vec<u8>> {
    let id = w.envelope(told.header("location")).id;
    w.documents.file(&ObjectKey::of_upload(id, DocumentNumber(number)))
}

#[tokio::test]
async fn a_draft_is_made_with_its_files() {
    let w = World::of_the_city();
    let told = post(&w, &envelope(), &[("契約書.pdf", b"%PDF one"), ("folder\\仕様書.pdf", b"%PDF two")]).await;
    assert_eq!((told.status, &told.body["status"]), (201, &json!("draft")), "{told:?}");
    let documents = &told.body["documents"];
    assert_eq!((&documents[0]["name"], &documents[1]["name"]), (&json!("契約書"), &json!("仕様書")));
    assert_eq!(documents[0]["sha256"], json!(Digest::of(b"%PDF one").to_string()));
    assert_eq!((file(&w, &told, 1), file(&w, &told, 2)), (Some(b"%PDF one".to_vec()), Some(b"%PDF two".to_vec())));
}

#[tokio::test]
async fn what_is_said_of_the_files_is_held_against_them() {
    let w = World::of_the_city();
    let files: &[(&str, &[u8])] = &[("a.pdf", b"%PDF")];
    let said = |document: Value| with(&json!({"documents": [document]}));
    let right = json!({"name": "契約書", "size": 4, "sha256": Digest::of(b"%PDF").to_string().to_uppercase()});
    let told = post(&w, &said(right), files).await;
    assert_eq!((told.status, &told.body["documents"][0]["name"]), (201, &json!("契約書")));
    for (document, error) in [
        (json!({"name": "契約書", "size": 5}), ("/documents/0/size", "mismatch")),
        (json!({"name": "契約書", "sha256": "ab".repeat(32)}), ("/documents/0/sha256", "mismatch")),
        (json!({"name": "契約書", "sha256": "x"}), ("/documents/0/sha256", "mismatch")),
        (json!({"name": ""}), ("/documents/0/name", "missing")),
    ] {
        assert_eq!(post(&w, &said(document), files).await.errors(), [error]);
    }
    let two = with(&json!({"documents": [{"name": "契約書"}, {"name": "仕様書"}]}));
    assert_eq!(post(&w, &two, files).await.errors(), [("/documents", "count-mismatch")]);
    assert_eq!(post(&w, &envelope(), &[]).await.errors(), [("/documents", "missing")]);
}

#[tokio::test]
async fn it_is_sent_at_once_if_that_is_wanted() {
    let w = World::of_the_city();
    let told = post(&w, &with(&json!({"send": true})), &[("a.pdf", b"%PDF")]).await;
    assert_eq!((told.status, &told.body["status"]), (201, &json!("sending")), "{told:?}");
    assert_eq!(file(&w, &told, 1), Some(b"%PDF".to_vec()), "before it is sent");
    let in_json = json!({"send": true}).to_string();
    let told = w.tell(Method::POST, "/v1/envelopes", &[("content-type", "application/json")], in_json).await;
    assert_eq!(told.errors()[0].0, "/send", "without files there is nothing to send");
}

#[tokio::test]
async fn sending_takes_the_right_to_send() {
    let scopes: BTreeSet<Scope> = [Scope::EnvelopesWrite, Scope::EnvelopesRead].into();
    let w = World::by_key(KeyTerms { scopes, ..KeyTerms::for_envelopes() }, Arc::default());
    let told = post(&w, &with(&json!({"send": true})), &[("a.pdf", b"%PDF")]).await;
    assert_eq!(told.problem(), (403, "scope-missing"));
    assert!(w.envelopes.all().is_empty() && w.documents.stored().is_empty());
    assert_eq!(post(&w, &envelope(), &[("a.pdf", b"%PDF")]).await.status, 201);
}

#[tokio::test]
async fn what_is_no_such_form_is_told_so() {
    let w = World::of_the_city();
    let kind = "multipart/form-data; boundary=x";
    let good = String::from_utf8(form("x", &envelope(), &[("a.pdf", b"%PDF")])).expect("text");
    for (kind, body) in [
        ("multipart/form-data", good.clone()),
        (kind, good.replace("--x--", "")),
        (kind, good.replace("name=\"envelope\"", "name=\"other\"")),
        (kind, good.replace("name=\"document\"", "name=\"envelope\"")),
        (kind, "--x--\r\n".to_owned()),
    ] {
        let told = w.tell(Method::POST, "/v1/envelopes", &[("content-type", kind)], body.clone()).await;
        assert_eq!(told.problem(), (400, "unreadable-request"), "{kind}: {body}");
    }
    assert!(w.envelopes.all().is_empty());
}

#[tokio::test]
async fn files_are_small_together() {
    let w = World::of_the_city();
    let (half, more) = (vec![b'%'; 2 << 20], vec![b'%'; (2 << 20) + 1]);
    assert_eq!(post(&w, &envelope(), &[("a.pdf", &half), ("b.pdf", &half)]).await.status, 201);
    for large in
        [vec![("a.pdf", &half[..]), ("b.pdf", &more)], vec![("a.pdf", &half), ("b.pdf", &half), ("c.pdf", &half)]]
    {
        assert_eq!(post(&w, &envelope(), &large).await.problem(), (413, "body-too-large"));
    }
}

/// A form of the largest files, as the gateway hands it over, is no more than a function takes.
#[test]
fn the_largest_form_fits_into_an_event() {
    let in_base64 = (4_usize << 20).div_ceil(3) * 4 + ((128_usize << 10) + (64 << 10)).div_ceil(3) * 4;
    assert!(in_base64 < 6 * 1024 * 1024 - (64 << 10), "{in_base64}");
}

/// As after the death of whoever had the key: the request is run again, under the same identifier.
#[derive(Default)]
struct Resuming {
    first: Mutex<Option<IdempotentRequest>>,
    is_answered: bool,
    /// Whether it does not matter what was asked for.
    is_lenient: bool,
}

#[async_trait]
impl IdempotentAnswers for Resuming {
    async fn reserve(&self, request: &IdempotentRequest, _: Timestamp) -> Result<Reservation, PortError> {
        let mut first = self.first.lock().expect("no panic");
        let Some(known) = &*first else {
            *first = Some(request.clone());
            return Ok(Reservation::Run { id: request.id });
        };
        if known.fingerprint != request.fingerprint && !self.is_lenient {
            return Ok(Reservation::OtherRequest);
        }
        let IdempotentRequest { organisation, key, id, .. } = known.clone();
        if self.is_answered {
            let answer = StoredAnswer { organisation, key, status: 201, subject: id, document: None };
            return Ok(Reservation::Answered(answer));
        }
        Ok(Reservation::Run { id })
    }

    async fn release(&self, _: &IdempotentRequest) -> Result<(), PortError> {
        Ok(())
    }
}

#[tokio::test]
async fn another_boundary_is_the_same_request_and_other_bytes_are_not() {
    let w =
        World::with_answers(city(), Arc::default(), Arc::new(Resuming { is_answered: true, ..Resuming::default() }));
    let made = post_by(&w, "one", &envelope(), &[("a.pdf", b"%PDF")]).await;
    let again = post_by(&w, "another", &envelope(), &[("a.pdf", b"%PDF")]).await;
    assert_eq!((again.status, &again.body["id"]), (201, &made.body["id"]));
    for (envelope, name, bytes) in [
        (envelope(), "a.pdf", &b"%PDX"[..]),
        (envelope(), "b.pdf", b"%PDF"),
        (with(&json!({"send": true})), "a.pdf", b"%PDF"),
    ] {
        let told = post_by(&w, "one", &envelope, &[(name, bytes)]).await;
        assert_eq!(told.problem(), (422, "idempotency-key-reused"));
    }
    assert_eq!(w.envelopes.all().len(), 1);
}

#[tokio::test]
async fn whoever_died_leaves_the_rest_to_the_same_request() {
    for (send, is_answered) in [(true, false), (false, true)] {
        let answers = Arc::new(Resuming { is_answered, ..Resuming::default() });
        let w = World::with_answers(city(), Arc::default(), answers);
        let wanted = with(&json!({"send": send}));
        let files: &[(&str, &[u8])] = &[("a.pdf", b"%PDF")];
        // The first got as far as the draft, and its file got lost.
        let made = post(&w, &wanted, files).await;
        let key = ObjectKey::of_upload(w.envelope(made.header("location")).id, DocumentNumber(1));
        w.documents.take(&key);
        let again = post(&w, &wanted, files).await;
        if send {
            // It was being sent by then: nothing is sent twice.
            assert_eq!(again.problem(), (409, "already-sent"));
        } else {
            assert_eq!((again.status, w.documents.file(&key)), (201, Some(b"%PDF".to_vec())));
        }
        assert_eq!(w.envelopes.all().len(), 1);
    }
}

#[tokio::test]
async fn a_draft_whose_maker_died_is_filled_and_sent() {
    let answers = Arc::new(Resuming { is_lenient: true, ..Resuming::default() });
    let w = World::with_answers(city(), Arc::default(), answers);
    // What the first got as far as.
    let document = json!({"name": "a", "size": 4, "sha256": Digest::of(b"%PDF").to_string()});
    let draft = with(&json!({"documents": [document]})).to_string();
    let draft = w.tell(Method::POST, "/v1/envelopes", &[("content-type", "application/json")], draft).await;
    let told = post(&w, &with(&json!({"send": true})), &[("a.pdf", b"%PDF")]).await;
    assert_eq!((told.status, &told.body["id"], &told.body["status"]), (201, &draft.body["id"], &json!("sending")));
    assert_eq!((file(&w, &told, 1), w.envelopes.all().len()), (Some(b"%PDF".to_vec()), 1));
}

/// A resumed try sends under the same rules as any other: the draft may be older than what is demanded.
#[tokio::test]
async fn what_the_organisation_demands_by_now_is_asked_of_a_draft_whose_maker_died() {
    let answers = Arc::new(Resuming { is_lenient: true, ..Resuming::default() });
    let w = World::with_answers(city(), Arc::default(), answers.clone());
    let document = json!({"name": "a", "size": 4, "sha256": Digest::of(b"%PDF").to_string()});
    let draft = with(&json!({"documents": [document]})).to_string();
    let draft = w.tell(Method::POST, "/v1/envelopes", &[("content-type", "application/json")], draft).await;
    assert_eq!(draft.status, 201);
    let strict =
        OneSender { policy: Policy { two_factor_required: true, ..Policy::default() }, ..OneSender::new(city(), KEY) };
    let w = World::with(strict, w.envelopes.clone(), answers);
    let told = post(&w, &with(&json!({"send": true})), &[("a.pdf", b"%PDF")]).await;
    assert_eq!(told.errors(), [("/recipients/0/factor", "missing")], "{told:?}");
    assert_eq!(w.envelopes.all()[0].state, State::Draft);
}
