//! People: invited, changed, deactivated.

use domain::ids::KeyId;
use domain::organisation::{Actor, Change, EntryKind, Refusal};
use domain::ports::{About, ChangeError};
use serde_json::json;

use crate::world::{PEOPLE, World};

#[tokio::test]
async fn a_person_is_invited_listed_and_read() {
    let w = World::new();
    let invited = w.invite("sato@city.example", &["sender", "administrator"]).await;
    assert_eq!(invited.status, 201, "{invited:?}");
    assert_eq!(invited.header("location"), format!("{PEOPLE}/{}", invited.id()));
    assert_eq!(invited.header("etag"), "\"1\"");
    assert_eq!(invited.body["roles"], json!(["administrator", "sender"]));
    assert_eq!(invited.body["state"], json!({"type": "invited", "until": "2026-12-06T09:00:00Z"}));
    assert_eq!(w.get(&format!("{PEOPLE}/{}", invited.id())).await.body, invited.body);
    assert_eq!(w.get(PEOPLE).await.body["people"], json!([invited.body]));
    let by = Actor::Key { key: None, label: "人事システム".to_owned() };
    let [entry] = &w.log()[..] else { panic!("one entry") };
    assert!(entry.by == by && matches!(entry.kind, EntryKind::PersonInvited { .. }), "{entry:?}");
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_person_is_told_at_once() {
    let w = World::new();
    let groups = ["01935f2e-7c00-7a11-8b22-9c33ad44be55"];
    let request = json!({"name": " ", "email": "sato＠", "roles": [], "groups": groups});
    let refused = w.post(PEOPLE, &request).await;
    let pointers: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!((refused.status, pointers), (422, vec![json!("/name"), json!("/email"), json!("/groups")]));
    for (field, wrong) in [("roles", json!(["mayor"])), ("role", json!([]))] {
        let mut request = json!({"name": "佐藤 花子", "email": "sato@city.example", "roles": ["sender"]});
        request[field] = wrong;
        let refused = w.post(PEOPLE, &request).await;
        assert_eq!((refused.status, refused.code()), (422, "invalid-fields"), "{refused:?}");
    }
    assert!(w.log().is_empty());
}

#[tokio::test]
async fn the_same_address_is_invited_once_also_in_other_letters() {
    let w = World::new();
    w.invite("sato@city.example", &["sender"]).await;
    let again = w.invite("SATO@city.example", &["sender"]).await;
    assert_eq!((again.status, again.code()), (409, "address-taken"), "{again:?}");
    assert_eq!(w.log().len(), 1);
}

#[tokio::test]
async fn people_have_addresses_of_the_domains_that_the_organisation_names() {
    let w = World::new();
    let mut row = w.row();
    row.members.mail_domains = ["city.example".to_owned()].into();
    w.organisations.put(&row);
    let refused = w.invite("sato@elsewhere.example", &["sender"]).await;
    assert_eq!(refused.body["errors"][0]["code"], "domain-not-allowed", "{refused:?}");
    assert_eq!(w.invite("sato@CITY.example", &["sender"]).await.status, 201);
}

#[tokio::test]
async fn without_a_row_of_the_organisation_nobody_is_invited() {
    let w = World::without_a_row(std::sync::Arc::new(fakes::ForgetfulAnswers));
    let refused = w.invite("sato@city.example", &["sender"]).await;
    assert_eq!((refused.status, refused.code()), (409, "no-organisation-row"));
}

#[tokio::test]
async fn a_change_names_the_version_that_was_read() {
    let w = World::new();
    let path = format!("{PEOPLE}/{}", w.invite("sato@city.example", &["sender"]).await.id());
    let change = json!({"name": "佐藤 華子", "roles": ["document_viewer"]});
    let without = w.send("PATCH", &path, &[], &change).await;
    assert_eq!((without.status, without.code()), (428, "precondition-required"));
    assert_eq!(w.patch(&path, "*", &change).await.code(), "precondition-required");
    for old in ["\"0\"", "\"2\"", "W/\"1\"", "1"] {
        let refused = w.patch(&path, old, &change).await;
        assert_eq!((refused.status, refused.code()), (412, "precondition-failed"), "{old}");
    }
    let changed = w.patch(&path, "\"1\"", &change).await;
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""), "{changed:?}");
    assert_eq!((&changed.body["name"], &changed.body["roles"]), (&json!("佐藤 華子"), &json!(["document_viewer"])));
    assert_eq!(changed.body["email"], "sato@city.example", "what is left out stays");
    // Two tabs: the second one is told.
    assert_eq!(w.patch(&path, "\"1\"", &json!({"name": "佐藤 花"})).await.status, 412);
    let EntryKind::PersonChanged { before, after, .. } = &w.log()[1].kind else { panic!("{:?}", w.log()) };
    assert_eq!((&*before.name, &*after.name), ("佐藤 花子", "佐藤 華子"));
}

