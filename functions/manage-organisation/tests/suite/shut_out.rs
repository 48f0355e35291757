//! Whoever changes from where, and how, people of the organisation come in must still come in afterwards.

use api::{ClientIp, SESSION_COOKIE, SessionCookie};
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request};
use domain::ids::PersonId;
use domain::organisation::Session;
use fakes::city;
use serde_json::{Value, json};

use crate::own_keys::token;
use crate::world::{KEY, NOW, World};

const ORGANISATION: &str = "/v1/organisation";
const INSIDE: [u8; 4] = [203, 0, 113, 7];

/// How a call of these tests comes.
enum By {
    Key,
    Session(PersonId),
}

/// Changes the version of the organisation that there is, as far as the caller may read it.
async fn change(w: &World, by: &By, from: Option<[u8; 4]>, body: &Value) -> (u16, Value) {
    let (_, read) = ask(w, by, from, Request::get(ORGANISATION), &Value::Null).await;
    let etag = read.get("etag").map_or("\"1\"", |etag| etag.to_str().unwrap()).to_owned();
    let request = Request::patch(ORGANISATION).header("content-type", "application/json").header("if-match", etag);
    let ((status, body), _) = ask(w, by, from, request, body).await;
    (status, body["code"].clone())
}

async fn ask(w: &World, by: &By, from: Option<[u8; 4]>, request: Builder, body: &Value) -> ((u16, Value), HeaderMap) {
    let request = match by {
        By::Key => request.header("authorization", format!("Bearer {KEY}")),
        By::Session(person) => {
            let cookie = SessionCookie { organisation: city().organisation, person: *person, token: token(*person) };
            let cookie = format!("{SESSION_COOKIE}={}", cookie.value());
            request.header("cookie", cookie).header("sec-fetch-site", "same-origin")
        }
    };
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let mut request = request.body(body).unwrap();
    if let Some(from) = from {
        request.extensions_mut().insert(ClientIp(from.into()));
    }
    let (parts, body) = conformance::ask_and_demand(w.router.clone(), request).await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    ((parts.status.as_u16(), body), parts.headers)
}

/// An administrator who has signed in, with a second factor or without.
async fn administrator(w: &World, email: &str, second_factor: bool) -> By {
    let person = w.join(email, &["administrator"]).await;
    let now = NOW.parse().unwrap();
    let session = Session {
        digest: token(person).digest(),
        person,
        generation: 0,
        began_at: now,
        used_at: now,
        second_factor,
        address: Some(INSIDE.into()),
        user_agent: String::new(),
    };
    w.organisations.put_session(&city().organisation, &session);
    By::Session(person)
}

fn refused() -> (u16, Value) {
    (409, json!("locks-out-caller"))
}

#[tokio::test]
async fn ranges_hold_the_address_from_which_they_are_set() {
    let w = World::new();
    let session = administrator(&w, "sato@city.example", true).await;
    for by in [&By::Key, &session] {
        let entries = w.log().len();
        for ranges in [json!(["198.51.100.0/24"]), json!(["203.0.113.8"]), json!(["2001:db8::/32", "203.0.112.0/24"])] {
            assert_eq!(change(&w, by, Some(INSIDE), &json!({"addresses": ranges})).await, refused(), "{ranges}");
        }
        // An address that is not known is in no range.
        assert_eq!(change(&w, by, None, &json!({"addresses": ["0.0.0.0/0", "::/0"]})).await, refused());
        assert_eq!((w.log().len(), w.get(ORGANISATION).await.body["addresses"].clone()), (entries, json!([])));
    }
}

#[tokio::test]
async fn ranges_with_the_callers_own_address_are_set_and_taken_back() {
    for ranges in [json!(["203.0.113.0/24"]), json!(["2001:db8::/32", "203.0.113.7"])] {
        let w = World::new();
        let session = administrator(&w, "sato@city.example", false).await;
        assert_eq!(change(&w, &session, Some(INSIDE), &json!({"addresses": ranges})).await.0, 200, "{ranges}");
        for by in [&By::Key, &session] {
            let elsewhere = change(&w, by, Some([198, 51, 100, 1]), &json!({"addresses": []})).await;
            assert_eq!(elsewhere, (403, json!("address-not-allowed")), "{ranges}");
        }
        assert_eq!(change(&w, &session, Some(INSIDE), &json!({"addresses": []})).await.0, 200, "{ranges}");
    }
}

#[tokio::test]
async fn whoever_showed_no_second_factor_does_not_demand_one() {
    let w = World::new();
    let without = administrator(&w, "sato@city.example", false).await;
    let with = administrator(&w, "suzuki@city.example", true).await;
    let demand = json!({"members": {"second_factor_required": true, "mail_domains": []}});
    assert_eq!(change(&w, &without, Some(INSIDE), &demand).await, refused());
    // What does not concern their own way in is theirs to change.
    assert_eq!(change(&w, &without, Some(INSIDE), &json!({"name": "滝川市役所"})).await.0, 200);
    assert_eq!(change(&w, &with, Some(INSIDE), &demand).await.0, 200);
    assert_eq!(
        change(&w, &without, Some(INSIDE), &json!({"name": "滝川市"})).await.0,
        403,
        "from then on it is demanded"
    );
}

#[tokio::test]
async fn a_program_shows_no_factor_and_may_demand_one_of_people() {
    let w = World::new();
    let demand = json!({"members": {"second_factor_required": true, "mail_domains": []}});
    assert_eq!(change(&w, &By::Key, Some(INSIDE), &demand).await.0, 200);
    assert_eq!(change(&w, &By::Key, Some(INSIDE), &json!({"name": "滝川市役所"})).await.0, 200);
}
