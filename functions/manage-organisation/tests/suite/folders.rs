//! Folders and the rights that they give.

use domain::ids::PersonId;
use domain::organisation::EntryKind;
use serde_json::{Value, json};

use crate::own_keys::{ask_in_session, token};
use crate::sessions::begin_with;
use crate::world::World;

const FOLDERS: &str = "/v1/folders";

/// Somebody who sends, and has signed in.
async fn sender(w: &World) -> PersonId {
    let person = w.join("suzuki@city.example", &["sender"]).await;
    begin_with(w, person, token(person).digest()).await;
    person
}

fn folder(name: &str) -> Value {
    json!({"name": name})
}

#[tokio::test]
async fn a_folder_is_made_read_changed_and_removed_and_each_is_recorded() {
    let w = World::new();
    let made =
        w.post(FOLDERS, &json!({"name": " 契約 ", "grants": [{"to": "role", "role": "sender", "level": "see"}]})).await;
    assert_eq!(
        (made.status, &made.body["name"], &made.body["inherits"]),
        (201, &json!("契約"), &json!(true)),
        "{made:?}"
    );
    let path = made.header("location").to_owned();
    assert_eq!(path, format!("{FOLDERS}/{}", made.id()));
    assert_eq!(w.get(&path).await.body, made.body);
    assert_eq!(w.post(FOLDERS, &folder("契約")).await.code(), "folder-name-taken");
    let etag = made.header("etag").to_owned();
    let inner = w.post(FOLDERS, &json!({"name": "契約", "parent": made.id()})).await;
    assert_eq!(inner.status, 201, "in another place it is another name: {inner:?}");
    let changed =
        w.patch(&path, &etag, &json!({"name": "工事", "grants": [{"to": "everybody", "level": "download"}]})).await;
    assert_eq!((changed.status, &changed.body["grants"]), (200, &json!([{"to": "everybody", "level": "download"}])));
    assert_eq!(w.patch(&path, &etag, &folder("委託")).await.code(), "precondition-failed");
    assert_eq!(w.send("PATCH", &path, &[], &folder("委託")).await.code(), "precondition-required");
    assert_eq!(w.send("DELETE", &path, &[], &Value::Null).await.code(), "precondition-required");
    let late = w.remove(&path, &etag).await;
    assert_eq!((late.status, late.code(), late.header("etag")), (412, "precondition-failed", changed.header("etag")));
    assert_eq!(w.remove(&path, changed.header("etag")).await.code(), "folder-not-empty");
    for (gone, etag) in [(inner.header("location"), inner.header("etag")), (&path, changed.header("etag"))] {
        assert_eq!(w.remove(gone, etag).await.status, 204);
        assert_eq!(w.get(gone).await.code(), "unknown-folder");
    }
    assert_eq!(w.get(FOLDERS).await.body, json!({"folders": []}));
    let [added, _, changed, _, removed] = &w.log()[..] else { panic!("{:?}", w.log()) };
    assert!(matches!(&added.kind, EntryKind::FolderAdded { after } if after.name == "契約"), "{added:?}");
    let EntryKind::FolderChanged { before, after } = &changed.kind else { panic!("{changed:?}") };
    assert_eq!((&*before.name, &*after.name), ("契約", "工事"));
    assert!(matches!(&removed.kind, EntryKind::FolderRemoved { before } if before.name == "工事"), "{removed:?}");
}

#[tokio::test]
async fn a_folder_goes_neither_into_itself_nor_too_deep() {
    let w = World::new();
    let mut parent = Value::Null;
    let mut first = None;
    for depth in 1..=8 {
        let made = w.post(FOLDERS, &json!({"name": depth.to_string(), "parent": parent})).await;
        assert_eq!(made.status, 201, "{made:?}");
        parent = made.body["id"].clone();
        first.get_or_insert((made.header("location").to_owned(), made.header("etag").to_owned()));
    }
    assert_eq!(w.post(FOLDERS, &json!({"name": "9", "parent": parent})).await.code(), "folders-too-deep");
    let (path, etag) = first.unwrap();
    let circle = w.patch(&path, &etag, &json!({"parent": parent})).await;
    assert_eq!(circle.body["errors"][0]["pointer"], "/parent", "{circle:?}");
    // With all that is in it it would be too deep as well.
    let other = w.post(FOLDERS, &folder("別")).await;
    assert_eq!(w.patch(&path, &etag, &json!({"parent": other.id()})).await.code(), "folders-too-deep");
}