#[tokio::test]
async fn a_change_that_changes_nothing_is_no_mistake_and_is_not_recorded() {
    let w = World::new();
    let path = format!("{PEOPLE}/{}", w.invite("sato@city.example", &["sender"]).await.id());
    let same = w.patch(&path, "\"1\"", &json!({"name": "佐藤 花子"})).await;
    assert_eq!((same.status, same.header("etag"), w.log().len()), (200, "\"1\"", 1));
}

#[tokio::test]
async fn the_last_administrator_cannot_go() {
    let w = World::new();
    let first = w.join("sato@city.example", &["administrator"]).await;
    // Somebody who was only invited cannot administer anything yet.
    w.invite("suzuki@city.example", &["administrator"]).await;
    let path = format!("{PEOPLE}/{first}");
    let deactivated = w.post(&format!("{path}/deactivate"), &json!({})).await;
    assert_eq!((deactivated.status, deactivated.code()), (409, "last-administrator"));
    let demoted = w.patch(&path, "\"2\"", &json!({"roles": ["sender"]})).await;
    assert_eq!((demoted.status, demoted.code()), (409, "last-administrator"));

    w.join("tanaka@city.example", &["administrator"]).await;
    assert_eq!(w.post(&format!("{path}/deactivate"), &json!({})).await.status, 200);
}

#[tokio::test]
async fn whoever_is_deactivated_comes_back_as_they_were() {
    let w = World::new();
    w.join("tanaka@city.example", &["administrator"]).await;
    let id = w.join("sato@city.example", &["sender"]).await;
    let act = async |what: &str| w.post(&format!("{PEOPLE}/{id}/{what}"), &json!({})).await;
    assert_eq!(act("reactivate").await.code(), "not-deactivated");
    let gone = act("deactivate").await;
    assert_eq!(gone.body["state"], json!({"type": "deactivated", "since": "2026-11-22T09:00:00Z"}));
    assert_eq!(act("deactivate").await.code(), "deactivated");
    // The address stays theirs.
    assert_eq!(w.invite("sato@city.example", &["sender"]).await.code(), "address-taken");
    assert_eq!(act("reactivate").await.body["state"], json!({"type": "active"}));
}

#[tokio::test]
async fn an_invitation_is_sent_again_to_whoever_has_not_come() {
    let w = World::new();
    let invited = w.invite("sato@city.example", &["sender"]).await;
    let path = format!("{PEOPLE}/{}/invitation", invited.id());
    let at_once = w.post(&path, &json!({})).await;
    assert_eq!((at_once.status, at_once.code(), w.log().len()), (409, "invited-just-now", 1));
    w.clock.set("2026-11-22T09:10:00Z");
    let again = w.post(&path, &json!({})).await;
    assert_eq!((again.status, w.log().len()), (200, 2), "{again:?}");
    let jobs: Vec<_> = w.log().iter().flat_map(domain::organisation::jobs_of_entry).collect();
    assert_eq!(jobs.len(), 2, "two mails: {jobs:?}");
    let joined = w.join("suzuki@city.example", &["sender"]).await;
    let refused = w.post(&format!("{PEOPLE}/{joined}/invitation"), &json!({})).await;
    assert_eq!((refused.status, refused.code()), (409, "not-invited"));
}

