//! An organisation with a person, and browsers.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::{ClientIp, SessionCookie};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Request, header};
use domain::authorisation::Role;
use domain::digest::Digest;
use domain::ids::{OrganisationId, PersonId};
use domain::language::Language;
use domain::link::SecretToken;
use domain::organisation::{
    Actor, Change, IdentityProvider, OidcIdentity, Organisation, Person, Profile, SecondFactorProof, Session,
};
use domain::ports::{
    About, Invitation, Invitations, Organisations, People, ProviderTransport, Randomness, Registry, Sessions,
};
use fakes::{MemoryOidc, MemoryOrganisations, StoppedClock};
use ring::rand::{SecureRandom, SystemRandom};
use sign_in_person::provider::Reach;
use sign_in_person::{Dependencies, Settings, router};
use tower::ServiceExt;
use web::Site;

use crate::provider::{CLIENT, ISSUER, Provider};

pub(crate) const NOW: &str = "2026-12-01T09:00:00Z";
pub(crate) const ORGANISATION: &str = "takikawa";
pub(crate) const URL: &str = "https://sign.example";
pub(crate) const HANAKO: &str = "sub-hanako";

/// Unpredictable: a state that repeats would hide a fault.
struct RealRandomness;

impl Randomness for RealRandomness {
    fn fill(&self, buffer: &mut [u8]) {
        SystemRandom::new().fill(buffer).unwrap();
    }
}

pub(crate) struct World {
    pub(crate) provider: Arc<Provider>,
    pub(crate) clock: Arc<StoppedClock>,
    pub(crate) organisations: Arc<MemoryOrganisations>,
    pub(crate) oidc: Arc<MemoryOidc>,
    pub(crate) registry: Registry,
    pub(crate) dependencies: Dependencies,
    router: Router,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// No session has begun.
    #[track_caller]
    pub(crate) fn demand_refusal(&self, status: u16, text: &str) {
        assert_eq!(self.status, status, "{}", self.body);
        assert!(self.has(text), "no {text} in {}", self.body);
        assert!(!self.headers.contains_key(header::SET_COOKIE), "{:?}", self.headers);
    }
}

/// A browser with its cookies.
#[derive(Clone, Default)]
pub(crate) struct Browser {
    pub(crate) cookies: BTreeMap<String, String>,
}

pub(crate) fn id(text: &str) -> OrganisationId {
    text.to_owned().try_into().unwrap()
}

pub(crate) fn hanako() -> PersonId {
    "01935f2e-7c00-7a11-8b22-9c33ad44be55".parse().unwrap()
}

pub(crate) fn profile(email: &str) -> Profile {
    Profile {
        name: "佐藤 花子".into(),
        email: email.parse().unwrap(),
        language: Language::Ja,
        roles: [Role::Administrator].into(),
        groups: [].into(),
    }
}

pub(crate) fn own_provider(issuer: &str, second_factor: SecondFactorProof) -> IdentityProvider {
    IdentityProvider { issuer: issuer.into(), client_id: CLIENT.into(), second_factor }
}

impl World {
    /// An organisation without people.
    pub(crate) async fn empty() -> Self {
        Self::with(Provider::new(NOW)).await
    }

    pub(crate) async fn with(provider: Provider) -> Self {
        let provider = Arc::new(provider);
        let stack = own_provider(ISSUER, SecondFactorProof::Claimed);
        Self::over(provider.clone(), provider, stack, Reach::Tls).await
    }

