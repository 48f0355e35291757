//! API keys that people make for themselves.

use api::{SESSION_COOKIE, SessionCookie};
use domain::ids::PersonId;
use domain::link::SecretToken;
use fakes::city;
use serde_json::{Value, json};

use crate::sessions::begin_with;
use crate::world::{Answer, World};

const OWN: &str = "/v1/me/keys";

/// A person of the city who may send, and no more.
struct SignedIn {
    w: World,
    person: PersonId,
}

impl SignedIn {
    async fn new() -> Self {
        let w = World::new();
        let person = w.join("suzuki@city.example", &["sender"]).await;
        begin_with(&w, person, token(person).digest()).await;
        Self { w, person }
    }

    async fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.ask_as(self.person, method, path, body).await
    }

    async fn ask_as(&self, person: PersonId, method: &str, path: &str, body: &Value) -> Answer {
        ask_in_session(&self.w, person, method, path, &[("idempotency-key", "a-key")], body).await
    }
}

/// As this person, who has signed in by [`token`].
pub(crate) async fn ask_in_session(
    w: &World,
    person: PersonId,
    method: &str,
    path: &str,
    more: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let cookie = SessionCookie { organisation: city().organisation, person, token: token(person) };
    let cookie = format!("{SESSION_COOKIE}={}", cookie.value());
    let headers = [&[("cookie", &*cookie), ("sec-fetch-site", "same-origin")], more].concat();
    w.send_as(None, method, path, &headers, body).await
}

/// Everybody's is another.
pub(crate) fn token(person: PersonId) -> SecretToken {
    let id = person.to_string();
    let mut random = [0; 32];
    random.copy_from_slice(&id.as_bytes()[id.len() - 32..]);
    SecretToken::from_random(random)
}

fn request() -> Value {
    json!({"label": "集計用スクリプト", "scopes": ["envelopes:read", "organisation:admin"]})
}

#[tokio::test]
async fn whoever_may_only_send_makes_a_key_of_their_own_sees_it_and_revokes_it() {
    let it = SignedIn::new().await;
    let made = it.ask("POST", OWN, &request()).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.body["holder"], json!({"type": "person", "person": it.person.to_string()}));
    let path = format!("{OWN}/{}", made.id());
    assert_eq!(made.header("location"), path);
    let key = made.body["key"].as_str().unwrap();

    // The key is the person's: it may not administer, whatever its scopes say, and makes no other.
    let by_key = async |method: &str, path: &str, body: &Value| {
        it.w.send_as(Some(key), method, path, &[("idempotency-key", "b-key")], body).await
    };
    assert_eq!(by_key("GET", "/v1/organisation/people", &Value::Null).await.code(), "role-missing");
    assert_eq!(by_key("GET", OWN, &Value::Null).await.body["keys"][0]["id"], made.body["id"]);
    assert_eq!(by_key("POST", OWN, &request()).await.code(), "sign-in-needed");
    assert_eq!(by_key("DELETE", &path, &Value::Null).await.code(), "sign-in-needed");

    let listed = it.ask("GET", OWN, &Value::Null).await;
    assert!(!listed.body.to_string().contains(key), "it is shown once");
    assert_eq!(listed.body["keys"].as_array().map(Vec::len), Some(1));
    assert_eq!(it.ask("DELETE", &path, &Value::Null).await.status, 204);
    assert_eq!(it.ask("DELETE", &path, &Value::Null).await.code(), "unknown-key");
    assert_eq!(by_key("GET", OWN, &Value::Null).await.status, 401);
    let log = format!("{:?}", it.w.log());
    assert!(log.contains("KeyMade") && log.contains("KeyRevoked"));
}

#[tokio::test]
async fn nobody_sees_or_revokes_the_keys_of_others_here() {
    let it = SignedIn::new().await;
    let made = it.ask("POST", OWN, &request()).await;
    let other = it.w.join("tanaka@city.example", &["sender"]).await;
    begin_with(&it.w, other, token(other).digest()).await;
    assert_eq!(it.ask_as(other, "GET", OWN, &Value::Null).await.body["keys"], json!([]));
    let path = format!("{OWN}/{}", made.id());
    assert_eq!(it.ask_as(other, "DELETE", &path, &Value::Null).await.code(), "unknown-key");
    assert_eq!(it.ask("GET", OWN, &Value::Null).await.body["keys"][0]["id"], made.body["id"]);
    // A service has none, and an administrator's way to those of others is another one.
    assert_eq!(it.w.get(OWN).await.body["keys"], json!([]));
    assert_eq!(it.w.post(OWN, &request()).await.code(), "sign-in-needed");
    assert_eq!(it.w.delete(&path).await.code(), "unknown-key");
    assert_eq!(it.w.delete(&format!("/v1/organisation/keys/{}", made.id())).await.status, 204);
}

#[tokio::test]
async fn a_person_has_at_most_twenty_keys() {
    let it = SignedIn::new().await;
    for _ in 0..20 {
        assert_eq!(it.ask("POST", OWN, &request()).await.status, 201);
    }
    assert_eq!(it.ask("POST", OWN, &request()).await.code(), "too-many-own-keys");
    let first = it.ask("GET", OWN, &Value::Null).await.body["keys"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(it.ask("DELETE", &format!("{OWN}/{first}"), &Value::Null).await.status, 204);
    assert_eq!(it.ask("POST", OWN, &request()).await.status, 201);
}

#[tokio::test]
async fn everything_that_is_wrong_with_ones_own_key_is_told_at_once() {
    let it = SignedIn::new().await;
    let wrong =
        json!({"label": "", "scopes": [], "expires_at": "2026-11-22T09:00:00Z", "addresses": ["203.0.113.7/24"]});
    let refused = it.ask("POST", OWN, &wrong).await;
    let pointers: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(pointers, ["/label", "/scopes", "/expires_at", "/addresses/0"].map(|p| json!(p)), "{refused:?}");
    let holder = json!({"label": "x", "scopes": ["envelopes:read"], "holder": {"type": "person"}});
    assert_eq!(it.ask("POST", OWN, &holder).await.status, 422, "whose it is is not to be said");
}
