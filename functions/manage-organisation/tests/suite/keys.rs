//! API keys.

use domain::digest::Digest;
use domain::ports::ApiKeys as _;
use serde_json::{Value, json};

use crate::world::World;

const KEYS: &str = "/v1/organisation/keys";

fn request() -> Value {
    json!({
        "label": "会計システム",
        "scopes": ["envelopes:read", "envelopes:write"],
        "expires_at": "2027-11-22T00:00:00Z",
        "addresses": ["203.0.113.7", "2001:db8::/32"],
        "holder": {"type": "service", "name": "会計システム", "email": "kaikei@city.example"},
    })
}

#[tokio::test]
async fn a_key_is_shown_once_listed_and_revoked() {
    let w = World::new();
    let made = w.post(KEYS, &request()).await;
    assert_eq!(made.status, 201, "{made:?}");
    let key = made.body["key"].as_str().unwrap().to_owned();
    let account = w.organisations.find(Digest::of(key.as_bytes())).await.unwrap().unwrap();
    assert_eq!((account.sender.name.as_str(), account.terms.label.as_str()), ("会計システム", "会計システム"));
    assert_eq!(made.body["addresses"], json!(["203.0.113.7/32", "2001:db8::/32"]));

    let listed = w.get(KEYS).await.body;
    assert!(!listed.to_string().contains(&key), "it is shown once");
    assert_eq!(listed["keys"][0]["id"], made.body["id"]);
    assert_eq!(listed["keys"][0]["last_used_at"], Value::Null);
    let path = format!("{KEYS}/{}", made.id());
    assert_eq!(made.header("location"), path);
    assert_eq!(w.delete(&path).await.status, 204);
    assert!(w.organisations.find(Digest::of(key.as_bytes())).await.unwrap().is_none());
    assert_eq!(w.delete(&path).await.code(), "unknown-key");
    let log = format!("{:?}", w.log());
    assert!(log.contains("KeyMade") && log.contains("KeyRevoked") && !log.contains(&key));
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_key_is_told_at_once() {
    let w = World::new();
    let wrong = json!({
        "label": "", "scopes": [], "expires_at": "2026-11-22T09:00:00Z", "addresses": ["203.0.113.7/24"],
        "holder": {"type": "service", "name": "", "email": "x"},
    });
    let refused = w.post(KEYS, &wrong).await;
    let pointers: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    let expected = ["/label", "/scopes", "/expires_at", "/addresses/0", "/holder/name", "/holder/email"];
    assert_eq!(pointers, expected.map(|p| json!(p)), "{refused:?}");
}

#[tokio::test]
async fn a_persons_key_needs_a_person_who_comes_in() {
    let w = World::new();
    let mut by_person = request();
    let invited = w.invite("sato@city.example", &["sender"]).await;
    for nobody in [invited.id(), "01935f2e-7c00-7a11-8b22-9c33ad44be55"] {
        by_person["holder"] = json!({"type": "person", "person": nobody});
        let refused = w.post(KEYS, &by_person).await;
        assert_eq!(refused.body["errors"][0]["pointer"], "/holder/person", "{refused:?}");
    }
    let id = w.join("suzuki@city.example", &["sender"]).await;
    by_person["holder"] = json!({"type": "person", "person": id.to_string()});
    let made = w.post(KEYS, &by_person).await;
    assert_eq!((made.status, &made.body["holder"]["person"]), (201, &json!(id.to_string())), "{made:?}");
}

#[tokio::test]
async fn the_use_of_a_key_is_noted() {
    let w = World::new();
    let mut request = request();
    (request["scopes"], request["addresses"]) = (json!(["organisation:admin"]), json!([]));
    let made = w.post(KEYS, &request).await;
    let bearer = format!("Bearer {}", made.body["key"].as_str().unwrap());
    let authentication = fakes::authentication(w.organisations.clone(), w.organisations.clone(), w.clock.clone());
    let router = manage_organisation::router(manage_organisation::Dependencies {
        authentication,
        registry: w.registry.clone(),
        answers: std::sync::Arc::new(fakes::ForgetfulAnswers),
        randomness: std::sync::Arc::new(fakes::CountingRandomness::default()),
        site: std::sync::Arc::default(),
    });
    for (at, noted) in [
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("2026-11-22T10:59:59Z", "2026-11-22T10:00:00Z"),
        ("2026-11-22T11:00:00Z", "2026-11-22T11:00:00Z"),
    ] {
        w.clock.set(at);
        let call = axum::http::Request::get("/v1/me").header("authorization", &bearer);
        let (parts, body) =
            conformance::ask_and_demand(router.clone(), call.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(parts.status, 200, "{body:?}");
        assert_eq!(w.get(KEYS).await.body["keys"][0]["last_used_at"], noted, "at {at}");
    }
}
