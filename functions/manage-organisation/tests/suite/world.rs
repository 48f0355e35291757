//! The function over ports in memory, called by a key that administers the city.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use conformance::ask_and_demand;
use domain::authorisation::{KeyTerms, Role, Scope};
use domain::digest::Digest;
use domain::ids::{KeyId, OrganisationId, PersonId};
use domain::language::Language;
use domain::organisation::{Actor, Change, Entry, KeyHolder, ListedKey, OidcIdentity, Organisation, Profile};
use domain::ports::{About, AddressBooks, IdempotentAnswers, Registry};
use fakes::{
    CountingRandomness, ForgetfulAnswers, MemoryEnvelopes, MemoryOrganisations, MemorySealLog, OneSender, StoppedClock,
    authentication, city,
};
use manage_organisation::{Dependencies, router};
use serde_json::{Value, json};

pub(crate) const KEY: &str = "keiin_test_fakeApiKeyForTestsOnly";
pub(crate) const NOW: &str = "2026-11-22T09:00:00Z";
pub(crate) const PEOPLE: &str = "/v1/organisation/people";

pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) organisations: Arc<MemoryOrganisations>,
    pub(crate) envelopes: Arc<MemoryEnvelopes>,
    pub(crate) registry: Registry,
    pub(crate) seal_uses: Arc<MemorySealLog>,
    pub(crate) clock: Arc<StoppedClock>,
}

/// An answer as a program reads it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// The code of a problem.
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn id(&self) -> &str {
        self.body["id"].as_str().unwrap_or_else(|| panic!("an id: {self:?}"))
    }
}

impl World {
    /// The city, which has a row.
    pub(crate) fn new() -> Self {
        let w = Self::without_a_row(Arc::new(ForgetfulAnswers));
        w.organisations.put(&w.row());
        w
    }

    pub(crate) fn without_a_row(answers: Arc<dyn IdempotentAnswers>) -> Self {
        let (organisations, clock) = (Arc::<MemoryOrganisations>::default(), Arc::new(StoppedClock::at(NOW)));
        let envelopes = Arc::<MemoryEnvelopes>::default();
        let terms =
            KeyTerms { label: "人事システム".into(), scopes: Scope::ALL.into(), ..KeyTerms::for_envelopes() };
        let sender = OneSender { terms, ..OneSender::new(city(), KEY) };
        let registry = Registry {
            organisations: organisations.clone(),
            people: organisations.clone(),
            keys: organisations.clone(),
            directories: organisations.clone(),
            certificates: organisations.clone(),
            clock: clock.clone(),
        };
        let seal_uses = Arc::<MemorySealLog>::default();
        let router = router(Dependencies {
            authentication: authentication(Arc::new(sender), organisations.clone(), clock.clone()),
            registry: registry.clone(),
            list: envelopes.clone(),
            seal_uses: seal_uses.clone(),
            books: AddressBooks { contacts: organisations.clone(), registry: registry.clone() },
            answers,
            randomness: Arc::new(CountingRandomness::default()),
            site: Arc::default(),
        });
        Self { router, organisations, envelopes, registry, seal_uses, clock }
    }

    /// The same function, for callers with the keys that it has made.
    pub(crate) fn router_for_keys(&self) -> Router {
        let (organisations, clock) = (self.organisations.clone(), self.clock.clone());
        let books = AddressBooks { contacts: organisations.clone(), registry: self.registry.clone() };
        router(Dependencies {
            authentication: authentication(organisations.clone(), organisations, clock),
            registry: self.registry.clone(),
            list: self.envelopes.clone(),
            seal_uses: self.seal_uses.clone(),
            books,
            answers: Arc::new(ForgetfulAnswers),
            randomness: Arc::new(CountingRandomness::default()),
            site: Arc::default(),
        })
    }

