//! Drafts are changed and deleted, each time the version that the sender has seen.

use api::problem::kinds;
use axum::http::Method;
use domain::factor::FactorSecret;
use domain::ids::RecipientNumber;
use domain::policy::Policy;
use domain::ports::Factors as _;
use fakes::city;
use serde_json::{Value, json};

use crate::world::World;

fn signer() -> Value {
    json!({"name": "鈴木 太郎", "email": "suzuki@example.jp"})
}

fn with_code(code: &str) -> Value {
    json!({"name": "鈴木 太郎", "email": "suzuki@example.jp", "factor": {"type": "access_code", "code": code}})
}

async fn drafted() -> (World, String) {
    let w = World::of_the_city();
    let path = w.draft(&json!([signer()])).await;
    (w, path)
}

#[tokio::test]
async fn every_answer_with_an_envelope_has_its_version_as_a_tag() {
    let (w, path) = drafted().await;
    let read = w.tell(Method::GET, &path, &[], "").await;
    assert_eq!((read.header("etag"), &read.body["version"]), ("\"1\"", &json!(1)));
    let changed = w.at("\"1\"", Method::PATCH, &path, &json!({"title": "変更契約"})).await;
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""));
    assert_eq!((&changed.body["title"], &changed.body["recipients"]), (&json!("変更契約"), &read.body["recipients"]));
}

#[tokio::test]
async fn a_change_without_a_version_is_asked_for_one_and_nothing_happens() {
    let (w, path) = drafted().await;
    let document = format!("{path}/documents/1");
    for (method, path) in [(Method::PATCH, &path), (Method::DELETE, &path), (Method::DELETE, &document)] {
        for headers in [&[][..], &[("if-match", "*")], &[("if-match", "")]] {
            let told = w.tell(method.clone(), path, headers, "{}").await;
            assert_eq!(told.problem(), (428, "precondition-required"), "{method} {path}: {told:?}");
        }
    }
    assert_eq!(w.envelope(&path).version, 1);
}

#[tokio::test]
async fn of_two_tabs_the_second_is_told_that_the_first_was_faster() {
    let (w, path) = drafted().await;
    let document = format!("{path}/documents/1");
    assert_eq!(w.at("\"1\"", Method::PATCH, &path, &json!({"title": "一"})).await.status, 200);
    for (method, path) in [(Method::PATCH, &path), (Method::DELETE, &path), (Method::DELETE, &document)] {
        for tag in ["\"1\"", "W/\"2\"", "\"3\"", "2"] {
            let told = w.at(tag, method.clone(), path, &json!({"title": "二"})).await;
            assert_eq!(told.problem(), (412, "precondition-failed"), "{method} {path} {tag}");
            assert_eq!(told.header("etag"), "\"2\"");
        }
    }
    let envelope = w.envelope(&path);
    assert_eq!((&*envelope.title, envelope.version), ("一", 2));
    // Sending takes no version, and keeps to one that is named.
    let told = w.tell(Method::POST, &format!("{path}/send"), &[("if-match", "\"1\"")], "").await;
    assert_eq!(told.problem(), (412, "precondition-failed"));
}

