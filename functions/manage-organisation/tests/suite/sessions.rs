//! Sessions of people, and who calls.

use domain::digest::Digest;
use domain::ids::PersonId;
use domain::organisation::{Actor, EntryKind, IdentityProvider, Organisation, SecondFactorProof, Session};
use fakes::city;
use serde_json::json;

use crate::own_keys::{ask_in_session, token};
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
    w.organisations.put_session(&city().organisation, &session);
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

/// The last entry of the log.
fn last(w: &World) -> (Actor, EntryKind) {
    let entry = w.log().pop().expect("an entry");
    (entry.by, entry.kind)
}

#[tokio::test]
async fn an_administrator_ends_one_session_of_a_person_and_the_others_go_on() {
    let w = World::new();
    let (id, other) = (w.join("sato@city.example", &["sender"]).await, w.join("kato@city.example", &["sender"]).await);
    let (one, two) = (begin(&w, id, 1).await, begin(&w, id, 2).await);
    let path = format!("{PEOPLE}/{id}/sessions");
    assert_eq!(w.delete(&format!("{path}/{one}")).await.status, 204);
    let listed = w.get(&path).await.body;
    let [left] = &listed["sessions"].as_array().unwrap()[..] else { panic!("one session: {listed}") };
    assert_eq!(left["id"], two.to_string());
    let (by, kind) = last(&w);
    assert!(matches!(by, Actor::Key { .. }), "{by:?}");
    assert_eq!(kind, EntryKind::SessionEnded { person: id, session: one });

    // One that has ended, another person's, and what is no session at all are unknown, and nothing is recorded of them.
    let entries = w.log().len();
    for unknown in [format!("{path}/{one}"), format!("{path}/x"), format!("{PEOPLE}/{other}/sessions/{two}")] {
        let refused = w.delete(&unknown).await;
        assert_eq!((refused.status, refused.code()), (404, "unknown-session"), "{unknown}");
    }
    for unknown in [format!("{PEOPLE}/x/sessions/{two}"), format!("{PEOPLE}/{}/sessions/{two}", uuid::Uuid::nil())] {
        assert_eq!(w.delete(&unknown).await.code(), "unknown-person", "{unknown}");
    }
    assert_eq!(w.log().len(), entries);
}

#[tokio::test]
async fn whoever_ends_their_own_session_is_in_the_log_without_any_role() {
    let w = World::new();
    let id = w.join("sato@city.example", &[]).await;
    let other = w.join("kato@city.example", &[]).await;
    begin_with(&w, id, token(id).digest()).await;
    let (own, others) = (begin(&w, id, 1).await, begin(&w, other, 2).await);
    let end = async |path: String| ask_in_session(&w, id, "DELETE", &path, &[], &json!(null)).await;
    assert_eq!(end(format!("/v1/me/sessions/{own}")).await.status, 204);
    assert_eq!(last(&w), (Actor::Person { person: id }, EntryKind::SessionEnded { person: id, session: own }));
    assert_eq!(end(format!("/v1/me/sessions/{others}")).await.code(), "unknown-session");
    assert_eq!(end(format!("{PEOPLE}/{other}/sessions/{others}")).await.code(), "role-missing");
}

#[tokio::test]
async fn a_persons_key_ends_that_persons_sessions_alone() {
    let w = World::new();
    let id = w.person_with_a_key("key-of-sato", &[]).await;
    let (one, two) = (begin(&w, id, 1).await, begin(&w, id, 2).await);
    let end = async |session: Digest| {
        w.send_as(Some("key-of-sato"), "DELETE", &format!("/v1/me/sessions/{session}"), &[], &json!(null)).await
    };
    assert_eq!(end(one).await.status, 204);
    assert_eq!(end(one).await.code(), "unknown-session");
    assert_eq!(end(two).await.status, 204);
}

#[tokio::test]
async fn sessions_that_were_begun_at_another_provider_are_over() {
    let w = World::new();
    let id = w.join("sato@city.example", &["administrator"]).await;
    begin_with(&w, id, token(id).digest()).await;
    let ask = async || ask_in_session(&w, id, "GET", &format!("{PEOPLE}/{id}/sessions"), &[], &json!(null)).await;
    assert_eq!(ask().await.body["sessions"].as_array().map(Vec::len), Some(1));
    let (issuer, client_id) = ("https://login.city.example".to_owned(), "keiin".to_owned());
    let provider = IdentityProvider { issuer, client_id, second_factor: SecondFactorProof::Claimed };
    w.organisations.put(&Organisation { provider: Some(provider), ..w.row() });
    let refused = ask().await;
    assert_eq!((refused.status, refused.code()), (401, "session-ended"), "{refused:?}");
    assert_eq!(w.get(&format!("{PEOPLE}/{id}/sessions")).await.body["sessions"], json!([]));
}
