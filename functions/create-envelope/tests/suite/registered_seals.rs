//! Registered seals (実印タイプ): who may ask for one, and for whom.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::StatusCode;
use domain::draft::{EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::envelope::Sender;
use domain::factor::Secret;
use domain::ids::EnvelopeId;
use domain::ports::{IdempotentAnswers, IdempotentRequest, PortError, Reservation, StoredAnswer};
use domain::recipient::SealType;
use domain::registered_seal::RegisteredSeal;
use fakes::{Story, certificate, city, signer};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::world::{NOW, World};

const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// Another organisation than the city.
fn neighbour() -> Sender {
    Sender { organisation: "fukagawa".to_owned().try_into().expect("an id"), ..city() }
}

/// A contract that the city's Ms Sato is to sign with the registered seal of this organisation.
fn envelope(owner: &str, email: &str, factor: &Value) -> Value {
    json!({
        "title": "委託契約",
        "documents": [{"name": "契約書", "size": 10, "sha256": "ab".repeat(32)}],
        "recipients": [
            {"kind": "signer", "name": "佐藤 花子", "email": email, "factor": factor,
             "seal": {"type": "registered", "organisation": owner}},
        ],
    })
}

fn access_code() -> Value {
    json!({"type": "access_code", "code": "sakura-2026"})
}

async fn create(w: &World, envelope: &Value) -> (StatusCode, Value) {
    w.post("/v1/envelopes", envelope, "ja").await
}

/// Pointers and codes of what is wrong.
fn wrong(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().expect("errors").iter();
    errors.map(|e| (e["pointer"].as_str().expect("a text"), e["code"].as_str().expect("a text"))).collect()
}

#[tokio::test]
async fn an_organisations_own_named_person_is_asked_with_a_second_factor() {
    let w = World::of_the_city();
    let (status, body) = create(&w, &envelope("takikawa", "SATO@city.example", &access_code())).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
}

#[tokio::test]
async fn whoever_may_not_ask_for_a_seal_is_told_the_same_as_where_there_is_none() {
    let w = World::of(neighbour(), Arc::default());
    // Not even whether the person is named, or a factor is missing, can be found out.
    for (email, factor) in [("sato@city.example", access_code()), ("me@fukagawa.example", Value::Null)] {
        for language in ["ja", "en"] {
            let (status, refused) = w.post("/v1/envelopes", &envelope("takikawa", email, &factor), language).await;
            assert_eq!(status, UNPROCESSABLE, "{refused}");
            assert_eq!(wrong(&refused), [("/recipients/0/seal/organisation", "no-certificate")]);
            let (_, none) = w.post("/v1/envelopes", &envelope("nobody", email, &factor), language).await;
            assert_eq!(refused.to_string(), none.to_string().replace("nobody", "takikawa"));
        }
    }

    w.certificates.change("takikawa", |row| row.organisations.push(neighbour().organisation));
    let (status, body) = create(&w, &envelope("takikawa", "sato@city.example", &access_code())).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    w.certificates.change("takikawa", |row| row.organisations.clear());
    let (status, body) = create(&w, &envelope("takikawa", "sato@city.example", &access_code())).await;
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![("/recipients/0/seal/organisation", "no-certificate")]));
}

#[tokio::test]
async fn the_signer_must_be_a_named_person_and_show_a_second_factor() {
    let w = World::of_the_city();
    let not_named = ("/recipients/0/email", "not-named-for-seal");
    let no_factor = ("/recipients/0/factor", "second-factor-required");
    for (email, factor, expected) in [
        ("clerk@city.example", access_code(), vec![not_named]),
        ("sato@city.example", Value::Null, vec![no_factor]),
        ("sato@city.example", json!({"type": "email_code"}), vec![no_factor]),
        ("clerk@city.example", Value::Null, vec![not_named, no_factor]),
        // What is wrong with a field already is not told twice.
        ("nowhere", access_code(), vec![("/recipients/0/email", "no-at-sign")]),
    ] {
        let (status, body) = create(&w, &envelope("takikawa", email, &factor)).await;
        assert_eq!((status, wrong(&body)), (UNPROCESSABLE, expected), "{body}");
    }
    for (factor, part) in [
        (json!({"type": "totp", "key": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}), "totp"),
        (json!({"type": "sms", "phone": "090-1234-5678"}), "sms"),
    ] {
        let (status, body) = create(&w, &envelope("takikawa", "sato@city.example", &factor)).await;
        assert_eq!((status, body["recipients"][0]["factor"]["type"].as_str()), (StatusCode::CREATED, Some(part)));
    }

    // The row as it is counts.
    w.certificates.change("takikawa", |row| row.persons.clear());
    let (status, body) = create(&w, &envelope("takikawa", "sato@city.example", &access_code())).await;
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![not_named]));
    w.certificates.put(Some("takikawa"), None);
    let (status, body) = create(&w, &envelope("takikawa", "sato@city.example", &access_code())).await;
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![("/recipients/0/seal/organisation", "no-certificate")]));
}

/// The request was answered before: it made this envelope.
struct AnsweredBefore(EnvelopeId);

