//! What the sender's organisation has set: what holds where a request says nothing, and what is demanded before sending.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::http::Method;
use domain::command::Command;
use domain::ids::{EnvelopeId, FolderId};
use domain::organisation::Organisation;
use domain::policy::{Brand, DeadlineEnd, FieldKind, OwnFieldRule, Policy, TransactionPart};
use domain::ports::{IdempotentAnswers, IdempotentRequest, PortError, Reservation};
use domain::retention::Retention;
use domain::transaction::Tax;
use fakes::{ForgetfulAnswers, MemoryEnvelopes, OneSender, city};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{KEY, NOW, World};

fn under(policy: Policy) -> World {
    let sender = OneSender { has_organisation: true, ..OneSender::new(city(), KEY) };
    let w = World::with(sender, Arc::default(), Arc::new(ForgetfulAnswers));
    let (id, name) = (city().organisation, city().organisation_name);
    let organisation = Organisation::new(id, name, NOW.parse().expect("a time"));
    w.organisations.put(&Organisation { name_en: Some("City of Takikawa".to_owned()), policy, ..organisation });
    w
}

fn field(key: &str, label: &str, kind: FieldKind, required: bool) -> OwnFieldRule {
    OwnFieldRule { key: key.parse().expect("a key"), label: label.to_owned(), kind, required }
}

fn with_fields() -> Policy {
    let kinds = FieldKind::Choice { choices: vec!["工事".into(), "委託".into()] };
    Policy {
        required: [TransactionPart::Counterparty, TransactionPart::TermEnd].into(),
        own_fields: vec![
            field("approval_number", "決裁番号", FieldKind::Text, true),
            field("type", "契約種別", kinds, false),
        ],
        ..Policy::default()
    }
}

fn signer() -> Value {
    json!([{"name": "鈴木 太郎", "email": "suzuki@example.jp"}])
}

#[tokio::test]
async fn what_a_request_leaves_out_is_as_the_organisation_has_set_it() {
    let brand = Brand { name: Some("滝川市 電子契約".to_owned()), ..Brand::default() };
    let w = under(Policy {
        forwarding_allowed: false,
        retention: Retention::TenYears,
        deadline_days: 14,
        deadline_end: DeadlineEnd::EndOfDay,
        brand: brand.clone(),
        ..Policy::default()
    });
    let path = w.draft(&signer()).await;
    let envelope = w.envelope(&path);
    assert_eq!((envelope.retention, envelope.deadline_days, envelope.may_forward), (Retention::TenYears, 14, false));
    assert_eq!((envelope.deadline_rule.end, &envelope.brand), (DeadlineEnd::EndOfDay, &brand));
    assert_eq!(envelope.sender.organisation_name_en.as_deref(), Some("City of Takikawa"));
    // What was said comes back to it by null.
    assert_eq!(w.at("\"1\"", Method::PATCH, &path, &json!({"deadline_days": 3, "retention": "7y"})).await.status, 200);
    assert_eq!(
        w.at("\"2\"", Method::PATCH, &path, &json!({"deadline_days": null, "retention": null})).await.status,
        200
    );
    assert_eq!((w.envelope(&path).deadline_days, w.envelope(&path).retention), (14, Retention::TenYears));
    // And what is not allowed is not to be had by saying so.
    let told = w.at("\"3\"", Method::PATCH, &path, &json!({"may_forward": true})).await;
    assert_eq!(told.errors(), [("/may_forward", "not-allowed")]);
}

