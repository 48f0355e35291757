//! The sender's API with ports in memory, driven over HTTP.

#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;

use axum::BoxError;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use conformance::ask_and_demand;
use create_envelope::{Dependencies, router};
use domain::authorisation::KeyTerms;
use domain::envelope::{Envelope, Sender};
use domain::policy::Policy;
use domain::ports::IdempotentAnswers;
use fakes::{
    CountingNumbers, CountingRandomness, ForgetfulAnswers, MemoryCertificates, MemoryEnvelopes, MemoryFactors,
    MemoryLinks, MemoryOrganisations, MemoryUploadProgress, OneSender, PresignedDocuments, StoppedClock,
    authentication, certificate, city,
};
use serde_json::Value;

/// The sender's API key.
pub(crate) const KEY: &str = "keiin_test_fakeApiKeyForTestsOnly";
pub(crate) const NOW: &str = "2026-11-22T09:00:00Z";

pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) envelopes: Arc<MemoryEnvelopes>,
    pub(crate) certificates: Arc<MemoryCertificates>,
    pub(crate) organisations: Arc<MemoryOrganisations>,
    pub(crate) documents: Arc<PresignedDocuments>,
    pub(crate) progress: Arc<MemoryUploadProgress>,
    pub(crate) factors: Arc<MemoryFactors>,
    pub(crate) clock: Arc<StoppedClock>,
}

/// An answer with its headers.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Told {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The status and the code of a problem.
    pub(crate) fn problem(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }

    /// The pointers and codes of wrong fields.
    pub(crate) fn errors(&self) -> Vec<(&str, &str)> {
        let errors = self.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        errors.iter().filter_map(|error| Some((error["pointer"].as_str()?, error["code"].as_str()?))).collect()
    }
}

impl World {
    /// The city sends, and has a registered seal that one of its people may use.
    pub(crate) fn of_the_city() -> Self {
        Self::of(city(), Arc::default())
    }

    /// This organisation sends, over these envelopes. The city has a registered seal.
    pub(crate) fn of(sender: Sender, envelopes: Arc<MemoryEnvelopes>) -> Self {
        Self::with_answers(sender, envelopes, Arc::new(ForgetfulAnswers))
    }

    /// The city sends by a key that was made when it had a row, which is not there.
    pub(crate) fn by_key_of_an_organisation(envelopes: Arc<MemoryEnvelopes>) -> Self {
        let sender = OneSender { has_organisation: true, ..OneSender::new(city(), KEY) };
        Self::with(sender, envelopes, Arc::new(ForgetfulAnswers))
    }

    /// The city sends by a key under these terms, over these envelopes.
    pub(crate) fn by_key(terms: KeyTerms, envelopes: Arc<MemoryEnvelopes>) -> Self {
        let sender = OneSender { terms, ..OneSender::new(city(), KEY) };
        Self::with(sender, envelopes, Arc::new(ForgetfulAnswers))
    }

    /// The same with these answers to earlier requests.
    pub(crate) fn with_answers(
        sender: Sender,
        envelopes: Arc<MemoryEnvelopes>,
        answers: Arc<dyn IdempotentAnswers>,
    ) -> Self {
        Self::with(OneSender::new(sender, KEY), envelopes, answers)
    }

    /// This sender's organisation demands this.
    pub(crate) fn under(sender: Sender, policy: Policy) -> Self {
        Self::with(OneSender { policy, ..OneSender::new(sender, KEY) }, Arc::default(), Arc::new(ForgetfulAnswers))
    }

    /// Puts a file where each of an envelope's documents is awaited.
    pub(crate) fn put_uploads(&self, path: &str) {
        for document in self.envelope(path).documents {
            self.documents.keep(document.upload.object, b"%PDF".to_vec());
        }
    }

    pub(crate) fn with(
        sender: OneSender,
        envelopes: Arc<MemoryEnvelopes>,
        answers: Arc<dyn IdempotentAnswers>,
    ) -> Self {
        let certificates = Arc::new(MemoryCertificates::default());
        certificates.put(Some("takikawa"), Some(certificate(&["sato@city.example"], &[])));
        let (documents, progress) = (Arc::<PresignedDocuments>::default(), Arc::<MemoryUploadProgress>::default());
        let organisations = Arc::<MemoryOrganisations>::default();
        let (factors, clock) = (Arc::<MemoryFactors>::default(), Arc::new(StoppedClock::at(NOW)));
        let router = router(Dependencies {
            envelopes: envelopes.clone(),
            list: envelopes.clone(),
            links: Arc::new(MemoryLinks::default()),
            link_rules: organisations.clone(),
            numbers: Arc::new(CountingNumbers::default()),
            documents: documents.clone(),
            progress: progress.clone(),
            authentication: authentication(Arc::new(sender), organisations.clone(), Arc::new(StoppedClock::at(NOW))),
            answers,
            quota: organisations.clone(),
            certificates: certificates.clone(),
            factors: factors.clone(),
            clock: clock.clone(),
            randomness: Arc::new(CountingRandomness::default()),
            site: Arc::default(),
        });
        Self { router, envelopes, certificates, organisations, documents, progress, factors, clock }
    }

    /// Sends a request and gives status and JSON of the answer.
    pub(crate) async fn answer<B>(&self, request: Request<B>) -> (StatusCode, Value)
    where
        B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        let (parts, body) = ask_and_demand(self.router.clone(), request).await;
        (parts.status, serde_json::from_slice(&body).expect("JSON"))
    }

    /// Sends a request with the sender's key, an `Idempotency-Key`, and these headers.
    pub(crate) async fn tell(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Told {
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {KEY}"));
        let request = request.header("idempotency-key", "a-key").header("accept-language", "ja");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let (parts, body) = ask_and_demand(self.router.clone(), request.body(body.into()).expect("a request")).await;
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).expect("JSON") };
        Told { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// The same with JSON, for the version that is named by its tag.
    pub(crate) async fn at(&self, tag: &str, method: Method, path: &str, body: &Value) -> Told {
        let headers = [("content-type", "application/json"), ("if-match", tag)];
        self.tell(method, path, &headers, body.to_string()).await
    }

    /// Makes a draft of two documents, and gives its path.
    pub(crate) async fn draft(&self, recipients: &Value) -> String {
        let document = |name: &str| serde_json::json!({"name": name, "size": 4, "sha256": "ab".repeat(32)});
        let request = serde_json::json!({
            "title": "工事請負契約",
            "documents": [document("契約書"), document("仕様書")],
            "recipients": recipients,
        });
        let told = self.tell(Method::POST, "/v1/envelopes", &[], request.to_string()).await;
        assert_eq!(told.status, 201, "{told:?}");
        told.header("location").to_owned()
    }

    /// The envelope behind a path.
    pub(crate) fn envelope(&self, path: &str) -> Envelope {
        let id = path.split('/').nth(3).expect("an id").parse().expect("a UUID");
        self.envelopes.envelope(id)
    }

    /// Posts JSON with the sender's key.
    pub(crate) async fn post(&self, path: &str, body: &Value, language: &str) -> (StatusCode, Value) {
        let request = Request::post(path)
            .header("authorization", format!("Bearer {KEY}"))
            .header("idempotency-key", "a-key")
            .header("content-type", "application/json")
            .header("accept-language", language)
            .body(Body::from(body.to_string()));
        self.answer(request.expect("a request")).await
    }
}
