//! A person signs in at a provider that others wrote, Cognito as MiniStack has it: over HTTP, with a user pool of its own.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, header};
use domain::authorisation::Role;
use domain::ids::{OrganisationId, PersonId};
use domain::language::Language;
use domain::link::SecretToken;
use domain::organisation::{Actor, Change, IdentityProvider, Organisation, PersonState, Profile, SecondFactorProof};
use domain::ports::{About, Clock, Invitation, Invitations as _, People as _, Randomness, Registry, Sessions as _};
use fakes::{MemoryOidc, MemoryOrganisations};
use lambda::clock::MachineClock;
use lambda::random::SystemRandomness;
use local::emulator::Emulator;
use local::user_pool;
use reqwest::Client;
use serde_json::json;
use sign_in_person::provider::Reach;
use sign_in_person::provider::transport::HttpTransport;
use sign_in_person::{Dependencies, Settings, router};
use tower::ServiceExt as _;
use url::Url;
use workspace::RunFolder;

const PUBLIC_URL: &str = "http://localhost:9999";
const EMAIL: &str = "sato@city.example";
const PASSWORD: &str = "Correct-Horse-7-Battery";

struct Pool {
    endpoint: String,
    id: String,
    client_id: String,
}

impl Pool {
    async fn create(endpoint: &str) -> Self {
        let pool = json!({"PoolName": "people", "UsernameAttributes": ["email"]});
        let made = user_pool::call(endpoint, "CreateUserPool", &pool).await.unwrap();
        let id = made["UserPool"]["Id"].as_str().unwrap().to_owned();
        let asked = json!({
            "UserPoolId": id, "ClientName": "keiin", "GenerateSecret": false, "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "email", "profile"],
            "SupportedIdentityProviders": ["COGNITO"], "CallbackURLs": [format!("{PUBLIC_URL}/sign-in/callback")],
        });
        let made = user_pool::call(endpoint, "CreateUserPoolClient", &asked).await.unwrap();
        let client_id = made["UserPoolClient"]["ClientId"].as_str().unwrap().to_owned();
        user_pool::add_account(endpoint, &id, EMAIL, PASSWORD).await.unwrap();
        Self { endpoint: endpoint.to_owned(), id, client_id }
    }

    /// Signs in on the pages to which the browser was sent; where it is sent back to.
    async fn sign_in(&self, browser: &Client, location: &str) -> Url {
        let mut page = browser.get(location).send().await.unwrap().text().await.unwrap();
        for (name, value) in [("username", EMAIL), ("password", PASSWORD)] {
            let mut fields = hidden_fields(&page);
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_owned(), value.to_owned()));
            // The page asks for both at once, or for one after the other.
            if page.contains("name=\"password\"") && !fields.iter().any(|(known, _)| known == "password") {
                fields.push(("password".to_owned(), PASSWORD.to_owned()));
            }
            let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            let request = browser.post(format!("{}/login", self.endpoint)).body(form);
            let kind = "application/x-www-form-urlencoded";
            let answer = request.header(header::CONTENT_TYPE, kind).send().await.unwrap();
            if let Some(location) = answer.headers().get(header::LOCATION) {
                return Url::parse(location.to_str().unwrap()).unwrap();
            }
            page = answer.text().await.unwrap();
        }
        panic!("nobody is sent back from {page}");
    }
}

fn hidden_fields(html: &str) -> Vec<(String, String)> {
    let inputs = html.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |text: &str| {
        let (name, rest) = text.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split_once('"').unwrap().0.to_owned())
    };
    inputs.map(field).collect()
}

async fn ask(router: &Router, request: Request<Body>) -> Response<Body> {
    router.clone().oneshot(request).await.unwrap()
}

async fn post(router: &Router, path: &str, cookie: &str, fields: &[(String, String)]) -> Response<Body> {
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.header("sec-fetch-site", "same-origin").header(header::COOKIE, cookie);
    ask(router, request.body(Body::from(form)).unwrap()).await
}

