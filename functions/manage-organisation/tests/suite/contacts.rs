//! Address books.

mod files;

use axum::body::Body;
use axum::http::Request;
use domain::organisation::EntryKind;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{Answer, KEY, World};

const CONTACTS: &str = "/v1/contacts";

fn contact(scope: &str, name: &str, email: &str) -> Value {
    json!({"scope": scope, "name": name, "email": email})
}

fn at(answer: &Answer) -> String {
    format!("{CONTACTS}/{}", answer.id())
}

/// By the key of a person, with an `Idempotency-Key`.
async fn post_as(w: &World, key: &str, body: &Value) -> Answer {
    w.send_as(Some(key), "POST", CONTACTS, &[("idempotency-key", "a-key")], body).await
}

async fn names(w: &World, key: &str, query: &str) -> Vec<String> {
    let listed = w.send_as(Some(key), "GET", &format!("{CONTACTS}?{query}"), &[], &Value::Null).await;
    let contacts = listed.body["contacts"].as_array().unwrap_or_else(|| panic!("contacts: {listed:?}"));
    contacts.iter().map(|contact| contact["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_shared_contact_is_added_read_changed_and_deleted_and_the_log_names_nobody() {
    let w = World::new();
    let request = json!({
        "scope": "shared", "name": "鈴木 太郎", "kana": "スズキ タロウ", "email": "suzuki@example.jp", "company": "株式会社〇〇",
        "department": "総務部", "job_title": "部長", "phone": "090-1234-5678", "language": "en", "note": "夜間不可",
    });
    let added = w.post(CONTACTS, &request).await;
    assert_eq!((added.status, added.header("location")), (201, at(&added).as_str()), "{added:?}");
    assert_eq!((&added.body["phone"], &added.body["language"]), (&json!("+819012345678"), &json!("en")));
    let read = w.get(&at(&added)).await;
    assert_eq!((read.status, &read.body), (200, &added.body));

    let etag = read.header("etag").to_owned();
    let changed = w.patch(&at(&added), &etag, &json!({"company": "", "job_title": "取締役"})).await;
    assert_eq!((changed.status, &changed.body["company"]), (200, &Value::Null), "{changed:?}");
    let earlier = &changed.body["earlier"];
    assert_eq!(
        (&earlier[0]["company"], &earlier[0]["until_entry"]),
        (&json!("株式会社〇〇"), &json!(2)),
        "{changed:?}"
    );
    let late = w.patch(&at(&added), &etag, &json!({"name": "別人"})).await;
    assert_eq!((late.status, late.header("etag")), (412, changed.header("etag")));
    let same = w.patch(&at(&added), changed.header("etag"), &json!({"job_title": "取締役"})).await;
    assert_eq!((same.status, same.header("etag")), (200, changed.header("etag")), "nothing to do is no mistake");

    let unseen = w.send("DELETE", &at(&added), &[], &Value::Null).await;
    assert_eq!(unseen.code(), "precondition-required");
    let gone = w.send("DELETE", &at(&added), &[("if-match", changed.header("etag"))], &Value::Null).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    assert_eq!(w.get(&at(&added)).await.code(), "unknown-contact");
    let log = w.log();
    let kinds: Vec<&EntryKind> = log.iter().map(|entry| &entry.kind).collect();
    assert!(
        matches!(
            kinds[..],
            [EntryKind::ContactAdded { .. }, EntryKind::ContactChanged { .. }, EntryKind::ContactRemoved { .. }]
        ),
        "{kinds:?}"
    );
    let written: String = log.iter().map(|entry| entry.to_json().unwrap()).collect();
    for name in ["鈴木", "suzuki", "〇〇", "1234"] {
        assert!(!written.contains(name), "{written}");
    }
}

#[tokio::test]
async fn an_address_is_in_a_book_once_and_in_another_book_as_well() {
    let w = World::new();
    w.person_with_a_key("sender", &["sender"]).await;
    assert_eq!(w.post(CONTACTS, &contact("shared", "鈴木", "suzuki@example.jp")).await.status, 201);
    let again = w.post(CONTACTS, &contact("shared", "鈴木", "Suzuki@EXAMPLE.jp")).await;
    assert_eq!((again.status, again.code()), (409, "contact-exists"));
    let own = post_as(&w, "sender", &contact("own", "鈴木さん", "suzuki@example.jp")).await;
    assert_eq!((own.status, &own.body["scope"]), (201, &json!("own")), "{own:?}");
    let sato = w.post(CONTACTS, &contact("shared", "佐藤", "sato@example.jp")).await;
    let taken = w.patch(&at(&sato), sato.header("etag"), &json!({"email": "suzuki@example.jp"})).await;
    assert_eq!(taken.code(), "contact-exists");
}

#[tokio::test]
async fn whoever_gets_another_address_has_another_identifier() {
    let w = World::new();
    let added = w.post(CONTACTS, &contact("shared", "鈴木", "suzuki@example.jp")).await;
    let moved = w.patch(&at(&added), added.header("etag"), &json!({"email": "suzuki@example.com"})).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    assert_ne!(moved.id(), added.id());
    assert_eq!(w.get(&at(&added)).await.code(), "unknown-contact");
    assert_eq!(w.get(&at(&moved)).await.body["earlier"][0]["email"], "suzuki@example.jp");
    assert_eq!(names(&w, KEY, "").await, ["鈴木"]);
}

#[tokio::test]
async fn everybody_reads_shared_contacts_and_some_roles_change_them() {
    let w = World::new();
    let added = w.post(CONTACTS, &contact("shared", "鈴木", "suzuki@example.jp")).await;
    let roles = ["administrator", "document_manager", "sender", "document_viewer", "approver", "nobody"];
    for (at_, role) in roles.into_iter().enumerate() {
        w.person_with_a_key(role, if role == "nobody" { &[] } else { &roles[at_..=at_] }).await;
        assert!(names(&w, role, "scope=shared").await.contains(&"鈴木".to_owned()), "{role}");
        let may = at_ < 3;
        let more = post_as(&w, role, &contact("shared", role, &format!("{role}@example.jp"))).await;
        assert_eq!(more.status, if may { 201 } else { 403 }, "{role}: {more:?}");
        if !may {
            let refused = [
                w.send_as(Some(role), "PATCH", &at(&added), &[("if-match", added.header("etag"))], &json!({})).await,
                w.send_as(Some(role), "DELETE", &at(&added), &[("if-match", added.header("etag"))], &Value::Null).await,
            ];
            assert!(refused.iter().all(|answer| answer.code() == "role-missing"), "{role}: {refused:?}");
        }
        let own = post_as(&w, role, &contact("own", "自分の", "own@example.jp")).await;
        assert_eq!(own.status, 201, "{role}: {own:?}");
    }
}

#[tokio::test]
async fn nobody_sees_the_contacts_of_another_person() {
    let w = World::new();
    w.person_with_a_key("sender", &["sender"]).await;
    w.person_with_a_key("other", &["administrator", "document_manager", "sender"]).await;
    let own = post_as(&w, "sender", &contact("own", "鈴木", "suzuki@example.jp")).await;
    for key in ["other", KEY] {
        assert_eq!(names(&w, key, "").await, [""; 0], "{key}");
        let read = w.send_as(Some(key), "GET", &at(&own), &[], &Value::Null).await;
        assert_eq!(read.code(), "unknown-contact");
        let change = w.send_as(Some(key), "PATCH", &at(&own), &[("if-match", own.header("etag"))], &json!({})).await;
        assert_eq!(change.code(), "unknown-contact");
    }
    assert_eq!(names(&w, "sender", "scope=own").await, ["鈴木"]);
    let entries = w.log();
    assert!(entries.iter().all(|entry| !matches!(entry.kind, EntryKind::ContactAdded { .. })), "{entries:?}");
}

#[tokio::test]
async fn a_service_has_no_book_of_its_own() {
    let w = World::new();
    let refused = w.post(CONTACTS, &contact("own", "鈴木", "suzuki@example.jp")).await;
    assert_eq!((refused.status, &refused.body["errors"][0]["code"]), (422, &json!("no-own-book")));
    let unsaid = w.post(CONTACTS, &json!({"name": "", "email": "x"})).await;
    let pointers: Vec<&str> =
        unsaid.body["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/name", "/email", "/scope"]);
    assert_eq!(names(&w, KEY, "scope=own").await, [""; 0]);
}

#[tokio::test]
async fn export_and_imports_are_no_contacts_of_these_names_and_allow_their_own_methods_alone() {
    let w = World::new();
    for (method, path, allowed) in [
        ("PATCH", "/v1/contacts/export", "GET"),
        ("DELETE", "/v1/contacts/export", "GET"),
        ("PATCH", "/v1/contacts/imports", "POST"),
        ("GET", "/v1/contacts/imports", "POST"),
        ("PUT", "/v1/contacts/x", "DELETE, GET, PATCH"),
    ] {
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {KEY}"));
        let answer = w.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let found = answer.headers().get("allow").map(|value| value.to_str().unwrap());
        assert_eq!((answer.status().as_u16(), found), (405, Some(allowed)), "{method} {path}");
    }
}

#[tokio::test]
async fn both_books_are_searched_and_read_page_by_page_in_one_order() {
    let w = World::new();
    w.person_with_a_key("sender", &["sender"]).await;
    for (scope, name, kana, email) in [
        ("shared", "和田", "わだ", "wada@example.jp"),
        ("own", "青木", "アオキ", "aoki@example.jp"),
        ("shared", "鈴木", "すずき", "suzuki@example.jp"),
        ("own", "鈴木", "スズキ", "suzuki@example.jp"),
    ] {
        let added = post_as(&w, "sender", &json!({"scope": scope, "name": name, "kana": kana, "email": email})).await;
        assert_eq!(added.status, 201, "{added:?}");
    }
    assert_eq!(names(&w, "sender", "").await, ["青木", "鈴木", "鈴木", "和田"]);
    assert_eq!(names(&w, "sender", "q=%EF%BD%BD").await, ["鈴木", "鈴木"], "half-width katakana");
    assert_eq!(names(&w, "sender", "q=WADA&scope=shared").await, ["和田"]);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for _ in 0..4 {
        let query = format!("{CONTACTS}?limit=1{cursor}");
        let page = w.send_as(Some("sender"), "GET", &query, &[], &Value::Null).await;
        seen.push(page.body["contacts"][0]["name"].as_str().unwrap().to_owned());
        cursor = page.body["next_cursor"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
    }
    assert_eq!((seen, cursor.as_str()), (["青木", "鈴木", "鈴木", "和田"].map(str::to_owned).to_vec(), ""));
    for wrong in ["limit=0", "scope=all", "cursor=x", "q=a&q=b", "sort=name"] {
        assert_eq!(w.get(&format!("{CONTACTS}?{wrong}")).await.code(), "unknown-query", "{wrong}");
    }
}