#[tokio::test]
async fn fields_of_its_own_are_kept_by_their_kind_with_the_names_that_they_had() {
    let w = under(with_fields());
    let path = w.draft(&signer()).await;
    let wrong = json!({"transaction": {"own_fields": {"type": "物品", "決裁/番号": "x"}}});
    let told = w.at("\"1\"", Method::PATCH, &path, &wrong).await;
    assert_eq!(
        told.errors(),
        [("/transaction/own_fields/決裁~1番号", "unknown-field"), ("/transaction/own_fields/type", "not-a-choice")],
        "{told:?}"
    );
    let right = json!({"transaction": {
        "own_fields": {"type": "委託", "approval_number": " 令8総第12号 "},
        "amount": {"value": 1_100_000, "tax": "included"},
        "term": {"start": "2026-12-01", "end": "2027-03-31", "notice": "2027-01-31", "renews": true},
    }});
    let told = w.at("\"1\"", Method::PATCH, &path, &right).await;
    assert_eq!(
        told.body["transaction"]["own_fields"],
        json!([
            {"key": "approval_number", "label": "決裁番号", "value": "令8総第12号"},
            {"key": "type", "label": "契約種別", "value": "委託"},
        ]),
        "{told:?}"
    );
    assert_eq!(told.body["transaction"]["term"], right["transaction"]["term"]);
    assert_eq!(told.body["transaction"]["amount"]["tax"], "included");
    // A field of which the organisation knows nothing any more stays where it is, and is left out of a copy.
    w.organisations.put(&Organisation::new(city().organisation, "滝川市".to_owned(), NOW.parse().expect("a time")));
    assert_eq!(w.at("\"2\"", Method::PATCH, &path, &json!({"title": "変更"})).await.status, 200);
    assert_eq!(w.envelope(&path).transaction.own_fields.len(), 2);
}

#[tokio::test]
async fn tax_is_in_all_amounts_of_an_organisation_or_in_none() {
    let w = under(Policy { tax: Some(Tax::Excluded), ..Policy::default() });
    let path = w.draft(&signer()).await;
    let amount = |tax: Value| json!({"transaction": {"amount": {"value": 1000, "tax": tax}}});
    let told = w.at("\"1\"", Method::PATCH, &path, &amount(json!("included"))).await;
    assert_eq!(told.errors(), [("/transaction/amount/tax", "not-uniform")]);
    let told = w.at("\"1\"", Method::PATCH, &path, &amount(Value::Null)).await;
    assert_eq!(told.body["transaction"]["amount"]["tax"], "excluded", "{told:?}");
}

#[tokio::test]
async fn a_term_that_cannot_be_is_refused() {
    let w = under(Policy::default());
    let path = w.draft(&signer()).await;
    let change = json!({"transaction": {"term": {"start": "2027-04-01", "end": "2027-03-31", "notice": "2027-04-01"}}});
    let told = w.at("\"1\"", Method::PATCH, &path, &change).await;
    let expected = [("/transaction/term/end", "before-start"), ("/transaction/term/notice", "after-end")];
    assert_eq!(told.errors(), expected, "{told:?}");
    let change = json!({"transaction": {"term": {"end": "2027-02-30"}}});
    assert_eq!(w.at("\"1\"", Method::PATCH, &path, &change).await.errors(), [("/transaction/term/end", "invalid")]);
}

#[tokio::test]
async fn a_draft_may_lack_what_is_demanded_and_is_not_sent_like_that() {
    let w = under(with_fields());
    let path = w.draft(&signer()).await;
    w.put_uploads(&path);
    let send = format!("{path}/send");
    let told = w.tell(Method::POST, &send, &[], "").await;
    assert_eq!(
        told.errors(),
        [
            ("/transaction/counterparty", "missing"),
            ("/transaction/term/end", "missing"),
            ("/transaction/own_fields/approval_number", "missing"),
        ],
        "{told:?}"
    );
    let change = json!({"transaction": {
        "counterparty": "株式会社〇〇",
        "term": {"end": "2027-03-31"},
        "own_fields": {"approval_number": "令8総第12号"},
    }});
    assert_eq!(w.at("\"1\"", Method::PATCH, &path, &change).await.status, 200);
    assert_eq!(w.tell(Method::POST, &send, &[], "").await.status, 202);
}

#[tokio::test]
async fn more_envelopes_than_the_operator_lets_are_not_sent_within_a_month() {
    let w = under(Policy { quota: Some(1), ..Policy::default() });
    let (first, second) = (w.draft(&signer()).await, w.draft(&signer()).await);
    w.put_uploads(&first);
    w.put_uploads(&second);
    assert_eq!(w.tell(Method::POST, &format!("{first}/send"), &[], "").await.status, 202);
    let told = w.tell(Method::POST, &format!("{second}/send"), &[], "").await;
    assert_eq!(told.problem(), (403, "quota-reached"), "{told:?}");
    assert_eq!(w.envelope(&second).version, 1, "the draft stays as it was");
    // It is the first of the next month in Japan, and still this one in London.
    w.clock.set("2026-11-30T15:00:00Z");
    assert_eq!(w.tell(Method::POST, &format!("{second}/send"), &[], "").await.status, 202);
}