fn header_of(answer: &Response<Body>, name: header::HeaderName) -> String {
    assert_eq!(answer.status(), 303);
    answer.headers()[name].to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_invited_signs_in_at_a_user_pool() {
    let folder = RunFolder::create("signing-in").unwrap();
    let tools = local::stack::tools(|_| {}).unwrap();
    let emulator = Emulator::start(&tools, folder.path(), &[]).await.unwrap();
    let transport = Arc::new(HttpTransport::new().unwrap());
    let policy = reqwest::redirect::Policy::none();
    let browser = Client::builder().redirect(policy).no_proxy().build().unwrap();
    let pool = Pool::create(emulator.endpoint()).await;

    let (rows, oidc) = (Arc::new(MemoryOrganisations::default()), Arc::new(MemoryOidc::default()));
    let registry = Registry {
        organisations: rows.clone(),
        people: rows.clone(),
        keys: rows.clone(),
        directories: rows.clone(),
        certificates: rows.clone(),
        clock: Arc::new(MachineClock),
    };
    let provider = IdentityProvider {
        issuer: format!("https://cognito-idp.ap-northeast-1.amazonaws.com/{}", pool.id),
        client_id: pool.client_id.clone(),
        second_factor: SecondFactorProof::Always,
    };
    let configuration_at = Some(format!("{}/{}", pool.endpoint, pool.id));
    let site = web::Site { public_url: PUBLIC_URL.to_owned(), ..web::Site::default() };
    let router = router(Dependencies {
        registry: registry.clone(),
        invitations: rows.clone(),
        sessions: rows.clone(),
        attempts: oidc.clone(),
        known_providers: oidc.clone(),
        provider_secrets: oidc,
        transport,
        randomness: Arc::new(SystemRandomness),
        settings: Arc::new(Settings { provider, configuration_at, reach: Reach::of(PUBLIC_URL) }),
        site: Arc::new(site),
    });
    let organisation: OrganisationId = "takikawa".to_owned().try_into().unwrap();
    let person: PersonId = "01935f2e-7c00-7a11-8b22-9c33ad44be55".parse().unwrap();
    let link = invite(&registry, &rows, &organisation, person).await;

    let begun = post(&router, &link, "", &[]).await;
    let cookie = header_of(&begun, header::SET_COOKIE).split(';').next().unwrap().to_owned();
    let back = pool.sign_in(&browser, &header_of(&begun, header::LOCATION)).await;
    assert_eq!(back.path(), "/sign-in/callback");
    let path = format!("{}?{}", back.path(), back.query().unwrap());
    let page = ask(&router, Request::get(path).body(Body::empty()).unwrap()).await;
    let page = String::from_utf8(to_bytes(page.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap();
    let done = post(&router, "/sign-in/complete", &cookie, &hidden_fields(&page)).await;
    assert_eq!(header_of(&done, header::LOCATION), "/");
    assert!(header_of(&done, header::SET_COOKIE).starts_with("__Host-session=takikawa."));
    let accepted = rows.person(&organisation, person).await.unwrap().unwrap();
    assert!(matches!(accepted.state, PersonState::Active { .. }));
    assert!(rows.list(&organisation, person).await.unwrap()[0].second_factor);
}

async fn invite(
    registry: &Registry,
    rows: &MemoryOrganisations,
    organisation: &OrganisationId,
    person: PersonId,
) -> String {
    let now = MachineClock.now();
    let new = Organisation::new(organisation.clone(), "滝川市".to_owned(), now);
    let profile = Profile {
        name: "佐藤 花子".to_owned(),
        email: EMAIL.parse().unwrap(),
        language: Language::Ja,
        roles: [Role::Administrator].into(),
        groups: [].into(),
    };
    let about = About { person: Some(person), address: Some(profile.email.clone()), ..About::default() };
    let mut by_entry = 0;
    for change in [Change::AddOrganisation(Box::new(new)), Change::Invite { id: person, profile }] {
        let decide = |_: &_, _: &_| Ok(change.clone());
        let decision = registry.change(organisation, &about, &Actor::Operator, None, decide).await.unwrap();
        by_entry = decision.entry.sequence;
    }
    let randomness: &dyn Randomness = &SystemRandomness;
    let token = SecretToken::from_random(randomness.bytes());
    let (digest, organisation) = (token.digest(), organisation.clone());
    let expires_at = now + domain::organisation::INVITATION_LIFETIME;
    rows.store(&Invitation { digest, organisation, person, by_entry, expires_at }).await.unwrap();
    format!("/invitation/{}", token.reveal())
}