    /// The stack's provider is this one, and is asked so.
    pub(crate) async fn over(
        provider: Arc<Provider>,
        transport: Arc<dyn ProviderTransport>,
        stack: IdentityProvider,
        reach: Reach,
    ) -> Self {
        let (clock, oidc) = (Arc::new(StoppedClock::at(NOW)), Arc::new(MemoryOidc::default()));
        let organisations = Arc::new(MemoryOrganisations::default());
        let registry = Registry {
            organisations: organisations.clone(),
            people: organisations.clone(),
            keys: organisations.clone(),
            directories: organisations.clone(),
            certificates: organisations.clone(),
            clock: clock.clone(),
        };
        let site = Site { public_url: URL.into(), brand: "電子印鑑Keiin".into(), ..Site::default() };
        let dependencies = Dependencies {
            registry: registry.clone(),
            invitations: organisations.clone(),
            sessions: organisations.clone(),
            attempts: oidc.clone(),
            known_providers: oidc.clone(),
            provider_secrets: oidc.clone(),
            transport,
            randomness: Arc::new(RealRandomness),
            settings: Arc::new(Settings { provider: stack, configuration_at: None, reach }),
            site: Arc::new(site),
        };
        let router = router(dependencies.clone());
        let world = Self { provider, clock, organisations, oidc, registry, router, dependencies };
        world.add(ORGANISATION, "滝川市").await;
        world
    }

    /// The organisation, with a person who has signed in before.
    pub(crate) async fn new() -> Self {
        let world = Self::empty().await;
        world.add_hanako(ORGANISATION).await;
        world
    }

    pub(crate) async fn add(&self, organisation: &str, name: &str) {
        let new = Organisation::new(id(organisation), name.into(), NOW.parse().unwrap());
        self.change(organisation, About::default(), Change::AddOrganisation(Box::new(new))).await;
    }

    pub(crate) async fn add_hanako(&self, organisation: &str) {
        let by_entry = self.invite(organisation, hanako(), "sato@city.example").await;
        let identity = OidcIdentity { issuer: ISSUER.into(), subject: HANAKO.into() };
        let about = About { person: Some(hanako()), identity: Some(identity.clone()), ..About::default() };
        self.change(organisation, about, Change::AcceptInvitation { by_entry, identity }).await;
    }

    /// Invites somebody; answers the entry that asked for the mail.
    pub(crate) async fn invite(&self, organisation: &str, person: PersonId, email: &str) -> u64 {
        let about = About { person: Some(person), address: Some(email.parse().unwrap()), ..About::default() };
        self.change(organisation, about, Change::Invite { id: person, profile: profile(email) }).await
    }

    /// The link of an invitation as it is mailed.
    pub(crate) async fn link(&self, organisation: &str, person: PersonId, by_entry: u64) -> String {
        let mut random = [0; 32];
        SystemRandom::new().fill(&mut random).unwrap();
        let token = SecretToken::from_random(random);
        let invitation = Invitation {
            digest: token.digest(),
            organisation: id(organisation),
            person,
            by_entry,
            expires_at: "2027-01-01T00:00:00Z".parse().unwrap(),
        };
        self.organisations.store(&invitation).await.unwrap();
        format!("/invitation/{}", token.reveal())
    }

    /// Changes the organisation; answers the entry's number.
    pub(crate) async fn change(&self, organisation: &str, about: About, change: Change) -> u64 {
        let decide = |_: &_, _: &_| Ok(change.clone());
        let decided = self.registry.change(&id(organisation), &about, &Actor::Operator, None, decide).await;
        decided.unwrap().entry.sequence
    }

    pub(crate) async fn about_hanako(&self, change: Change) {
        self.change(ORGANISATION, About { person: Some(hanako()), ..About::default() }, change).await;
    }

    pub(crate) async fn set(&self, change: impl FnOnce(&mut Organisation)) {
        self.set_of(ORGANISATION, change).await;
    }

    pub(crate) async fn set_of(&self, organisation: &str, change: impl FnOnce(&mut Organisation)) {
        let mut after = Organisations::find(&*self.organisations, &id(organisation)).await.unwrap().unwrap();
        change(&mut after);
        self.change(organisation, About::default(), Change::SetOrganisation(Box::new(after))).await;
    }

    pub(crate) async fn person(&self) -> Person {
        self.organisations.person(&id(ORGANISATION), hanako()).await.unwrap().unwrap()
    }

    pub(crate) async fn sessions(&self) -> Vec<Session> {
        self.organisations.list(&id(ORGANISATION), hanako()).await.unwrap()
    }

