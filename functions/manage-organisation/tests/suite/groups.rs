//! Groups.

use serde_json::json;

use crate::world::{PEOPLE, World};

const GROUPS: &str = "/v1/organisation/groups";

#[tokio::test]
async fn groups_are_made_renamed_listed_and_removed() {
    let w = World::new();
    let made = w.post(GROUPS, &json!({"name": "総務課"})).await;
    assert_eq!((made.status, made.header("location")), (201, &*format!("{GROUPS}/{}", made.id())), "{made:?}");
    w.post(GROUPS, &json!({"name": "会計課"})).await;
    let taken = w.post(GROUPS, &json!({"name": "総務課"})).await;
    assert_eq!((taken.status, taken.code()), (409, "group-name-taken"));
    let path = format!("{GROUPS}/{}", made.id());
    let renamed = w.patch(&path, made.header("etag"), &json!({"name": "総務部総務課"})).await;
    assert_eq!((renamed.status, &renamed.body["name"]), (200, &json!("総務部総務課")), "{renamed:?}");
    let read = w.get(&path).await;
    assert_eq!((&read.body, read.header("etag")), (&renamed.body, renamed.header("etag")));
    let names =
        |body: &serde_json::Value| body["groups"].as_array().unwrap().iter().map(|g| g["name"].clone()).collect();
    let listed: Vec<serde_json::Value> = names(&w.get(GROUPS).await.body);
    assert_eq!(listed, [json!("会計課"), json!("総務部総務課")]);
    assert_eq!(w.remove(&path, read.header("etag")).await.status, 204);
    assert_eq!(w.remove(&path, read.header("etag")).await.code(), "unknown-group");
    assert_eq!(w.get(&path).await.code(), "unknown-group");
    assert_eq!(w.log().len(), 4);
}

#[tokio::test]
async fn a_group_is_changed_and_removed_only_as_it_was_seen() {
    let w = World::new();
    let made = w.post(GROUPS, &json!({"name": "総務課"})).await;
    let path = format!("{GROUPS}/{}", made.id());
    let (name, nothing) = (json!({"name": "総務部総務課"}), serde_json::Value::Null);
    assert_eq!(w.send("PATCH", &path, &[], &name).await.code(), "precondition-required");
    assert_eq!(w.send("DELETE", &path, &[], &nothing).await.code(), "precondition-required");
    let renamed = w.patch(&path, made.header("etag"), &name).await;
    assert_ne!(renamed.header("etag"), made.header("etag"));
    // The same again changes nothing, and has to name what is there as well.
    assert_eq!(w.patch(&path, renamed.header("etag"), &name).await.header("etag"), renamed.header("etag"));
    for late in [w.patch(&path, made.header("etag"), &name).await, w.remove(&path, made.header("etag")).await] {
        let told = (late.status, late.code(), late.header("etag"));
        assert_eq!(told, (412, "precondition-failed", renamed.header("etag")), "{late:?}");
    }
    assert_eq!(w.log().len(), 2, "neither was carried out");
}

#[tokio::test]
async fn a_group_that_is_gone_is_forgotten_by_its_people_and_gives_nothing() {
    let w = World::new();
    let group = w.post(GROUPS, &json!({"name": "総務課"})).await;
    let request = json!({"name": "佐藤 花子", "email": "sato@city.example", "roles": [], "groups": [group.id()]});
    let person = w.post(PEOPLE, &request).await;
    assert_eq!(person.body["groups"], json!([group.id()]), "{person:?}");
    w.remove(&format!("{GROUPS}/{}", group.id()), group.header("etag")).await;
    let changed = w.patch(&format!("{PEOPLE}/{}", person.id()), "\"1\"", &json!({"name": "佐藤 華子"})).await;
    assert_eq!(changed.body["groups"], json!([]), "{changed:?}");
}

#[tokio::test]
async fn a_name_that_nobody_can_read_is_refused() {
    let w = World::new();
    for wrong in ["", " ", "総務\u{202e}課", &"課".repeat(101)] {
        let refused = w.post(GROUPS, &json!({"name": wrong})).await;
        assert_eq!(refused.body["errors"][0]["pointer"], "/name", "{refused:?}");
    }
}