#[async_trait]
impl IdempotentAnswers for AnsweredBefore {
    async fn reserve(&self, request: &IdempotentRequest, _: Timestamp) -> Result<Reservation, PortError> {
        let (organisation, key) = (request.organisation.clone(), request.key.clone());
        Ok(Reservation::Answered(StoredAnswer {
            organisation,
            key,
            status: 201,
            subject: self.0.into(),
            document: None,
        }))
    }

    async fn release(&self, _: &IdempotentRequest) -> Result<(), PortError> {
        panic!("an answer is given again, and nothing is given back")
    }
}

#[tokio::test]
async fn a_request_that_was_answered_is_answered_the_same_after_the_person_lost_the_seal() {
    let code = FactorRequest::AccessCode { code: Secret::new("sakura-2026".into()) };
    let (_, story, _) = on_its_way(city(), Some(code));
    let w = World::with_answers(city(), story.envelopes.clone(), Arc::new(AnsweredBefore(story.id)));
    w.certificates.change("takikawa", |row| row.persons.clear());
    let (status, body) = create(&w, &envelope("takikawa", "sato@city.example", &access_code())).await;
    assert_eq!((status, body["id"].as_str()), (StatusCode::CREATED, Some(&*story.id.to_string())), "{body}");
}

#[tokio::test]
async fn what_is_to_be_done_is_said_in_both_languages() {
    let w = World::of_the_city();
    let refused = envelope("takikawa", "clerk@city.example", &Value::Null);
    for (language, parts) in [
        (
            "ja",
            [
                "実印タイプを使用できる方として登録されていません",
                "追加認証（access_code、totp、smsのいずれか）が必要です",
            ],
        ),
        ("en", ["ask the operator to name this person", "shows a second factor"]),
    ] {
        let (_, body) = w.post("/v1/envelopes", &refused, language).await;
        let details = body["errors"].to_string();
        assert!(parts.iter().all(|part| details.contains(part)), "{details}");
    }
}

/// An envelope that is on its way to Ms Sato, who is to sign with the city's seal.
fn on_its_way(sender: Sender, factor: Option<FactorRequest>) -> (World, Story, String) {
    let seal = Some(SealType::Registered { organisation: city().organisation, seal: None });
    let recipient = RecipientRequest {
        seal,
        factor,
        email: "sato@city.example".parse().unwrap(),
        ..signer(1, Some("滝川市"), "佐藤 花子", "sato")
    };
    let request = EnvelopeRequest { recipients: vec![recipient], ..Story::request() };
    let story = Story::by(sender.clone(), request, NOW);
    story.start(NOW);
    let path = format!("/v1/envelopes/{}/recipients/1/request", story.id);
    (World::of(sender, story.envelopes.clone()), story, path)
}

#[tokio::test]
async fn a_corrected_address_must_be_a_person_of_the_seal() {
    let code = || Some(FactorRequest::AccessCode { code: Secret::new("sakura-2026".into()) });
    let (w, story, path) = on_its_way(city(), code());
    let before = story.envelope();
    for (language, part) in [("ja", "登録を依頼してください"), ("en", "ask the operator to name this person")]
    {
        let (status, body) = w.post(&path, &json!({"email": "me@attacker.example"}), language).await;
        assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![("/email", "not-named-for-seal")]), "{body}");
        assert!(body["errors"].to_string().contains(part), "{body}");
    }
    assert_eq!(story.envelope(), before, "nothing was changed");

    w.certificates.change("takikawa", |row| row.persons.push("mayor@city.example".parse().unwrap()));
    let (status, body) = w.post(&path, &json!({"email": "mayor@city.example"}), "ja").await;
    assert_eq!((status, body["recipients"][0]["email"].as_str()), (StatusCode::OK, Some("mayor@city.example")));

    // To ask again at the same address is no correction: the person's page says whether the seal may be used.
    w.certificates.change("takikawa", |row| row.persons.clear());
    for body in [json!({}), json!({"email": " mayor@city.example "})] {
        assert_eq!(w.post(&path, &body, "ja").await.0, StatusCode::OK);
    }
    let (status, body) = w.post(&path, &json!({"email": "sato@city.example"}), "ja").await;
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![("/email", "not-named-for-seal")]), "{body}");
}

#[tokio::test]
async fn whoever_has_lost_the_right_to_a_seal_moves_it_to_no_other_address() {
    let code = || Some(FactorRequest::AccessCode { code: Secret::new("sakura-2026".into()) });
    let (w, story, path) = on_its_way(neighbour(), code());
    let before = story.envelope();
    w.certificates.change("takikawa", |row| row.persons.push("mayor@city.example".parse().unwrap()));
    let (status, body) = w.post(&path, &json!({"email": "mayor@city.example"}), "ja").await;
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![("/email", "no-certificate")]), "{body}");
    assert_eq!(story.envelope(), before, "nothing was changed");

    // Nor can an envelope from before a second factor was demanded be mended so.
    let (w, story, path) = on_its_way(city(), None);
    let before = story.envelope();
    w.certificates.change("takikawa", |row| row.persons.push("mayor@city.example".parse().unwrap()));
    let (status, body) = w.post(&path, &json!({"email": "mayor@city.example"}), "ja").await;
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![("/email", "second-factor-required")]), "{body}");
    assert!(body["errors"][0]["detail"].as_str().is_some_and(|text| text.contains("取り下げ")), "{body}");
    assert_eq!(story.envelope(), before, "nothing was changed");
}

