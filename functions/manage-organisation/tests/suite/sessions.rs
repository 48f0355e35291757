//! Sessions of people, and who calls.

use domain::digest::Digest;
use domain::ids::PersonId;
use domain::organisation::Session;
use domain::ports::Sessions as _;
use fakes::city;
use serde_json::json;

use crate::world::{NOW, PEOPLE, World};

async fn begin(w: &World, person: PersonId, n: u8) -> Digest {
    let digest = Digest::of(&[n]);
    begin_with(w, person, digest).await;
    digest
}

/// A person's session begins, whose token has this digest.
pub(crate) async fn begin_with(w: &World, person: PersonId, digest: Digest) {
    begin_of(w, person, digest, 0).await;
}

/// The same of this generation of the person's sessions.
pub(crate) async fn begin_of(w: &World, person: PersonId, digest: Digest, generation: u32) {
    let now = NOW.parse().unwrap();
    let session = Session {
        digest,
        person,
        generation,
        began_at: now,
        used_at: now,
        second_factor: true,
        address: Some([203, 0, 113, 7].into()),
        user_agent: "Mozilla/5.0".to_owned(),
    };
    w.organisations.begin(&city().organisation, &session).await.unwrap();
}

#[tokio::test]
async fn an_administrator_sees_and_ends_the_sessions_of_others() {
    let w = World::new();
    let id = w.join("sato@city.example", &["sender"]).await;
    begin(&w, id, 1).await;
    begin(&w, id, 2).await;
    let path = format!("{PEOPLE}/{id}/sessions");
    let listed = w.get(&path).await;
    assert_eq!(listed.body["sessions"].as_array().unwrap().len(), 2, "{listed:?}");
    assert_eq!(listed.body["sessions"][0]["address"], "203.0.113.7");
    assert_eq!(listed.body["sessions"][0]["ends_at"], "2026-11-22T17:00:00Z");
    assert_eq!(w.delete(&path).await.status, 204);
    assert_eq!(w.get(&path).await.body["sessions"], json!([]));
    assert_eq!(w.get(&format!("{PEOPLE}/x/sessions")).await.code(), "unknown-person");
}

#[tokio::test]
async fn sessions_that_are_over_are_not_shown() {
    let w = World::new();
    let id = w.join("sato@city.example", &["sender"]).await;
    begin(&w, id, 1).await;
    w.clock.set("2026-11-22T17:00:00Z");
    assert_eq!(w.get(&format!("{PEOPLE}/{id}/sessions")).await.body["sessions"], json!([]));
}

#[tokio::test]
async fn a_service_has_no_sessions_and_is_told_who_it_is() {
    let w = World::new();
    assert_eq!(w.get("/v1/me/sessions").await.body["sessions"], json!([]));
    assert_eq!(w.delete(&format!("/v1/me/sessions/{}", Digest::ZERO)).await.code(), "unknown-session");
    let me = w.get("/v1/me").await.body;
    assert_eq!((&me["organisation"], &me["person"]), (&json!("takikawa"), &json!(null)), "{me}");
    assert!(me["may"].as_array().unwrap().contains(&json!("manage_people")), "{me}");
}
