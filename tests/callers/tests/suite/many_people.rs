//! An organisation with as many people as it can have.

use std::collections::BTreeSet;

use api::routes;
use axum::body::Body;
use axum::http::Request;
use domain::authorisation::Role;
use domain::ids::PersonId;
use domain::language::Language;
use domain::organisation::{MAX_PEOPLE, OidcIdentity, Person, PersonState, Profile};
use fakes::city;
use uuid::Uuid;

use crate::by_session::SignedIn;
use crate::world::{NOW, asked};

/// A page of a hundred, one more that says whether there is another page, and the callers themselves.
const MAX_READ: usize = 110;

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

#[tokio::test]
async fn no_request_reads_more_than_a_page_of_an_organisations_people() {
    let w = SignedIn::with(&Role::ALL).await;
    let organisations = &w.world.organisations;
    for number in 1_000..1_000 + u128::from(MAX_PEOPLE) {
        organisations.put_person(&city().organisation, &person(number));
    }
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
