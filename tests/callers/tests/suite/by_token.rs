//! By tokens of identity providers.

use api::routes;
use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64URL_NOPAD;
use domain::authorisation::Role;
use domain::ids::PersonId;
use domain::oidc::KnownProvider;
use domain::organisation::{Change, IdentityProvider, MemberPolicy, Organisation, SecondFactorProof};
use domain::ports::{About, KnownProviders as _};
use fakes::{MemoryEnvelopes, city, stack_provider};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::by_session::{change, join};
use crate::world::{NOW, World, asked, everything};

/// A provider's key.
struct Key(EcdsaKeyPair);

impl Key {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap())
    }

    fn published(&self) -> String {
        let point = self.0.public_key().as_ref();
        let encode = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        let (x, y) = (encode(&point[1..33]), encode(&point[33..]));
        json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "one", "use": "sig", "x": x, "y": y}]}).to_string()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let message = format!("{}.{}", encode(header), encode(claims));
        let signature = self.0.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", BASE64URL_NOPAD.encode(signature.as_ref()))
    }
}

/// Person 1 of the city has these roles; somebody else administers it.
pub(crate) struct Issued {
    pub(crate) world: World,
    key: Key,
    person: PersonId,
}

fn now() -> i64 {
    NOW.parse::<jiff::Timestamp>().unwrap().as_second()
}

fn header() -> Value {
    json!({"alg": "ES256", "kid": "one", "typ": "at+jwt"})
}

