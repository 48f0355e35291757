//! The functions that ask who calls, over ports in memory that they share.

use std::net::IpAddr;
use std::sync::Arc;

use api::ClientIp;
use api::routes::{self, Access, Function, Route};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use conformance::ask_and_demand;
use domain::authorisation::{Action, KeyTerms, Scope};
use domain::ports::{AddressBooks, Registry};
use fakes::{
    CountingNumbers, CountingRandomness, ForgetfulAnswers, MemoryCertificates, MemoryEnvelopes, MemoryFactors,
    MemoryLinks, MemoryOidc, MemoryOrganisations, MemorySealLog, MemoryUploadProgress, OneSender, PresignedDocuments,
    StoppedClock, authentication, city, issuers,
};
use serde_json::Value;

/// The sender's API key.
pub(crate) const KEY: &str = "keiin_test_fakeApiKeyForTestsOnly";
pub(crate) const NOW: &str = "2026-11-22T09:00:00Z";
/// What is nobody's.
pub(crate) const NOBODY: &str = "01935f2e-7c00-7a11-8b22-9c33ad44be55";

/// Of a key that is good for everything.
pub(crate) fn everything() -> KeyTerms {
    KeyTerms { scopes: Scope::ALL.into(), ..KeyTerms::for_envelopes() }
}

pub(crate) struct World {
    create_envelope: Router,
    manage_organisation: Router,
    pub(crate) documents: Arc<PresignedDocuments>,
    pub(crate) organisations: Arc<MemoryOrganisations>,
    pub(crate) oidc: Arc<MemoryOidc>,
    pub(crate) clock: Arc<StoppedClock>,
}

impl World {
    /// The city sends by a key that was made when it had a row, which is not there.
    pub(crate) fn by_key_of_an_organisation(envelopes: Arc<MemoryEnvelopes>) -> Self {
        Self::with(OneSender { has_organisation: true, ..OneSender::new(city(), KEY) }, envelopes)
    }

    /// The city sends by a key under these terms, over these envelopes.
    pub(crate) fn by_key(terms: KeyTerms, envelopes: Arc<MemoryEnvelopes>) -> Self {
        Self::with(OneSender { terms, ..OneSender::new(city(), KEY) }, envelopes)
    }

    /// The same, over links that were mailed.
    pub(crate) fn with_links(terms: KeyTerms, envelopes: Arc<MemoryEnvelopes>, links: Arc<MemoryLinks>) -> Self {
        Self::over(OneSender { terms, ..OneSender::new(city(), KEY) }, envelopes, links)
    }

    fn with(sender: OneSender, envelopes: Arc<MemoryEnvelopes>) -> Self {
        Self::over(sender, envelopes, Arc::default())
    }

    fn over(sender: OneSender, envelopes: Arc<MemoryEnvelopes>, links: Arc<MemoryLinks>) -> Self {
        let (organisations, clock) = (Arc::<MemoryOrganisations>::default(), Arc::new(StoppedClock::at(NOW)));
        let oidc = Arc::<MemoryOidc>::default();
        let documents = Arc::<PresignedDocuments>::default();
        let authentication = api::Authentication {
            issuers: issuers(oidc.clone()),
            ..authentication(Arc::new(sender), organisations.clone(), clock.clone())
        };
        let create_envelope = create_envelope::router(create_envelope::Dependencies {
            envelopes: envelopes.clone(),
            list: envelopes.clone(),
            links,
            link_rules: organisations.clone(),
            numbers: Arc::new(CountingNumbers::default()),
            documents: documents.clone(),
            progress: Arc::new(MemoryUploadProgress::default()),
            authentication: authentication.clone(),
            answers: Arc::new(ForgetfulAnswers),
            quota: organisations.clone(),
            certificates: Arc::new(MemoryCertificates::default()),
            factors: Arc::new(MemoryFactors::default()),
            clock: clock.clone(),
            randomness: Arc::new(CountingRandomness::default()),
            site: Arc::default(),
        });
        let registry = Registry {
            organisations: organisations.clone(),
            people: organisations.clone(),
            keys: organisations.clone(),
            directories: organisations.clone(),
            certificates: organisations.clone(),
            clock: clock.clone(),
        };
        let manage_organisation = manage_organisation::router(manage_organisation::Dependencies {
            authentication,
            list: envelopes,
            seal_uses: Arc::<MemorySealLog>::default(),
            books: AddressBooks { contacts: organisations.clone(), registry: registry.clone() },
            registry,
            answers: Arc::new(ForgetfulAnswers),
            randomness: Arc::new(CountingRandomness::default()),
            site: Arc::default(),
        });
        Self { create_envelope, manage_organisation, documents, organisations, oidc, clock }
    }

    /// What the function of a route does.
    pub(crate) fn router(&self, function: Function) -> Router {
        match function {
            Function::CreateEnvelope => self.create_envelope.clone(),
            Function::ManageOrganisation => self.manage_organisation.clone(),
            other => panic!("{other:?} is not served here"),
        }
    }

    /// Sends a request and gives status and JSON of the answer, null where it has no body.
    pub(crate) async fn answer(&self, route: &Route, request: Request<Body>) -> (StatusCode, Value) {
        let (parts, body) = ask_and_demand(self.router(route.function), request).await;
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).expect("JSON") };
        (parts.status, body)
    }
}

/// Routes that ask who calls, each with what it is for.
pub(crate) fn asked() -> impl Iterator<Item = (&'static Route, Action)> {
    routes::ALL.iter().filter_map(|route| match route.access {
        Access::May(action) => Some((*route, action)),
        Access::Public | Access::Link | Access::SignedIn => None,
    })
}

/// The path of a route about something with this identifier.
pub(crate) fn path_of(route: &Route, id: &str) -> String {
    let values: &[&str] = match route.path.matches('{').count() {
        0 => &[],
        1 => &[id],
        2 => &[id, "1"],
        _ => &[id, "1", "original"],
    };
    route.path_of(values)
}

/// How a call differs from one that is all right.
#[derive(Clone, Copy)]
pub(crate) struct How<'a> {
    pub(crate) authorization: Option<&'a str>,
    pub(crate) cookie: Option<&'a str>,
    pub(crate) address: Option<IpAddr>,
}

/// The status, the code, and all of the answer.
pub(crate) async fn call(w: &World, route: &Route, id: &str, how: How<'_>) -> (u16, String, Value) {
    let request = Request::builder().method(route.method.clone()).uri(path_of(route, id));
    // What is refused for its version is not refused for who asks.
    let request = if route.method == Method::POST { request } else { request.header("if-match", "\"1\"") };
    let request = request.header("idempotency-key", "a-key").header("content-type", "application/json");
    let request = match how.authorization {
        Some(value) => request.header("authorization", value),
        None => request,
    };
    let request = match how.cookie {
        Some(value) => request.header("cookie", value).header("sec-fetch-site", "same-origin"),
        None => request,
    };
    let body = if route.method == Method::GET { Body::empty() } else { Body::from("{}") };
    let mut request = request.body(body).expect("a request");
    if let Some(address) = how.address {
        request.extensions_mut().insert(ClientIp(address));
    }
    let (status, body) = w.answer(route, request).await;
    (status.as_u16(), body["code"].as_str().unwrap_or_default().to_owned(), body)
}

pub(crate) fn bearer() -> String {
    format!("Bearer {KEY}")
}

pub(crate) async fn by_key(w: &World, route: &Route, id: &str, address: Option<&str>) -> (u16, String, Value) {
    let address = address.map(|address| address.parse().expect("an address"));
    call(w, route, id, How { authorization: Some(&bearer()), cookie: None, address }).await
}
