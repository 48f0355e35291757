//! By people who have signed in.

use std::collections::BTreeSet;

use api::routes;
use api::{SESSION_COOKIE, SessionCookie};
use domain::authorisation::{Reach, Role};
use domain::envelope::Sender;
use domain::ids::PersonId;
use domain::language::Language;
use domain::link::SecretToken;
use domain::organisation::{Actor, Change, MemberPolicy, OidcIdentity, Organisation, Person, Profile, Session};
use domain::ports::{About, Registry};
use fakes::{Story, city, signer};
use serde_json::Value;
use uuid::Uuid;

use crate::world::{How, NOBODY, NOW, World, asked, call, everything};

/// A person of the city with these roles who has signed in, and an envelope that they sent.
pub(crate) struct SignedIn {
    pub(crate) world: World,
    pub(crate) story: Story,
    pub(crate) person: PersonId,
    pub(crate) cookie: String,
}

fn person_of(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

fn registry(world: &World) -> Registry {
    Registry {
        organisations: world.organisations.clone(),
        people: world.organisations.clone(),
        keys: world.organisations.clone(),
        directories: world.organisations.clone(),
        certificates: world.organisations.clone(),
        clock: world.clock.clone(),
    }
}

pub(crate) async fn change(world: &World, about: &About, change: Change) -> u64 {
    let next = |_: &_, _: &_| Ok(change.clone());
    let decision = registry(world).change(&city().organisation, about, &Actor::Operator, None, next).await.unwrap();
    decision.entry.sequence
}

/// Invites a person, who accepts.
pub(crate) async fn join(world: &World, number: u128, roles: &[Role]) -> PersonId {
    let id = person_of(number);
    let profile = Profile {
        name: "佐藤 花子".to_owned(),
        email: format!("person{number}@city.example").parse().unwrap(),
        language: Language::Ja,
        roles: roles.iter().copied().collect(),
        groups: BTreeSet::new(),
    };
    let about = About { person: Some(id), ..About::default() };
    let by_entry = change(world, &about, Change::Invite { id, profile }).await;
    let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: number.to_string() };
    change(world, &about, Change::AcceptInvitation { by_entry, identity }).await;
    id
}

/// A session of this person, which begins now.
async fn begin(world: &World, person: PersonId, generation: u32) -> String {
    let token = SecretToken::from_random([u8::try_from(generation).unwrap() + 1; 32]);
    let now = NOW.parse().unwrap();
    let session = Session {
        digest: token.digest(),
        person,
        generation,
        began_at: now,
        used_at: now,
        second_factor: false,
        address: None,
        user_agent: String::new(),
    };
    world.organisations.put_session(&city().organisation, &session);
    let cookie = SessionCookie { organisation: city().organisation, person, token };
    format!("{SESSION_COOKIE}={}", cookie.value())
}

impl SignedIn {
    pub(crate) async fn with(roles: &[Role]) -> Self {
        Self::beside(person_of(1), roles).await
    }

    /// The same beside an envelope that somebody else sent.
    pub(crate) async fn over_anothers(roles: &[Role]) -> Self {
        Self::beside(person_of(99), roles).await
    }

    async fn beside(sender: PersonId, roles: &[Role]) -> Self {
        let person = person_of(1);
        let recipients = vec![signer(1, None, "鈴木 太郎", "suzuki")];
        let request = domain::draft::EnvelopeRequest { recipients, ..Story::request() };
        let story = Story::by(Sender { person: Some(sender), ..city() }, request, NOW);
        story.start(NOW);
        let world = World::by_key(everything(), story.envelopes.clone());
        let row = Organisation::new(city().organisation, "滝川市".to_owned(), NOW.parse().unwrap());
        change(&world, &About::default(), Change::AddOrganisation(Box::new(row))).await;
        // Without whom the other could not lose the role.
        join(&world, 99, &[Role::Administrator]).await;
        join(&world, 1, roles).await;
        let cookie = begin(&world, person, 0).await;
        Self { world, story, person, cookie }
    }

    pub(crate) async fn ask(&self, route: &routes::Route, id: &str) -> (u16, String, Value) {
        self.ask_from(route, id, None).await
    }

    async fn ask_from(&self, route: &routes::Route, id: &str, address: Option<&str>) -> (u16, String, Value) {
        let address = address.map(|address| address.parse().unwrap());
        call(&self.world, route, id, How { authorization: None, cookie: Some(&self.cookie), address }).await
    }

    /// Every route answers so.
    async fn is_refused(&self, status: u16, code: &str) {
        for (route, _) in asked() {
            let (answered, told, body) = self.ask(route, &self.story.id.to_string()).await;
            assert_eq!((answered, &*told), (status, code), "{}: {body}", route.name);
        }
    }
}