/// Read by both, and committed by one: the check is not of the version that was read alone.
#[tokio::test]
async fn of_two_changes_at_once_one_is_made() {
    let (w, path) = drafted().await;
    let (one, other) = (json!({"recipients": [with_code("sakura-1")]}), json!({"recipients": [with_code("sakura-2")]}));
    let change = |body| w.at("\"1\"", Method::PATCH, &path, body);
    let (one, other) = tokio::join!(change(&one), change(&other));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn a_change_that_loses_leaves_the_codes_of_the_other_alone() {
    let (w, path) = drafted().await;
    let change = |tag, code| {
        let (w, path) = (&w, &path);
        async move { w.at(tag, Method::PATCH, path, &json!({"recipients": [with_code(code)]})).await }
    };
    assert_eq!(change("\"1\"", "sakura-1").await.status, 200);
    let envelope = w.envelope(&path);
    let stored = || async {
        let id = envelope.recipients[0].secret;
        assert!(id.is_some(), "a change has secrets of its own");
        w.factors.secret(envelope.id, RecipientNumber(1), id).await.expect("read").expect("a secret")
    };
    let before = stored().await;
    let FactorSecret::AccessCode { phc } = &before else { panic!("{before:?}") };
    assert!(api::access_code::matches("sakura-1", phc.reveal()).expect("a hash"));
    assert_eq!(change("\"1\"", "sakura-2").await.status, 412);
    assert_eq!(stored().await, before);
}

#[tokio::test]
async fn a_change_is_asked_what_a_new_envelope_is_asked() {
    let (w, path) = drafted().await;
    let registered = json!({"type": "registered", "organisation": "takikawa"});
    let place = json!({"document": 3, "page": 1, "x": 1, "y": 1, "width": 24, "height": 24});
    for (body, errors) in [
        (json!({"title": "", "deadline_days": 31}), &[("/title", "missing"), ("/deadline_days", "out-of-range")][..]),
        (json!({"recipients": []}), &[("/recipients", "no-signer")]),
        (
            json!({"recipients": [{"name": "田中", "email": "tanaka@example.jp", "seal": registered}]}),
            &[("/recipients/0/email", "not-named-for-seal"), ("/recipients/0/factor", "second-factor-required")],
        ),
        (
            json!({"recipients": [{"name": "田", "email": "t@example.jp", "seal_policy": {"by": "sender", "placements": [place]}}]}),
            &[("/recipients/0/seal_policy", "invalid")],
        ),
        (json!({"documents": []}), &[("/documents", "unknown-field")]),
        (json!({"title": null}), &[("/title", "invalid-type")]),
        (json!({"recipients": (0..51).map(|_| signer()).collect::<Vec<_>>()}), &[("/recipients", "too-many")]),
    ] {
        let told = w.at("\"1\"", Method::PATCH, &path, &body).await;
        assert_eq!((told.problem(), told.errors()), ((422, kinds::INVALID_FIELDS.code), errors.to_vec()), "{body}");
    }
    assert_eq!(w.envelope(&path).version, 1);
}

#[tokio::test]
async fn what_the_organisation_demands_is_asked_of_a_change() {
    let strict = Policy { two_factor_required: true, ..Policy::default() };
    let w = World::under(city(), strict);
    let path = w.draft(&json!([with_code("sakura-1")])).await;
    let told = w.at("\"1\"", Method::PATCH, &path, &json!({"recipients": [signer()]})).await;
    assert_eq!(told.errors(), [("/recipients/0/factor", "missing")]);
    let told = w.at("\"1\"", Method::PATCH, &path, &json!({"title": "変更"})).await;
    assert_eq!(told.status, 200, "it says nothing of the recipients: {told:?}");
}

#[tokio::test]
async fn null_is_what_a_new_envelope_has_where_nothing_is_said() {
    let (w, path) = drafted().await;
    let set = json!({"message": "至急", "transaction": {"counterparty": "甲"}, "retention": "unlimited", "deadline_days": 3, "may_forward": false});
    assert_eq!(w.at("\"1\"", Method::PATCH, &path, &set).await.status, 200);
    let unset =
        json!({"message": null, "transaction": null, "retention": null, "deadline_days": null, "may_forward": null});
    let told = w.at("\"2\"", Method::PATCH, &path, &unset).await;
    let envelope = w.envelope(&path);
    assert_eq!((told.status, &told.body["message"], &told.body["retention"]), (200, &Value::Null, &json!("7y")));
    assert_eq!((envelope.transaction.counterparty, envelope.deadline_days, envelope.may_forward), (None, 30, true));
}

#[tokio::test]
async fn what_is_deleted_is_as_unknown_as_what_never_was() {
    let (w, path) = drafted().await;
    let told = w.at("\"1\"", Method::DELETE, &path, &json!({})).await;
    assert_eq!((told.status, &told.body), (204, &Value::Null));
    let unknown = path.replace(path.split('/').nth(3).expect("an id"), "01935f2e-7c00-7a11-8b22-9c33ad44be55");
    for below in ["", "/events", "/documents/1", "/documents/1/files/original", "/documents/1/evidence"] {
        let [told, other] = [&path, &unknown].map(|path| format!("{path}{below}"));
        let (told, other) = tokio::join!(w.tell(Method::GET, &told, &[], ""), w.tell(Method::GET, &other, &[], ""));
        assert_eq!((told.problem(), &told.body), ((404, "unknown-envelope"), &other.body), "{below}");
    }
    for below in ["send", "void", "retry", "copy", "remind", "documents"] {
        let told = w.at("\"2\"", Method::POST, &format!("{path}/{below}"), &json!({})).await;
        assert_eq!(told.problem(), (404, "unknown-envelope"), "{below}");
    }
    assert_eq!(w.at("\"2\"", Method::DELETE, &path, &json!({})).await.problem(), (404, "unknown-envelope"));
    for query in ["", "?status=draft"] {
        let list = w.tell(Method::GET, &format!("/v1/envelopes{query}"), &[], "").await;
        assert_eq!(list.body["envelopes"], json!([]));
    }
    let list = w.tell(Method::GET, "/v1/envelopes?status=deleted", &[], "").await;
    assert_eq!(list.problem(), (400, "unknown-query"), "there is no list of them either");
}

#[tokio::test]
async fn what_is_sent_is_neither_changed_nor_deleted() {
    let (w, path) = drafted().await;
    w.put_uploads(&path);
    assert_eq!(w.tell(Method::POST, &format!("{path}/send"), &[("if-match", "\"1\"")], "").await.status, 202);
    for (method, path) in [
        (Method::PATCH, path.clone()),
        (Method::DELETE, path.clone()),
        (Method::DELETE, format!("{path}/documents/1")),
        (Method::POST, format!("{path}/documents")),
    ] {
        let body = if method == Method::POST {
            json!({"name": "別紙", "size": 4, "sha256": "ab".repeat(32)})
        } else {
            json!({})
        };
        let told = w.at("\"2\"", method.clone(), &path, &body).await;
        assert_eq!(told.problem(), (409, "already-sent"), "{method} {path}");
    }
}