#[tokio::test]
async fn what_is_wrong_with_a_right_is_told() {
    let w = World::new();
    let unknown = "01900000-0000-7000-8000-0000000000ff";
    for (grants, pointer, code) in [
        (json!([{"to": "person", "level": "see"}]), "/grants/0", "invalid"),
        (json!([{"to": "everybody", "role": "sender", "level": "see"}]), "/grants/0", "invalid"),
        (json!([{"to": "person", "person": unknown, "level": "see"}]), "/grants/0/person", "unknown-person"),
        (
            // Rights are kept in an order of their own; what is wrong is told by that of the request.
            json!([{"to": "role", "role": "sender", "level": "see"}, {"to": "person", "person": unknown, "level": "see"}]),
            "/grants/1/person",
            "unknown-person",
        ),
        (json!([{"to": "group", "group": unknown, "level": "see"}]), "/grants", "unknown-group"),
        (
            json!([{"to": "everybody", "level": "see"}, {"to": "everybody", "level": "manage"}]),
            "/grants/1",
            "duplicate",
        ),
        (json!([{"to": "everybody", "level": "own"}]), "/grants/0/level", "invalid"),
    ] {
        let refused = w.post(FOLDERS, &json!({"name": "甲", "grants": grants})).await;
        let error = &refused.body["errors"][0];
        assert_eq!(refused.status, 422, "{refused:?}");
        assert_eq!(error["pointer"], pointer, "{refused:?}");
        assert!(code == "invalid" || error["code"] == code, "{refused:?}");
    }
    assert!(w.log().is_empty());
}

#[tokio::test]
async fn whoever_manages_a_folder_manages_what_is_in_it_and_nothing_above() {
    let w = World::new();
    let sato = sender(&w).await;
    let top = w
        .post(
            FOLDERS,
            &json!({"name": "総務課", "grants": [{"to": "person", "person": sato.to_string(), "level": "manage"}]}),
        )
        .await;
    let closed = w.post(FOLDERS, &json!({"name": "人事", "parent": top.id(), "inherits": false})).await;
    let other = w.post(FOLDERS, &folder("税務課")).await;
    let as_sato = async |method: &str, path: &str, headers: &[(&str, &str)], body: Value| {
        ask_in_session(&w, sato, method, path, headers, &body).await
    };
    let listed = as_sato("GET", FOLDERS, &[], Value::Null).await;
    let names: Vec<_> = listed.body["folders"].as_array().unwrap().iter().map(|f| f["name"].clone()).collect();
    assert_eq!(names, [json!("総務課")], "{listed:?}");
    assert_eq!(listed.body["folders"][0]["own_level"], "manage");
    let inner =
        as_sato("POST", FOLDERS, &[("idempotency-key", "k1")], json!({"name": "委託", "parent": top.id()})).await;
    assert_eq!((inner.status, &inner.body["own_level"]), (201, &json!("manage")), "{inner:?}");
    for (parent, what) in [
        (json!(null), "at the top"),
        (json!(other.id()), "in another's"),
        (json!(closed.id()), "where rights begin anew"),
    ] {
        let refused =
            as_sato("POST", FOLDERS, &[("idempotency-key", "k2")], json!({"name": "新", "parent": parent})).await;
        assert_eq!((refused.status, refused.code()), (403, "role-missing"), "{what}: {refused:?}");
    }
    let path = inner.header("location");
    let etag = inner.header("etag");
    let moved = as_sato("PATCH", path, &[("if-match", etag)], json!({"parent": other.id()})).await;
    assert_eq!(moved.status, 403, "{moved:?}");
    let shared =
        as_sato("PATCH", path, &[("if-match", etag)], json!({"grants": [{"to": "everybody", "level": "see"}]})).await;
    assert_eq!(shared.status, 200, "{shared:?}");
    for hidden in [closed.header("location"), other.header("location")] {
        let unknown = as_sato("GET", hidden, &[], Value::Null).await;
        assert_eq!(unknown.code(), "unknown-folder", "{unknown:?}");
        assert_eq!(as_sato("DELETE", hidden, &[("if-match", etag)], Value::Null).await.body, unknown.body);
    }
}