#[tokio::test]
async fn people_do_what_their_roles_allow_and_nothing_else() {
    for role in Role::ALL {
        let w = SignedIn::with(&[role]).await;
        for (route, action) in asked() {
            let (status, code, body) = w.ask(route, &w.story.id.to_string()).await;
            if role.reach(action).is_some() || action.everybodys().is_some() {
                assert!(![401, 403].contains(&status), "{role}, {}: {status} {body}", route.name);
            } else {
                assert_eq!((status, &*code), (403, "role-missing"), "{role}, {}: {body}", route.name);
            }
        }
    }
}

/// Somebody else's envelope is as unknown as none, by the same bytes, to those who may only see their own.
#[tokio::test]
async fn who_may_do_with_their_own_does_not_see_what_others_sent() {
    let w = SignedIn::with(&[Role::Sender]).await;
    let recipients = vec![signer(1, None, "鈴木 太郎", "suzuki")];
    let request = domain::draft::EnvelopeRequest { recipients, ..Story::request() };
    let others = Story::by(Sender { person: Some(person_of(99)), ..city() }, request, NOW);
    let theirs = SignedIn { world: World::by_key(everything(), others.envelopes.clone()), ..w };
    let row = Organisation::new(city().organisation, "滝川市".to_owned(), NOW.parse().unwrap());
    change(&theirs.world, &About::default(), Change::AddOrganisation(Box::new(row))).await;
    let person = join(&theirs.world, 1, &[Role::Sender]).await;
    let cookie = begin(&theirs.world, person, 0).await;
    let w = SignedIn { cookie, story: others, ..theirs };
    let before = w.story.envelope();
    let of_envelopes = asked()
        .filter(|(route, action)| route.path.contains("{id}") && Role::Sender.reach(*action) == Some(Reach::Own));
    for (route, _) in of_envelopes {
        let (status, code, body) = w.ask(route, &w.story.id.to_string()).await;
        assert_eq!((status, &*code), (404, "unknown-envelope"), "{}: {body}", route.name);
        assert_eq!(w.ask(route, NOBODY).await.2, body, "{}", route.name);
    }
    assert_eq!(w.story.envelope(), before);
    let (status, _, list) = w.ask(&routes::LIST_ENVELOPES, "").await;
    assert_eq!((status, &list["envelopes"]), (200, &serde_json::json!([])), "{list}");
}

#[tokio::test]
async fn whoever_was_deactivated_is_out_at_the_next_request() {
    let w = SignedIn::with(&Role::ALL).await;
    assert_eq!(w.ask(&routes::GET_ME, "").await.0, 200);
    change(&w.world, &About { person: Some(w.person), ..About::default() }, Change::Deactivate).await;
    w.is_refused(401, "session-ended").await;
    // And a session from before is not good again with the person.
    change(&w.world, &About { person: Some(w.person), ..About::default() }, Change::Reactivate).await;
    w.is_refused(401, "session-ended").await;
}

#[tokio::test]
async fn sessions_end_when_roles_change_and_when_somebody_ends_them() {
    let about = |w: &SignedIn| About { person: Some(w.person), ..About::default() };
    let w = SignedIn::with(&Role::ALL).await;
    let found = domain::ports::People::person(&*w.world.organisations, &city().organisation, w.person).await.unwrap();
    let Person { profile, .. } = found.unwrap();
    let fewer = Profile { roles: [Role::Sender].into(), ..profile };
    change(&w.world, &about(&w), Change::SetProfile(fewer)).await;
    w.is_refused(401, "session-ended").await;

    let w = SignedIn::with(&Role::ALL).await;
    change(&w.world, &about(&w), Change::EndSessions).await;
    w.is_refused(401, "session-ended").await;
}

#[tokio::test]
async fn a_session_that_is_too_old_or_was_not_used_is_over() {
    let w = SignedIn::with(&Role::ALL).await;
    w.world.clock.set("2026-11-22T17:00:00Z");
    w.is_refused(401, "session-ended").await;
}

#[tokio::test]
async fn a_cookie_of_another_stack_or_another_person_opens_nothing() {
    let w = SignedIn::with(&Role::ALL).await;
    let value = w.cookie.split_once('=').unwrap().1;
    let [organisation, person, token]: [&str; 3] = value.split('.').collect::<Vec<_>>().try_into().unwrap();
    let other = SecretToken::from_random([9; 32]);
    for (wrong, code) in [
        (format!("{organisation}.{person}.{}", other.reveal()), "session-ended"),
        (format!("{organisation}.{}.{token}", person_of(99)), "session-ended"),
        (format!("sorachi.{person}.{token}"), "session-ended"),
        (format!("{organisation}.{person}"), "unauthorized"),
        (token.to_owned(), "unauthorized"),
    ] {
        let cookie = format!("{SESSION_COOKIE}={wrong}");
        let how = How { authorization: None, cookie: Some(&cookie), address: None };
        let (status, told, _) = call(&w.world, &routes::GET_ME, "", how).await;
        assert_eq!((status, &*told), (401, code), "{wrong}");
    }
}