#[tokio::test]
async fn pages_hold_everybody_once() {
    let w = World::new();
    let mut invited = Vec::new();
    for n in 0..5 {
        invited.push(w.invite(&format!("person{n}@city.example"), &[]).await.body["id"].clone());
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = w.get(&format!("{PEOPLE}?limit=2{cursor}")).await;
        seen.extend(page.body["people"].as_array().unwrap().iter().map(|person| person["id"].clone()));
        match page.body["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, invited);
    for wrong in ["limit=0", "limit=101", "cursor=x", "page=2", "limit=1&limit=2"] {
        let refused = w.get(&format!("{PEOPLE}?{wrong}")).await;
        assert_eq!((refused.status, refused.code()), (400, "unknown-query"), "{wrong}");
    }
}

#[tokio::test]
async fn nobody_is_found_under_what_is_no_identifier() {
    let w = World::new();
    for id in ["x", "01935f2e-7c00-7a11-8b22-9c33ad44be55"] {
        let unknown = w.get(&format!("{PEOPLE}/{id}")).await;
        assert_eq!((unknown.status, unknown.code()), (404, "unknown-person"), "{id}");
    }
}

/// The link that went to a wrong address is not good any more once the address is corrected.
#[tokio::test]
async fn whoever_was_invited_at_a_wrong_address_is_invited_anew_at_the_right_one() {
    let w = World::new();
    let invited = w.invite("sato@wrong.example", &["administrator"]).await;
    w.clock.set("2026-11-22T09:01:00Z");
    let path = format!("{PEOPLE}/{}", invited.id());
    let corrected = w.patch(&path, "\"1\"", &json!({"email": "sato@city.example"})).await;
    assert_eq!(corrected.body["state"], json!({"type": "invited", "until": "2026-12-06T09:01:00Z"}), "{corrected:?}");
    let jobs: Vec<_> = w.log().iter().flat_map(domain::organisation::jobs_of_entry).collect();
    assert_eq!(jobs.len(), 2, "{jobs:?}");
    // Another name is no reason to write once more.
    w.patch(&path, "\"2\"", &json!({"name": "佐藤 華子"})).await;
    assert_eq!(w.log().iter().flat_map(domain::organisation::jobs_of_entry).count(), 2);
}

/// What somebody was about to do when they lost the right to it.
#[tokio::test]
async fn whoever_is_no_administrator_any_more_changes_nothing() {
    let w = World::new();
    w.join("tanaka@city.example", &["administrator"]).await;
    let id = w.join("sato@city.example", &["administrator"]).await;
    let key = KeyId::new(uuid::Uuid::from_u128(3));
    w.has_a_key(id, key).await;
    w.post(&format!("{PEOPLE}/{id}/deactivate"), &json!({})).await;
    let before = w.log();
    let (organisation, actor) = (fakes::city().organisation, Actor::Person { person: id });
    let group = domain::ids::GroupId::new(uuid::Uuid::from_u128(1));
    let change = |_: &_, _: &_| Ok(Change::AddGroup { id: group, name: "総務課".to_owned() });
    let refused = w.registry.change(&organisation, &About::default(), &actor, None, change).await;
    assert!(matches!(refused, Err(ChangeError::Refused(Refusal::NotAllowed))), "{refused:?}");
    // Nor by a key that was revoked, nor by one in that person's name.
    for key in [KeyId::new(uuid::Uuid::from_u128(2)), key] {
        let by_key = Actor::Key { key: Some(key), label: String::new() };
        let refused = w.registry.change(&organisation, &About::default(), &by_key, None, change).await;
        assert!(matches!(refused, Err(ChangeError::Refused(Refusal::NotAllowed))), "{refused:?}");
    }
    assert_eq!(w.log(), before);
}
