//! An organisation with as many people as it can have.

use std::collections::BTreeSet;

use api::routes::{self, Route};
use axum::body::Body;
use axum::http::{Method, Request};
use conformance::ask_and_demand;
use domain::authorisation::Role;
use domain::folder::MAX_GRANTS;
use domain::ids::PersonId;
use domain::language::Language;
use domain::organisation::{MAX_PEOPLE, OidcIdentity, Person, PersonState, Profile};
use domain::ports::SealingCertificate;
use domain::seal_certificate::MAX_SEAL_PERSONS;
use fakes::city;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::by_session::SignedIn;
use crate::world::{NOW, asked, path_of};

/// A page of a hundred, one more that says whether there is another page, and the callers themselves.
const MAX_READ: usize = 110;
/// The number of the first of them.
const FIRST: u128 = 1_000;

fn person(number: u128) -> Person {
    Person {
        id: PersonId::new(Uuid::from_u128(number)),
        version: 1,
        profile: Profile {
            name: "佐藤 花子".to_owned(),
            email: format!("person{number}@city.example").parse().unwrap(),
            language: Language::Ja,
            roles: [Role::DocumentViewer].into(),
            groups: BTreeSet::new(),
        },
        state: PersonState::Active {
            identity: OidcIdentity { issuer: "https://id.example".to_owned(), subject: number.to_string() },
        },
        added_at: NOW.parse().unwrap(),
        session_generation: 0,
        key_generation: 0,
    }
}

/// Somebody with every role, beside as many people as there can be.
async fn crowded() -> SignedIn {
    let w = SignedIn::with(&Role::ALL).await;
    for number in FIRST..FIRST + u128::from(MAX_PEOPLE) {
        w.world.organisations.put_person(&city().organisation, &person(number));
    }
    w
}

/// Asks for a change that is made, of the version that is read before, and gives how many people it reads and what is answered.
async fn changed(w: &SignedIn, route: &Route, id: &str, body: Value) -> (usize, Value) {
    let path = path_of(route, id);
    let mut request = Request::builder().method(route.method.clone()).uri(&path);
    if route.method == Method::PATCH {
        let read = Request::get(&path).header("cookie", &w.cookie).body(Body::empty()).unwrap();
        let (parts, _) = ask_and_demand(w.world.router(route.function), read).await;
        request = request.header("if-match", &parts.headers["etag"]);
    }
    let request = request.header("cookie", &w.cookie).header("sec-fetch-site", "same-origin");
    let request = request.header("idempotency-key", route.name).header("content-type", "application/json");
    let before = w.world.organisations.people_read();
    let (status, answer) = w.world.answer(route, request.body(Body::from(body.to_string())).unwrap()).await;
    assert!(status.is_success(), "{}: {status} {answer}", route.name);
    (w.world.organisations.people_read() - before, answer)
}

/// Rights in a folder for as many people as may be named, from this one on.
fn grants_from(number: u128) -> Value {
    let people = (number..).take(MAX_GRANTS).map(|number| person(number).id);
    people.map(|id| json!({"to": "person", "person": id, "level": "see"})).collect()
}

#[tokio::test]
async fn a_change_that_is_made_reads_the_people_that_it_names_and_no_page_more() {
    let w = crowded().await;
    let organisation = city().organisation;
    let persons: Vec<_> = (FIRST..).take(MAX_SEAL_PERSONS).map(|number| person(number).profile.email).collect();
    let seal = SealingCertificate {
        name: None,
        key_id: "a-key".to_owned(),
        chain_pem: String::new(),
        persons: Vec::new(),
        organisations: Vec::new(),
    };
    w.world.organisations.put_certificate(Some(&organisation), Some(&seal));
    let is_few = |route: &Route, read: usize| {
        assert!((1..=MAX_READ).contains(&read), "{} reads {read} people", route.name);
    };

    let invited = json!({"name": "佐藤 花子", "email": "sato@city.example", "roles": ["sender"]});
    let folder = json!({"name": "契約", "inherits": false, "grants": grants_from(FIRST)});
    let key = json!({
        "label": "会計システム", "scopes": ["envelopes:read"], "expires_at": "2027-03-31T15:00:00Z",
        "holder": {"type": "service", "name": "会計システム", "email": "kaikei@city.example"},
    });
    let mut made = Vec::new();
    for (route, body) in [(&routes::INVITE_PERSON, invited), (&routes::ADD_FOLDER, folder), (&routes::MAKE_KEY, key)] {
        let (read, answer) = changed(&w, route, "", body).await;
        is_few(route, read);
        made.push(answer["id"].as_str().unwrap().to_owned());
    }
    let other_grants = json!({"grants": grants_from(FIRST + 1_000)});
    for (route, id, body) in [
        (&routes::CHANGE_PERSON, &*person(FIRST).id.to_string(), json!({"roles": ["administrator", "sender"]})),
        (&routes::CHANGE_FOLDER, &*made[1], other_grants),
        (&routes::CHANGE_SEAL, organisation.as_str(), json!({"persons": persons})),
    ] {
        is_few(route, changed(&w, route, id, body).await.0);
    }
}

#[tokio::test]
async fn no_request_reads_more_than_a_page_of_an_organisations_people() {
    let w = crowded().await;
    let organisations = &w.world.organisations;
    for (route, _) in asked() {
        let before = organisations.people_read();
        let (status, _, body) = w.ask(route, &w.story.id.to_string()).await;
        let read = organisations.people_read() - before;
        assert!(![401, 403, 503].contains(&status), "{}: {body}", route.name);
        assert!((1..=MAX_READ).contains(&read), "{} reads {read} people", route.name);
    }
    // Who calls is known by one row.
    let before = organisations.people_read();
    assert_eq!(w.ask(&routes::GET_ME, "").await.0, 200);
    assert!(organisations.people_read() - before <= 2);
}

#[tokio::test]
async fn who_may_see_an_envelope_is_told_by_pages_that_end() {
    let w = SignedIn::with(&Role::ALL).await;
    for number in 1_000..1_250 {
        w.world.organisations.put_person(&city().organisation, &person(number));
    }
    let (mut seen, mut cursor) = (BTreeSet::new(), None::<String>);
    for page in 1.. {
        let cursor_field = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let path = format!("/v1/envelopes/{}/access?limit=100{cursor_field}", w.story.id);
        let request = Request::get(path).header("cookie", &w.cookie).body(Body::empty()).unwrap();
        let (status, body) = w.world.answer(&routes::LIST_ACCESS, request).await;
        assert_eq!(status.as_u16(), 200, "{body}");
        seen.extend(body["people"].as_array().unwrap().iter().map(|row| row["id"].to_string()));
        cursor = body["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            assert_eq!(page, 3, "252 people by hundreds");
            break;
        }
    }
    assert_eq!(seen.len(), 251, "all but the administrator, who sees none");
}