/// Answers to requests by the key of which somebody else changes an envelope right after it was read.
#[derive(Default)]
struct Rivals {
    acts: Mutex<Option<(Arc<MemoryEnvelopes>, EnvelopeId, Command)>>,
}

#[async_trait]
impl IdempotentAnswers for Rivals {
    async fn reserve(&self, request: &IdempotentRequest, now: Timestamp) -> Result<Reservation, PortError> {
        if let Some((envelopes, id, command)) = self.acts.lock().unwrap().take() {
            envelopes.apply(id, command, now).expect("the other was first");
        }
        Ok(Reservation::Run { id: request.id })
    }

    async fn release(&self, _: &IdempotentRequest) -> Result<(), PortError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_sending_that_is_refused_after_it_was_counted_does_not_count() {
    let void = || Command::Void { reason: "誤送信".to_owned() };
    let moved = || Command::Move { to: Some(FolderId::new(Uuid::from_u128(1))) };
    for (act, if_match, status, is_counted) in [
        // The version that the sender has seen is not the newest any more.
        (moved(), Some("\"1\""), 412, false),
        // It is no draft any more.
        (void(), None, 410, false),
        // Somebody else has asked for the same.
        (Command::RequestSending, None, 409, true),
        (moved(), None, 202, true),
    ] {
        let rivals = Arc::<Rivals>::default();
        let sender = OneSender { has_organisation: true, ..OneSender::new(city(), KEY) };
        let w = World::with(sender, Arc::default(), rivals.clone());
        let (id, name) = (city().organisation, city().organisation_name);
        let organisation = Organisation::new(id, name, NOW.parse().expect("a time"));
        let policy = Policy { quota: Some(1), ..Policy::default() };
        w.organisations.put(&Organisation { policy, ..organisation });
        let (first, second) = (w.draft(&signer()).await, w.draft(&signer()).await);
        w.put_uploads(&first);
        w.put_uploads(&second);
        let id = w.envelope(&first).id;
        *rivals.acts.lock().unwrap() = Some((w.envelopes.clone(), id, act.clone()));
        let headers: Vec<_> = if_match.map(|version| ("if-match", version)).into_iter().collect();
        let told = w.tell(Method::POST, &format!("{first}/send"), &headers, "").await;
        assert_eq!(told.status, status, "{act:?}: {told:?}");
        let next = w.tell(Method::POST, &format!("{second}/send"), &[], "").await;
        assert_eq!(next.status, if is_counted { 403 } else { 202 }, "{act:?}: {next:?}");
    }
}

#[tokio::test]
async fn a_copy_leaves_out_what_the_organisation_would_not_take_any_more() {
    let w = under(Policy { tax: None, ..with_fields() });
    let path = w.draft(&signer()).await;
    let change = json!({"may_forward": true, "transaction": {
        "own_fields": {"type": "委託", "approval_number": "令8総第12号"},
        "amount": {"value": 1000, "tax": "included"},
    }});
    assert_eq!(w.at("\"1\"", Method::PATCH, &path, &change).await.status, 200);
    let (id, name) = (city().organisation, city().organisation_name);
    let fields = vec![field("type", "契約種別", FieldKind::Choice { choices: vec!["工事".into()] }, false)];
    let policy =
        Policy { own_fields: fields, tax: Some(Tax::Excluded), forwarding_allowed: false, ..Policy::default() };
    w.organisations.put(&Organisation { policy, ..Organisation::new(id, name, NOW.parse().expect("a time")) });
    let copy = w.tell(Method::POST, &format!("{path}/copy"), &[], "{}").await;
    assert_eq!(copy.status, 201, "{copy:?}");
    assert_eq!(copy.body["transaction"]["own_fields"], Value::Null, "{copy:?}");
    assert_eq!(
        (&copy.body["transaction"]["amount"]["tax"], &copy.body["may_forward"]),
        (&json!("excluded"), &json!(false))
    );
    // And the draft of before is not sent as it is.
    w.put_uploads(&path);
    let told = w.tell(Method::POST, &format!("{path}/send"), &[], "").await;
    let expected = [("/transaction/amount/tax", "not-uniform"), ("/may_forward", "not-allowed")];
    assert_eq!(told.errors(), expected, "{told:?}");
}