#[tokio::test]
async fn an_organisations_addresses_its_second_factor_and_its_end_hold_for_everybody_who_has_signed_in() {
    let w = SignedIn::with(&Role::ALL).await;
    let row = || Organisation::new(city().organisation, "滝川市".to_owned(), NOW.parse().unwrap());
    let ranges = vec!["203.0.113.0/24".parse().unwrap()];
    w.world.organisations.put(&Organisation { addresses: ranges, ..row() });
    for (route, _) in asked() {
        let id = w.story.id.to_string();
        assert_eq!(w.ask_from(route, &id, Some("198.51.100.7")).await.1, "address-not-allowed", "{}", route.name);
        assert_eq!(w.ask_from(route, &id, None).await.1, "no-client-address", "{}", route.name);
    }
    assert_eq!(w.ask_from(&routes::GET_ME, "", Some("203.0.113.7")).await.0, 200);

    let members = MemberPolicy { second_factor_required: true, ..MemberPolicy::default() };
    w.world.organisations.put(&Organisation { members, ..row() });
    w.is_refused(403, "sign-in-factor-needed").await;
    w.world.organisations.put(&Organisation { closed_at: Some(NOW.parse().unwrap()), ..row() });
    w.is_refused(403, "organisation-closed").await;
}

/// A browser sends the cookie with whatever another site makes it send.
#[tokio::test]
async fn what_changes_something_is_taken_from_our_own_pages_alone() {
    let w = SignedIn::with(&Role::ALL).await;
    for (route, _) in asked() {
        for site in [None, Some("cross-site"), Some("same-site"), Some("none")] {
            let path = crate::world::path_of(route, &w.story.id.to_string());
            let request = axum::http::Request::builder().method(route.method.clone()).uri(path);
            let request = request.header("cookie", &w.cookie).header("idempotency-key", "a-key");
            let request = request.header("content-type", "application/json").header("if-match", "\"1\"");
            let request = match site {
                Some(site) => request.header("sec-fetch-site", site),
                None => request,
            };
            let body = if route.method == axum::http::Method::GET { "" } else { "{}" };
            let (status, body) = w.world.answer(route, request.body(body.into()).unwrap()).await;
            let is_refused = (status.as_u16(), body["code"].as_str()) == (403, Some("cross-site"));
            assert_eq!(is_refused, route.method != axum::http::Method::GET, "{} {site:?}: {body}", route.name);
        }
    }
}

/// What another organisation's people, groups and keys are to whoever administers this one.
#[tokio::test]
async fn what_is_another_organisations_is_unknown_to_administrators_too() {
    let w = SignedIn::with(&[Role::Administrator]).await;
    let neighbour: domain::ids::OrganisationId = "sorachi".to_owned().try_into().unwrap();
    let row = Organisation::new(neighbour.clone(), "空知".to_owned(), NOW.parse().unwrap());
    let id = person_of(500);
    let profile = Profile {
        name: "鈴木 一郎".to_owned(),
        email: "person1@city.example".parse().unwrap(),
        language: Language::Ja,
        roles: BTreeSet::new(),
        groups: BTreeSet::new(),
    };
    let group = domain::ids::GroupId::new(Uuid::from_u128(501));
    let changes = [
        Change::AddOrganisation(Box::new(row)),
        Change::Invite { id, profile },
        Change::AddGroup { id: group, name: "総務課".to_owned() },
    ];
    let about = About { person: Some(id), ..About::default() };
    for change in changes {
        let next = |_: &_, _: &_| Ok(change.clone());
        registry(&w.world).change(&neighbour, &about, &Actor::Operator, None, next).await.unwrap();
    }
    let before = w.world.organisations.log(&neighbour);
    let ours =
        asked().filter(|(route, action)| route.path.contains("{id}") && Role::Administrator.reach(*action).is_some());
    for (route, _) in ours {
        let theirs = if route.path.contains("/groups/") { group.to_string() } else { id.to_string() };
        let (status, _, body) = w.ask(route, &theirs).await;
        assert!([404, 412, 422].contains(&status), "{}: {status} {body}", route.name);
        assert_eq!(w.ask(route, NOBODY).await.2, body, "{}", route.name);
    }
    assert_eq!(w.world.organisations.log(&neighbour), before);
}
