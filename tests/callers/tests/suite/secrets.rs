//! What opens something is never logged, and no problem repeats it, whichever route it is sent to and wherever in the request.

use api::routes::{self, Route};
use axum::body::Body;
use axum::http::{Method, Request};
use domain::authorisation::Role;
use domain::link::SecretToken;
use domain::organisation::ApiKey;
use fakes::CapturedLog;
use serde_json::{Value, json};

use crate::by_session::SignedIn;
use crate::by_token::Issued;
use crate::world::{KEY, World, asked, everything, path_of};

const ACCESS_CODE: &str = "sakura-no-hana-2026";

/// A caller: the headers by which they show who they are, and the secrets in them.
struct Shown {
    headers: Vec<(&'static str, String)>,
    secrets: Vec<String>,
}

impl Shown {
    fn by_bearer(secret: &str) -> Self {
        let organisation = ("keiin-organisation", "takikawa".to_owned());
        Self {
            headers: vec![("authorization", format!("Bearer {secret}")), organisation],
            secrets: vec![secret.to_owned()],
        }
    }

    fn by_cookie(cookie: &str) -> Self {
        let token = cookie.rsplit('.').next().unwrap().to_owned();
        let same_origin = ("sec-fetch-site", "same-origin".to_owned());
        Self { headers: vec![("cookie", cookie.to_owned()), same_origin], secrets: vec![token] }
    }
}

/// Bodies that hold these secrets where they belong, where they do not, and in what cannot be read.
fn bodies(secrets: &[String]) -> Vec<String> {
    let all = secrets.join(" ");
    let by_code = json!({"factor": {"type": "access_code", "code": ACCESS_CODE}});
    vec![
        json!({"title": all, "name": all, "label": all, "reason": all, "recipients": [by_code]}).to_string(),
        json!({"recipients": all, "roles": secrets, "scopes": secrets, "expires_at": all, "email": all, "to": all})
            .to_string(),
        json!(secrets).to_string(),
        format!("{{\"code\": \"{all}"),
    ]
}

async fn send(w: &World, route: &Route, target: &str, shown: &Shown, body: Option<&str>) -> (bool, Value) {
    let request = Request::builder().method(route.method.clone()).uri(target).header("idempotency-key", "a-key");
    let request = request.header("if-match", "\"1\"").header("content-type", "application/json");
    // From where somebody came who has followed a link.
    let referer = format!("https://keiin.example/invitation/{}", shown.secrets.join("/"));
    let request = shown.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_owned()));
    let (status, answer) = w.answer(route, request.header("referer", referer).body(body).unwrap()).await;
    (status.is_success(), answer)
}

/// Asks every route as this caller, with the caller's secrets and these in the path, the query and the body, and demands that no
/// problem repeats one.
async fn ask_everything(w: &World, id: &str, shown: Shown, others: &[String]) -> Vec<String> {
    let secrets: Vec<String> = shown.secrets.iter().chain(others).cloned().collect();
    for (route, _) in asked() {
        let path = path_of(route, id);
        let queries = secrets.iter().map(|secret| format!("{path}?code={secret}&cursor={secret}&limit={secret}"));
        let paths = secrets.iter().map(|secret| path_of_something(route, secret));
        let mut asked: Vec<(String, Option<String>)> = queries.chain(paths).map(|target| (target, None)).collect();
        if route.method != Method::GET {
            asked.extend(bodies(&secrets).into_iter().map(|body| (path.clone(), Some(body))));
        }
        for (target, body) in asked {
            let (is_success, answer) = send(w, route, &target, &shown, body.as_deref()).await;
            let text = answer.to_string();
            let has_secret = secrets.iter().any(|secret| text.contains(secret)) || text.contains(ACCESS_CODE);
            assert!(is_success || !has_secret, "{} repeats a secret: {text}", route.name);
        }
    }
    secrets
}