#[tokio::test]
async fn a_contract_seal_goes_to_any_corrected_address() {
    let story = Story::draft(vec![signer(1, None, "田中 太郎", "tanaka")], NOW);
    story.start(NOW);
    let w = World::of(city(), story.envelopes.clone());
    let path = format!("/v1/envelopes/{}/recipients/1/request", story.id);
    let (status, body) = w.post(&path, &json!({"email": "tanaka@new.example"}), "ja").await;
    assert_eq!((status, body["recipients"][0]["email"].as_str()), (StatusCode::OK, Some("tanaka@new.example")));
}

fn seal_of_the_city(id: &str) -> RegisteredSeal {
    RegisteredSeal::new(city().organisation, Some(id.to_owned().try_into().expect("a seal id")))
}

/// The same as [`envelope`] for a seal that is named.
fn naming(seal: &str) -> Value {
    let mut body = envelope("takikawa", "sato@city.example", &access_code());
    body["recipients"][0]["seal"]["seal"] = json!(seal);
    body
}

#[tokio::test]
async fn a_seal_is_asked_for_by_its_identifier_and_by_the_persons_of_that_seal() {
    let w = World::of_the_city();
    w.certificates.put_seal(&seal_of_the_city("water"), Some(certificate(&["sato@city.example"], &[])));
    w.certificates.put_seal(&seal_of_the_city("hospital"), Some(certificate(&["clerk@city.example"], &[])));
    let (status, body) = create(&w, &naming("water")).await;
    assert_eq!((status, &body["recipients"][0]["seal"]["seal"]), (StatusCode::CREATED, &json!("water")), "{body}");
    let (status, body) = create(&w, &naming("hospital")).await;
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![("/recipients/0/email", "not-named-for-seal")]), "{body}");
    assert!(body["errors"].to_string().contains("hospital"), "{body}");
    let (status, body) = create(&w, &naming("nursery")).await;
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![("/recipients/0/seal/seal", "no-certificate")]), "{body}");
    // The seal of the organisation's own identifier is the same whether it is named or not.
    for body in [naming("takikawa"), envelope("takikawa", "sato@city.example", &access_code())] {
        let (status, body) = create(&w, &body).await;
        let expected = json!({"type": "registered", "organisation": "takikawa"});
        assert_eq!((status, &body["recipients"][0]["seal"]), (StatusCode::CREATED, &expected), "{body}");
    }
}

#[tokio::test]
async fn where_it_is_not_clear_which_seal_is_meant_that_is_told_to_those_who_may_ask() {
    let unnamed = envelope("takikawa", "sato@city.example", &access_code());
    let w = World::of_the_city();
    w.certificates.put(Some("takikawa"), None);
    w.certificates.put_seal(&seal_of_the_city("water"), Some(certificate(&["sato@city.example"], &[])));
    let (status, body) = create(&w, &unnamed).await;
    assert_eq!(
        (status, &body["recipients"][0]["seal"]["seal"]),
        (StatusCode::CREATED, &json!("water")),
        "the only one"
    );

    w.certificates.put_seal(&seal_of_the_city("hospital"), Some(certificate(&["sato@city.example"], &[])));
    let (status, body) = create(&w, &unnamed).await;
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, vec![("/recipients/0/seal/seal", "ambiguous-seal")]), "{body}");
    assert!(body["errors"].to_string().contains("hospital、water"), "{body}");

    // Another organisation is told the same as where there is none.
    let story = Story::draft(vec![signer(1, None, "田中 太郎", "tanaka")], NOW);
    let other = World::of(neighbour(), story.envelopes.clone());
    other.certificates.put(Some("takikawa"), None);
    let (_, none) = create(&other, &unnamed).await;
    for id in ["water", "hospital"] {
        other.certificates.put_seal(&seal_of_the_city(id), Some(certificate(&["sato@city.example"], &[])));
    }
    let (status, body) = create(&other, &unnamed).await;
    let expected = vec![("/recipients/0/seal/organisation", "no-certificate")];
    assert_eq!((status, wrong(&body)), (UNPROCESSABLE, expected), "{body}");
    assert_eq!(body["errors"], none["errors"], "nothing tells the two apart");
}

#[tokio::test]
async fn a_copy_asks_for_the_same_seal_also_where_another_is_the_only_one_by_now() {
    let (w, story, _) = on_its_way(city(), None);
    w.certificates.put(Some("takikawa"), None);
    w.certificates.put_seal(&seal_of_the_city("water"), Some(certificate(&["sato@city.example"], &[])));
    let (status, body) = w.post(&format!("/v1/envelopes/{}/copy", story.id), &json!({}), "ja").await;
    assert_eq!(status, UNPROCESSABLE, "{body}");
    assert!(body["errors"].to_string().contains("no-certificate"), "{body}");
}
