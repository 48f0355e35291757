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

/// A contract must not go out in the name of somebody who knows nothing of it.
#[tokio::test]
async fn nobody_makes_a_key_in_the_name_of_somebody_else() {
    let w = World::new();
    let id = w.join("suzuki@city.example", &["sender"]).await;
    let mut by_person = request();
    by_person["holder"] = json!({"type": "person", "person": id.to_string()});
    let refused = w.post(KEYS, &by_person).await;
    assert_eq!(refused.body["errors"][0]["code"], "beyond-the-caller", "{refused:?}");
    assert!(w.log().iter().all(|entry| !format!("{entry:?}").contains("KeyMade")));
}

/// What a stolen key could be made to last by, or be used for from anywhere.
#[tokio::test]
async fn a_key_makes_no_key_that_is_good_for_more_longer_or_from_elsewhere() {
    let w = World::new();
    let narrow = json!({
        "label": "人事システム",
        "scopes": ["envelopes:read", "organisation:admin"],
        "expires_at": "2026-12-01T00:00:00Z",
        "addresses": ["203.0.113.0/24"],
        "holder": {"type": "service", "name": "人事システム", "email": "jinji@city.example"},
    });
    let made = w.post(KEYS, &narrow).await;
    let bearer = format!("Bearer {}", made.body["key"].as_str().unwrap());
    let by_it = async |request: &Value| {
        let router = w.router_for_keys();
        let call = axum::http::Request::post(KEYS).header("authorization", &bearer).header("idempotency-key", "b-key");
        let call = call.header("content-type", "application/json");
        let mut call = call.body(axum::body::Body::from(request.to_string())).unwrap();
        call.extensions_mut().insert(api::ClientIp([203, 0, 113, 7].into()));
        let (parts, body) = conformance::ask_and_demand(router, call).await;
        let body: Value = serde_json::from_slice(&body).unwrap();
        (parts.status.as_u16(), body["errors"][0]["pointer"].clone())
    };
    for (field, wrong) in [
        ("scopes", json!(["envelopes:send"])),
        ("expires_at", json!(null)),
        ("expires_at", json!("2026-12-01T00:00:01Z")),
        ("addresses", json!([])),
        ("addresses", json!(["203.0.112.0/23"])),
        ("addresses", json!(["203.0.113.7", "2001:db8::/32"])),
    ] {
        let mut request = narrow.clone();
        request[field] = wrong.clone();
        assert_eq!(by_it(&request).await, (422, json!(format!("/{field}"))), "{wrong}");
    }
    let mut narrower = narrow.clone();
    narrower["addresses"] = json!(["203.0.113.7"]);
    assert_eq!(by_it(&narrower).await.0, 201);
}

#[tokio::test]
async fn the_use_of_a_key_is_noted() {
    let w = World::new();
    let mut request = request();
    (request["scopes"], request["addresses"]) = (json!(["organisation:admin"]), json!([]));
    let made = w.post(KEYS, &request).await;
    let bearer = format!("Bearer {}", made.body["key"].as_str().unwrap());
    let router = w.router_for_keys();
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
