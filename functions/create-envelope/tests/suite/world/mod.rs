//! The sender's API with ports in memory, driven over HTTP.

#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;

use axum::BoxError;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, StatusCode};
use conformance::ask_and_demand;
use create_envelope::{Dependencies, router};
use domain::authorisation::KeyTerms;
use domain::envelope::Sender;
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

    fn with(sender: OneSender, envelopes: Arc<MemoryEnvelopes>, answers: Arc<dyn IdempotentAnswers>) -> Self {
        let certificates = Arc::new(MemoryCertificates::default());
        certificates.put(Some("takikawa"), Some(certificate(&["sato@city.example"], &[])));
        let (documents, progress) = (Arc::<PresignedDocuments>::default(), Arc::<MemoryUploadProgress>::default());
        let organisations = Arc::<MemoryOrganisations>::default();
        let router = router(Dependencies {
            envelopes: envelopes.clone(),
            list: envelopes.clone(),
            links: Arc::new(MemoryLinks::default()),
            numbers: Arc::new(CountingNumbers::default()),
            documents: documents.clone(),
            progress: progress.clone(),
            authentication: authentication(Arc::new(sender), organisations.clone(), Arc::new(StoppedClock::at(NOW))),
            answers,
            certificates: certificates.clone(),
            factors: Arc::new(MemoryFactors::default()),
            clock: Arc::new(StoppedClock::at(NOW)),
            randomness: Arc::new(CountingRandomness::default()),
            site: Arc::default(),
        });
        Self { router, envelopes, certificates, organisations, documents, progress }
    }

    /// Sends a request and gives status and JSON of the answer.
    pub(crate) async fn answer<B>(&self, request: Request<B>) -> (StatusCode, Value)
    where
        B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        let (parts, body) = ask_and_demand(self.router.clone(), request).await;
        (parts.status, serde_json::from_slice(&body).expect("JSON"))
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
