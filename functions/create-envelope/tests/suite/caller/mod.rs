//! The function over ports in memory, and a sender who calls it.

#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use conformance::ask_and_demand;
use create_envelope::{Dependencies, router};
use domain::envelope::Sender;
use fakes::{
    CountingNumbers, CountingRandomness, ForgetfulAnswers, MemoryCertificates, MemoryEnvelopes, MemoryFactors,
    MemoryLinks, MemoryOrganisations, MemoryUploadProgress, OneSender, PresignedDocuments, StoppedClock,
    authentication,
};
use serde_json::{Value, json};

const KEY: &str = "keiin_test_fakeApiKeyForTestsOnly";

pub(crate) fn world() -> Router {
    let sender = Sender {
        organisation: "takikawa".to_owned().try_into().expect("an id"),
        organisation_name: "滝川市".into(),
        organisation_name_en: None,
        person: None,
        name: "佐藤 花子".into(),
        email: "sato@city.example".parse().expect("an address"),
        language: domain::language::Language::Ja,
    };
    let sender = Arc::new(OneSender::new(sender, KEY));
    router(Dependencies {
        envelopes: Arc::new(MemoryEnvelopes::default()),
        list: Arc::new(MemoryEnvelopes::default()),
        links: Arc::new(MemoryLinks::default()),
        link_rules: Arc::new(MemoryOrganisations::default()),
        numbers: Arc::new(CountingNumbers::default()),
        documents: Arc::new(PresignedDocuments::default()),
        progress: Arc::new(MemoryUploadProgress::default()),
        authentication: authentication(
            sender,
            Arc::new(MemoryOrganisations::default()),
            Arc::new(StoppedClock::at("2026-11-22T09:00:00Z")),
        ),
        answers: Arc::new(ForgetfulAnswers),
        quota: Arc::new(MemoryOrganisations::default()),
        certificates: Arc::new(MemoryCertificates::default()),
        factors: Arc::new(MemoryFactors::default()),
        clock: Arc::new(StoppedClock::at("2026-11-22T09:00:00Z")),
        randomness: Arc::new(CountingRandomness::default()),
        site: Arc::default(),
    })
}

/// An answer as a program reads it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("JSON: {}", self.body))
    }
}

/// Sends a request of the sender whose key is known.
pub(crate) async fn send(world: &Router, method: &str, path: &str, language: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {KEY}"));
    let request = request.header("content-type", "application/json").header("accept", "application/json");
    let request = request.header("accept-language", language).header("idempotency-key", "key-1");
    let (parts, body) = ask_and_demand(world.clone(), request.body(body.into()).expect("a request")).await;
    let body = String::from_utf8(body.to_vec()).expect("UTF-8");
    Answer { status: parts.status, headers: parts.headers, body }
}

/// Everything that a sender can say, all of it right.
pub(crate) fn good_request() -> Value {
    json!({
        "title": "工事請負契約（第1回変更）",
        "message": "ご確認のうえ、\nご署名をお願いいたします。",
        "documents": [
            {"name": "契約書", "size": 1000, "sha256": "ab".repeat(32)},
            {"name": "仕様書 <別紙1> & 内訳", "size": 1000, "sha256": "cd".repeat(32)}
        ],
        "recipients": [{
            "kind": "signer", "order": 1, "name": "葛\u{e0100}城 太郎", "company": "価格.com", "email": "taro@example.jp",
            "seal": {"type": "contract"}, "language": "ja", "factor": {"type": "sms", "phone": "090-1234-5678"}
        }],
        "transaction": {
            "date": "2026-04-01", "counterparty": "㈱①商店", "amount": {"value": 1_000_000, "currency": "JPY"},
            "tags": ["令和8年度", "工事"]
        },
        "retention": "10y",
        "deadline_days": 14,
        "may_forward": true
    })
}