/// The path of a route with this secret in the place of an identifier, if it has one.
fn path_of_something(route: &Route, secret: &str) -> String {
    route.path_of(&vec![secret; route.path.matches('{').count()])
}

#[tokio::test]
async fn no_secret_of_a_request_is_logged_or_repeated_by_a_problem() {
    let log = CapturedLog::of_this_program();
    let link = SecretToken::from_random([77; 32]).reveal().to_owned();
    let (unknown_key, unknown_token) = (ApiKey::from_random([78; 32]), SecretToken::from_random([79; 32]));
    let mut secrets = vec![ACCESS_CODE.to_owned()];

    let by_person = SignedIn::with(&Role::ALL).await;
    let (w, id) = (&by_person.world, by_person.story.id.to_string());
    let stranger = by_person.cookie.rsplit_once('.').unwrap().0.to_owned() + "." + unknown_token.reveal();
    for cookie in [&by_person.cookie, &stranger] {
        secrets.extend(ask_everything(w, &id, Shown::by_cookie(cookie), std::slice::from_ref(&link)).await);
    }
    for key in [KEY, unknown_key.reveal()] {
        let w = World::by_key(everything(), by_person.story.envelopes.clone());
        secrets.extend(ask_everything(&w, &id, Shown::by_bearer(key), std::slice::from_ref(&link)).await);
    }
    let i = Issued::with(&Role::ALL).await;
    for token in [i.token(&json!({})), i.token(&json!({"exp": 7})), i.token(&json!({"sub": "stranger"}))] {
        secrets.extend(ask_everything(&i.world, &id, Shown::by_bearer(&token), std::slice::from_ref(&link)).await);
    }
    let word = "a token is not believed";
    assert_eq!(log.found([word]), [word], "nothing is kept of what is logged");
    assert_eq!(log.found(secrets.iter().map(String::as_str)), [""; 0]);
}

#[tokio::test]
async fn what_is_made_of_a_request_is_not_logged_either() {
    let log = CapturedLog::of_this_program();
    let w = SignedIn::with(&Role::ALL).await;
    let shown = Shown::by_cookie(&w.cookie);
    let key = json!({
        "label": "会計システム", "scopes": ["envelopes:read"], "expires_at": "2027-11-22T00:00:00Z", "addresses": [],
        "holder": {"type": "service", "name": "会計システム", "email": "kaikei@city.example"},
    });
    let draft = json!({
        "title": "工事請負契約",
        "documents": [{"name": "契約書", "size": 1000, "sha256": "ab".repeat(32)}],
        "recipients": [{
            "kind": "signer", "order": 1, "name": "鈴木 太郎", "email": "suzuki@example.jp",
            "seal": {"type": "contract"}, "factor": {"type": "access_code", "code": ACCESS_CODE},
        }],
    });
    let (is_success, made) =
        send(&w.world, &routes::MAKE_KEY, "/v1/organisation/keys", &shown, Some(&key.to_string())).await;
    assert!(is_success, "{made}");
    let key = made["key"].as_str().unwrap();
    let (is_success, made) =
        send(&w.world, &routes::CREATE_ENVELOPE, "/v1/envelopes", &shown, Some(&draft.to_string())).await;
    assert!(is_success && !made.to_string().contains(ACCESS_CODE), "{made}");
    let presigned = made["documents"][0]["upload"]["url"].as_str().unwrap();
    assert_eq!(log.found([key, ACCESS_CODE, presigned, &shown.secrets[0]]), [""; 0]);
}

#[test]
fn a_secret_that_is_logged_is_found() {
    let log = CapturedLog::of_this_program();
    let (logged, kept) = (ApiKey::from_random([80; 32]), ApiKey::from_random([81; 32]));
    tracing::debug!(authorization = format!("Bearer {}", logged.reveal()), "a request came");
    assert_eq!(log.found([logged.reveal(), kept.reveal()]), [logged.reveal()]);
}