    pub(crate) fn row(&self) -> Organisation {
        Organisation::new(city().organisation, "滝川市".to_owned(), NOW.parse().unwrap())
    }

    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        self.send_as(Some(KEY), method, path, headers, body).await
    }

    /// By another key, which the function has made, or by no key.
    pub(crate) async fn send_as(
        &self,
        key: Option<&str>,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Answer {
        let router = if key.is_none_or(|key| key == KEY) { self.router.clone() } else { self.router_for_keys() };
        let request = Request::builder().method(method).uri(path);
        let request = key.into_iter().fold(request, |r, key| r.header("authorization", format!("Bearer {key}")));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let request = request.header("content-type", "application/json").body(body).unwrap();
        let (parts, body) = ask_and_demand(router, request).await;
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// By a person's key, which is this text and good for everything: the person's roles decide.
    pub(crate) async fn person_with_a_key(&self, key: &str, roles: &[&str]) -> PersonId {
        let person = self.join(&format!("{key}@city.example"), roles).await;
        let (holder, digest, made_at) =
            (KeyHolder::Person { person }, Digest::of(key.as_bytes()), NOW.parse().unwrap());
        let id = KeyId::new(person.into());
        let terms = KeyTerms { scopes: Scope::ALL.into(), ..KeyTerms::for_envelopes() };
        let key = ListedKey { id, digest, holder, terms, made_at, last_used_at: None };
        let about = About { person: Some(person), ..About::default() };
        let make = |_: &_, _: &_| Ok(Change::MakeKey(Box::new(key.clone())));
        self.registry.change(&city().organisation, &about, &Actor::Operator, None, make).await.unwrap();
        person
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], &Value::Null).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[("idempotency-key", "a-key")], body).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], &Value::Null).await
    }

    pub(crate) async fn remove(&self, path: &str, etag: &str) -> Answer {
        self.send("DELETE", path, &[("if-match", etag)], &Value::Null).await
    }

    pub(crate) async fn patch(&self, path: &str, etag: &str, body: &Value) -> Answer {
        self.send("PATCH", path, &[("if-match", etag)], body).await
    }

    /// Invites a person by the API.
    pub(crate) async fn invite(&self, email: &str, roles: &[&str]) -> Answer {
        self.post(PEOPLE, &json!({"name": "佐藤 花子", "email": email, "roles": roles})).await
    }

    /// A person has a key with this identifier.
    pub(crate) async fn has_a_key(&self, person: PersonId, id: KeyId) {
        let (holder, digest, made_at) = (KeyHolder::Person { person }, Digest::of(b"a key"), NOW.parse().unwrap());
        let key = ListedKey { id, digest, holder, terms: KeyTerms::for_envelopes(), made_at, last_used_at: None };
        let about = About { person: Some(person), ..About::default() };
        let make = |_: &_, _: &_| Ok(Change::MakeKey(Box::new(key.clone())));
        self.registry.change(&city().organisation, &about, &Actor::Operator, None, make).await.unwrap();
    }

    /// Invites a person, who signs in.
    pub(crate) async fn join(&self, email: &str, roles: &[&str]) -> PersonId {
        let invited = self.invite(email, roles).await;
        assert_eq!(invited.status, 201, "{invited:?}");
        let id: PersonId = invited.id().parse().unwrap();
        let by_entry = self.log().last().unwrap().sequence;
        let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: email.to_owned() };
        let about = About { person: Some(id), ..About::default() };
        let accept = |_: &_, _: &_| Ok(Change::AcceptInvitation { by_entry, identity: identity.clone() });
        let actor = Actor::Person { person: id };
        self.registry.change(&city().organisation, &about, &actor, None, accept).await.unwrap();
        id
    }

    /// Invites a person to another organisation.
    pub(crate) async fn invite_elsewhere(&self, organisation: &OrganisationId, email: &str) -> PersonId {
        let id = PersonId::new(uuid::Uuid::from_u128(7));
        let profile = Profile {
            name: "佐藤 花子".to_owned(),
            email: email.parse().unwrap(),
            language: Language::Ja,
            roles: [Role::Sender].into(),
            groups: [].into(),
        };
        let about = About { person: Some(id), ..About::default() };
        let invite = |_: &_, _: &_| Ok(Change::Invite { id, profile: profile.clone() });
        self.registry.change(organisation, &about, &Actor::Operator, None, invite).await.unwrap();
        id
    }

    pub(crate) fn log(&self) -> Vec<Entry> {
        self.organisations.log(&city().organisation)
    }
}