/// A token's claims, with these in the place of the usual ones; null takes one away.
fn claims(other: &Value) -> Value {
    let mut claims = json!({
        "iss": "https://id.example", "sub": "1", "aud": stack_provider().client_id, "iat": now(), "exp": now() + 300,
    });
    for (name, value) in other.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

impl Issued {
    pub(crate) async fn with(roles: &[Role]) -> Self {
        let world = World::by_key(everything(), std::sync::Arc::<MemoryEnvelopes>::default());
        let row = Organisation::new(city().organisation, "滝川市".to_owned(), NOW.parse().unwrap());
        change(&world, &About::default(), Change::AddOrganisation(Box::new(row))).await;
        join(&world, 99, &[Role::Administrator]).await;
        let person = join(&world, 1, roles).await;
        let issued = Self { world, key: Key::new(), person };
        issued.keep(NOW).await;
        issued
    }

    /// Somebody has signed in at this moment, so that the provider's keys are known.
    async fn keep(&self, fetched_at: &str) {
        let fetched_at = fetched_at.parse().unwrap();
        let (issuer, keys) = (stack_provider().issuer, self.key.published());
        let known =
            KnownProvider { issuer, configuration: "{}".to_owned(), keys, fetched_at, keys_fetched_at: fetched_at };
        self.world.oidc.store(&known).await.unwrap();
    }

    async fn set(&self, change_row: impl FnOnce(&mut Organisation)) {
        let found = domain::ports::Organisations::find(&*self.world.organisations, &city().organisation).await;
        let mut row = found.unwrap().unwrap();
        change_row(&mut row);
        self.world.organisations.put(&row);
    }

    pub(crate) fn token(&self, other: &Value) -> String {
        self.key.sign(&header(), &claims(other))
    }

    /// Status, code of a problem, and body of what a route answers to whoever has this token.
    async fn ask(&self, route: &routes::Route, token: &str, organisations: &[&str]) -> (u16, String, Value) {
        let path = route.path_of(&vec!["takikawa"; route.path.matches('{').count()]);
        let request = Request::builder().method(route.method.clone()).uri(path);
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = organisations.iter().fold(request, |request, id| request.header("keiin-organisation", *id));
        let (status, body) = self.world.answer(route, request.body(Body::empty()).unwrap()).await;
        (status.as_u16(), body["code"].as_str().unwrap_or_default().to_owned(), body)
    }

    async fn me(&self, token: &str) -> (u16, String, Value) {
        self.ask(&routes::GET_ME, token, &["takikawa"]).await
    }

    #[track_caller]
    fn demand(answer: &(u16, String, Value), status: u16, code: &str) {
        assert_eq!((answer.0, &*answer.1), (status, code), "{}", answer.2);
    }
}

#[tokio::test]
async fn a_token_stands_for_the_person_whom_it_names_in_the_organisation_that_the_caller_names() {
    let i = Issued::with(&[Role::Sender]).await;
    for kind in [json!("at+jwt"), json!("JWT"), Value::Null] {
        let mut header = header();
        header["typ"] = kind;
        let (status, _, body) = i.me(&i.key.sign(&header, &claims(&json!({})))).await;
        assert_eq!((status, &body["person"]), (200, &json!(i.person.to_string())), "{body}");
    }
    // Amazon Cognito's access tokens name the client, and no audience.
    let cognito = json!({"aud": null, "token_use": "access", "client_id": stack_provider().client_id});
    assert_eq!(i.me(&i.token(&cognito)).await.0, 200);
}

#[tokio::test]
async fn a_token_that_is_not_for_this_service_now_is_not_believed() {
    let i = Issued::with(&[Role::Administrator]).await;
    for other in [
        json!({"iss": "https://evil.example"}),
        json!({"iss": "https://id.example/"}),
        json!({"aud": "another"}),
        json!({"aud": [stack_provider().client_id, "another"]}),
        json!({"aud": null}),
        json!({"aud": null, "client_id": stack_provider().client_id}),
        json!({"aud": null, "token_use": "access", "client_id": "another"}),
        json!({"aud": "another", "token_use": "access", "client_id": stack_provider().client_id}),
        json!({"azp": "another"}),
        json!({"exp": now() - 60}),
        json!({"exp": null}),
        json!({"iat": now() + 61}),
        json!({"nbf": now() + 61}),
        json!({"iat": now() - 24 * 60 * 60 - 60, "exp": now() + 1_000_000}),
        json!({"sub": "2"}),
        json!({"sub": ""}),
        json!({"sub": null}),
    ] {
        Issued::demand(&i.me(&i.token(&other)).await, 401, "token-refused");
    }
    for within in [
        json!({"exp": now() - 59}),
        json!({"iat": now() + 60, "nbf": now() + 60}),
        json!({"iat": now() - 24 * 60 * 60 + 1}),
        json!({"exp": 1.0e300}),
    ] {
        assert_eq!(i.me(&i.token(&within)).await.0, 200, "{within}");
    }
}

#[tokio::test]
async fn a_token_that_the_provider_has_not_signed_is_not_believed() {
    let i = Issued::with(&[Role::Administrator]).await;
    let good = i.token(&json!({}));
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let body = encode(&claims(&json!({})));
    for token in [
        format!("{}.{body}.", encode(&json!({"alg": "none"}))),
        format!("{}.{body}.{signature}", encode(&json!({"alg": "HS256", "kid": "one"}))),
        format!("{}.{body}.{signature}", encode(&json!({"alg": "RS256", "kid": "one"}))),
        format!("{signed}."),
        signed.to_owned(),
        format!("{}.{}.{signature}", encode(&header()), encode(&claims(&json!({"sub": "99"})))),
        "a.b.c".to_owned(),
        "..".to_owned(),
        format!("{good}.{}", "a".repeat(40_000)),
        i.key.sign(&json!({"alg": "ES256", "kid": "one", "typ": "logout+jwt"}), &claims(&json!({}))),
        Key::new().sign(&header(), &claims(&json!({}))),
    ] {
        let answer = i.me(&token).await;
        assert_eq!(answer.0, 401, "{}: {}", token.chars().take(60).collect::<String>(), answer.2);
        assert!(["token-refused", "token-keys-unknown"].contains(&&*answer.1), "{}", answer.2);
    }
}

#[tokio::test]
async fn without_the_providers_keys_somebody_has_to_sign_in_first() {
    let i = Issued::with(&[Role::Administrator]).await;
    let token = |header: &Value| i.key.sign(header, &claims(&json!({"exp": now() + 1_000_000, "iat": now() + 50})));
    let unknown = token(&json!({"alg": "ES256", "kid": "two"}));
    Issued::demand(&i.me(&unknown).await, 401, "token-keys-unknown");
    // Keys that were fetched a day ago may have been withdrawn since.
    for (fetched_at, status) in [("2026-11-21T09:00:01Z", 200), ("2026-11-21T09:00:00Z", 401)] {
        i.keep(fetched_at).await;
        let (answered, code, body) = i.me(&token(&header())).await;
        assert_eq!(answered, status, "{body}");
        assert!(status == 200 || code == "token-keys-unknown", "{body}");
    }
    i.set(|row| {
        let issuer = "https://login.city.example".to_owned();
        let client_id = "own".to_owned();
        row.provider = Some(IdentityProvider { issuer, client_id, second_factor: SecondFactorProof::Always });
    })
    .await;
    i.keep(NOW).await;
    // The organisation has a provider of its own: that the stack's has signed is worth nothing here.
    Issued::demand(&i.me(&token(&header())).await, 401, "token-keys-unknown");
}

#[tokio::test]
async fn an_organisations_own_provider_is_believed_in_that_organisation_alone() {
    let i = Issued::with(&[Role::Administrator]).await;
    let own = IdentityProvider {
        issuer: "https://login.city.example".to_owned(),
        client_id: "own".to_owned(),
        second_factor: SecondFactorProof::Claimed,
    };
    let (issuer, keys, fetched_at) = (own.issuer.clone(), i.key.published(), NOW.parse().unwrap());
    let known = KnownProvider { issuer, configuration: "{}".to_owned(), keys, fetched_at, keys_fetched_at: fetched_at };
    i.world.oidc.store(&known).await.unwrap();
    let theirs = i.token(&json!({"iss": own.issuer, "aud": own.client_id}));
    Issued::demand(&i.me(&theirs).await, 401, "token-refused");
    i.set(|row| row.provider = Some(own)).await;
    // The same subject at another issuer is somebody else.
    Issued::demand(&i.me(&theirs).await, 401, "token-refused");
    Issued::demand(&i.me(&i.token(&json!({}))).await, 401, "token-refused");
}

#[tokio::test]
async fn the_organisation_is_named_once_and_is_one_to_which_the_person_belongs() {
    let i = Issued::with(&[Role::Administrator]).await;
    let token = i.token(&json!({}));
    for named in [&[][..], &["takikawa", "takikawa"], &["Not An Id"], &[""]] {
        Issued::demand(&i.ask(&routes::GET_ME, &token, named).await, 401, "token-organisation-missing");
    }
    let other = Organisation::new("fukagawa".to_owned().try_into().unwrap(), "深川市".to_owned(), NOW.parse().unwrap());
    i.world.organisations.put(&other);
    let [there, nowhere] = ["fukagawa", "nowhere"].map(|id| [id]);
    let there = i.ask(&routes::GET_ME, &token, &there).await;
    Issued::demand(&there, 401, "token-refused");
    assert_eq!(there, i.ask(&routes::GET_ME, &token, &nowhere).await, "nobody learns which there are");
}

#[tokio::test]
async fn what_holds_for_people_holds_for_their_tokens() {
    let i = Issued::with(&[Role::Administrator]).await;
    let token = i.token(&json!({}));
    let strict = MemberPolicy { second_factor_required: true, ..MemberPolicy::default() };
    i.set(|row| row.members = strict).await;
    Issued::demand(&i.me(&token).await, 403, "sign-in-factor-needed");
    for shown in [json!({"amr": ["pwd", "mfa"]}), json!({"acr": "https://refeds.org/profile/mfa"})] {
        assert_eq!(i.me(&i.token(&shown)).await.0, 200, "{shown}");
    }
    i.set(|row| {
        row.members = MemberPolicy::default();
        row.addresses = vec!["203.0.113.0/24".parse().unwrap()];
    })
    .await;
    Issued::demand(&i.me(&token).await, 500, "no-client-address");
    i.set(|row| {
        row.addresses = Vec::new();
        row.closed_at = Some(NOW.parse().unwrap());
    })
    .await;
    Issued::demand(&i.me(&token).await, 403, "organisation-closed");
    i.set(|row| row.closed_at = None).await;
    assert_eq!(i.me(&token).await.0, 200);
    change(&i.world, &About { person: Some(i.person), ..About::default() }, Change::Deactivate).await;
    Issued::demand(&i.me(&token).await, 401, "token-refused");
}

#[tokio::test]
async fn roles_decide_and_scopes_that_the_token_names_limit_them() {
    let i = Issued::with(&[Role::Administrator, Role::Sender]).await;
    let unlimited = i.token(&json!({"scope": "openid profile"}));
    let limited = i.token(&json!({"scope": "openid envelopes:read"}));
    assert_eq!(i.ask(&routes::LIST_PEOPLE, &unlimited, &["takikawa"]).await.0, 200);
    Issued::demand(&i.ask(&routes::LIST_PEOPLE, &limited, &["takikawa"]).await, 403, "scope-missing");
    assert_eq!(i.ask(&routes::LIST_ENVELOPES, &limited, &["takikawa"]).await.0, 200);
    // As other providers write them: behind the API's identifier, and in another claim.
    for named in
        [json!({"scope": "keiin/envelopes:read"}), json!({"scp": ["envelopes:read"]}), json!({"scp": "envelopes:read"})]
    {
        let token = i.token(&named);
        Issued::demand(&i.ask(&routes::LIST_PEOPLE, &token, &["takikawa"]).await, 403, "scope-missing");
        assert_eq!(i.ask(&routes::LIST_ENVELOPES, &token, &["takikawa"]).await.0, 200, "{named}");
    }
    // A token for something else is no token for everything.
    for named in
        [json!({"scope": "openid mail.read"}), json!({"scope": "envelope:read"}), json!({"scp": ["other/admin"]})]
    {
        let token = i.token(&named);
        Issued::demand(&i.ask(&routes::LIST_ENVELOPES, &token, &["takikawa"]).await, 403, "scope-missing");
        assert_eq!(i.me(&token).await.0, 200, "who it is is told to every token");
    }
    // What a token could make would outlive it.
    let sender = Issued::with(&[Role::Sender]).await;
    let token = sender.token(&json!({}));
    for (route, action) in asked() {
        let reach = Role::Sender.reach(action).or(action.everybodys());
        let (status, code, body) = sender.ask(route, &token, &["takikawa"]).await;
        assert_eq!((status, &*code) == (403, "role-missing"), reach.is_none(), "{}: {body}", route.name);
        assert_ne!(status, 401, "{}: {body}", route.name);
    }
}

#[tokio::test]
async fn every_route_refuses_a_token_that_is_not_believed() {
    let i = Issued::with(&[Role::Administrator]).await;
    let expired = i.token(&json!({"exp": now() - 60}));
    for (route, _) in asked() {
        Issued::demand(&i.ask(route, &expired, &["takikawa"]).await, 401, "token-refused");
    }
}