    /// What the gateway's request is answered.
    pub(crate) async fn status_of(&self, request: lambda_http::Request) -> u16 {
        let request = request.map(|body| Body::from(body.to_vec()));
        self.router.clone().oneshot(request).await.unwrap().status().as_u16()
    }

    async fn ask(&self, browser: &mut Browser, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let (pair, rules) = set.to_str().unwrap().split_once("; ").unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            assert!(
                name.starts_with("__Host-")
                    && rules.contains("Path=/;")
                    && rules.contains("; HttpOnly; Secure; SameSite=Lax")
            );
            assert!(!rules.contains("Domain"), "{rules}");
            let seconds: i64 = rules.split("Max-Age=").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
            assert!(seconds <= 86_400, "{rules}");
            if seconds == 0 {
                browser.cookies.remove(name);
            } else {
                browser.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    fn request(browser: &Browser, method: Method, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path).header(header::ACCEPT, "text/html");
        request = request.header(header::ACCEPT_LANGUAGE, "ja").header(header::USER_AGENT, "Test/1.0");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        request.extension(ClientIp([203, 0, 113, 7].into()))
    }

    pub(crate) async fn get(&self, browser: &mut Browser, path: &str) -> Answer {
        let request = Self::request(browser, Method::GET, path).body(Body::empty()).unwrap();
        self.ask(browser, request).await
    }

    pub(crate) async fn post(&self, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Self::request(browser, Method::POST, path).header("sec-fetch-site", "same-origin");
        let request =
            request.header(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        self.ask(browser, request.body(Body::from(form)).unwrap()).await
    }

    /// What a page of another site sends through the browser.
    pub(crate) async fn post_from(&self, browser: &Browser, site: &str, path: &str, form: String) -> Answer {
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        let request = Self::request(browser, Method::POST, path).header("sec-fetch-site", site);
        let request = request.header(header::CONTENT_TYPE, kind).body(Body::from(form)).unwrap();
        self.ask(&mut browser.clone(), request).await
    }

    /// Presses the button, signs in at the provider, and comes back: the fields of the page there.
    pub(crate) async fn come_back(&self, browser: &mut Browser, begin: &str) -> Vec<(String, String)> {
        let answer = self.post(browser, begin, &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let (code, request) = self.provider.authorize(answer.location());
        let callback = Self::callback(&request, &[("code", &code), ("state", &request["state"])]);
        let page = self.get(browser, &callback).await;
        assert_eq!(page.status, 200, "{}", page.body);
        hidden_fields(&page.body)
    }

    /// Where a provider sends the browser.
    pub(crate) fn callback(request: &BTreeMap<String, String>, answer: &[(&str, &str)]) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(answer).finish();
        let path = request["redirect_uri"].strip_prefix(URL).unwrap();
        format!("{path}?{query}")
    }

    pub(crate) async fn complete(&self, browser: &mut Browser, fields: &[(String, String)]) -> Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(browser, "/sign-in/complete", &fields).await
    }

    /// The whole way.
    pub(crate) async fn sign_in(&self, browser: &mut Browser, begin: &str) -> Answer {
        let fields = self.come_back(browser, begin).await;
        self.complete(browser, &fields).await
    }

    /// The session of a browser, if it has one that is stored.
    pub(crate) async fn session_of(&self, browser: &Browser) -> Option<Session> {
        let cookie = browser.cookies.get(api::SESSION_COOKIE)?;
        let mut headers = HeaderMap::new();
        let value = format!("{}={cookie}", api::SESSION_COOKIE);
        headers.insert(header::COOKIE, HeaderValue::try_from(value).unwrap());
        let SessionCookie { organisation, person, token } = SessionCookie::sent(&headers).unwrap();
        let digest: Digest = token.digest();
        Sessions::find(&*self.organisations, &organisation, person, digest).await.unwrap()
    }
}

/// The hidden fields of a page's form.
pub(crate) fn hidden_fields(html: &str) -> Vec<(String, String)> {
    let inputs = html.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |text: &str| {
        let (name, rest) = text.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split_once('"').unwrap().0.to_owned())
    };
    inputs.map(field).collect()
}