#[tokio::test]
async fn whoever_may_only_see_a_folder_changes_nothing_of_it() {
    let w = World::new();
    let sato = sender(&w).await;
    let made = w.post(FOLDERS, &json!({"name": "公開", "grants": [{"to": "everybody", "level": "change"}]})).await;
    let (path, etag) = (made.header("location"), made.header("etag"));
    let refused = ask_in_session(&w, sato, "PATCH", path, &[("if-match", etag)], &folder("私")).await;
    assert_eq!((refused.status, refused.code()), (403, "role-missing"), "{refused:?}");
    assert_eq!(ask_in_session(&w, sato, "DELETE", path, &[("if-match", etag)], &Value::Null).await.status, 403);
    assert_eq!(w.get(path).await.body["name"], "公開");
}

/// Nobody is told by another refusal what would be wrong if they managed it.
#[tokio::test]
async fn whoever_manages_another_folder_is_refused_before_anything_else_is_told() {
    let w = World::new();
    let suzuki = sender(&w).await;
    let managed = json!([{"to": "person", "person": suzuki, "level": "manage"}]);
    assert_eq!(w.post(FOLDERS, &json!({"name": "総務課", "grants": managed})).await.status, 201);
    let seen = w.post(FOLDERS, &json!({"name": "公開", "grants": [{"to": "everybody", "level": "change"}]})).await;
    let path = seen.header("location");
    let unknown = json!([{"to": "person", "person": "01900000-0000-7000-8000-0000000000ff", "level": "see"}]);
    let inner = json!({"name": "新", "parent": seen.id(), "grants": unknown});
    for (method, path, header, body) in [
        ("PATCH", path, ("if-match", "\"1\""), &folder("私")),
        ("PATCH", path, ("if-match", seen.header("etag")), &json!({"grants": unknown})),
        ("DELETE", path, ("if-match", "\"1\""), &Value::Null),
        ("POST", FOLDERS, ("idempotency-key", "k1"), &inner),
    ] {
        let refused = ask_in_session(&w, suzuki, method, path, &[header], body).await;
        assert_eq!((refused.status, refused.code()), (403, "role-missing"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_group_that_is_removed_takes_with_it_what_folders_gave_to_it() {
    let w = World::new();
    let suzuki = sender(&w).await;
    let group = w.post("/v1/organisation/groups", &json!({"name": "総務課"})).await;
    let path = format!("/v1/organisation/people/{suzuki}");
    let etag = w.get(&path).await.header("etag").to_owned();
    assert_eq!(w.patch(&path, &etag, &json!({"groups": [group.id()]})).await.status, 200);
    // A change of groups ends sessions: another begins.
    crate::sessions::begin_of(&w, suzuki, token(suzuki).digest(), 1).await;
    let grants = json!([{"to": "group", "group": group.id(), "level": "manage"}]);
    let made = w.post(FOLDERS, &json!({"name": "契約", "grants": grants})).await;
    let seen = async || ask_in_session(&w, suzuki, "GET", FOLDERS, &[], &Value::Null).await.body["folders"].clone();
    assert_eq!(seen().await[0]["own_level"], "manage");
    assert_eq!(w.remove(group.header("location"), group.header("etag")).await.status, 204);
    assert_eq!(seen().await, json!([]), "the person still has the group's identifier, and no right by it");
    let headers = [("if-match", made.header("etag"))];
    let widened = json!({"grants": [{"to": "person", "person": suzuki, "level": "manage"}]});
    let refused = ask_in_session(&w, suzuki, "PATCH", made.header("location"), &headers, &widened).await;
    assert!([403, 404].contains(&refused.status), "{refused:?}");
}
