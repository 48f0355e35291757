//! In which folder an envelope is, and who may see it for that.

use std::sync::Arc;

use axum::http::Method;
use domain::authorisation::{AccessLevel, Role};
use domain::folder::{Folder, Grant, Grantee};
use domain::ids::{FolderId, PersonId};
use domain::language::Language;
use domain::organisation::{Actor, Change, OidcIdentity, Organisation, Profile};
use domain::ports::{About, Registry};
use fakes::{ForgetfulAnswers, OneSender, StoppedClock, city};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{KEY, NOW, World};

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

fn folder(number: u128) -> FolderId {
    FolderId::new(Uuid::from_u128(number))
}

async fn change(w: &World, about: About, change: Change) {
    let (organisations, clock) = (w.organisations.clone(), Arc::new(StoppedClock::at(NOW)));
    let registry = Registry {
        organisations: organisations.clone(),
        people: organisations.clone(),
        keys: organisations.clone(),
        directories: organisations.clone(),
        certificates: organisations,
        clock,
    };
    let next = |_: &_, _: &_| Ok(change.clone());
    registry.change(&city().organisation, &about, &Actor::Operator, None, next).await.expect("it is changed");
}

/// Somebody who has signed in.
async fn join(w: &World, number: u128, roles: &[Role]) {
    let (id, email) = (person(number), format!("person{number}@city.example").parse().expect("an address"));
    let (name, roles) = (format!("利用者{number}"), roles.iter().copied().collect());
    let profile = Profile { name, email, language: Language::Ja, roles, groups: [].into() };
    let about = || About { person: Some(id), ..About::default() };
    let by_entry = w.organisations.log(&city().organisation).len() as u64 + 1;
    change(w, about(), Change::Invite { id, profile }).await;
    let identity = OidcIdentity { issuer: "https://id.example".into(), subject: number.to_string() };
    change(w, about(), Change::AcceptInvitation { by_entry, identity }).await;
}

async fn add_folder(w: &World, number: u128, parent: Option<u128>, grants: &[(Grantee, AccessLevel)]) {
    let grants = grants.iter().map(|&(to, level)| Grant { to, level }).collect();
    let (id, parent) = (folder(number), parent.map(folder));
    let made = Folder { id, name: number.to_string(), parent, inherits: true, grants };
    change(w, About { folders: true, ..About::default() }, Change::AddFolder(Box::new(made))).await;
}

/// A service of the city sends.
async fn by_a_service() -> World {
    let sender = OneSender { has_organisation: true, ..OneSender::new(city(), KEY) };
    of(sender).await
}

async fn of(sender: OneSender) -> World {
    let w = World::with(sender, Arc::default(), Arc::new(ForgetfulAnswers));
    let (id, name) = (city().organisation, city().organisation_name);
    let organisation = Organisation::new(id, name, NOW.parse().expect("a time"));
    change(&w, About::default(), Change::AddOrganisation(Box::new(organisation))).await;
    w
}

/// The first person of the city sends, by a key of their own.
async fn by_a_sender() -> World {
    let mut sender = city();
    sender.person = Some(person(1));
    let w = of(OneSender { has_organisation: true, ..OneSender::new(sender, KEY) }).await;
    join(&w, 1, &[Role::Sender]).await;
    w
}

fn signer() -> Value {
    json!([{"name": "鈴木 太郎", "email": "suzuki@example.jp"}])
}

async fn post(w: &World, path: &str, body: &Value) -> crate::world::Told {
    w.tell(Method::POST, path, &[("content-type", "application/json")], body.to_string()).await
}

async fn listed(w: &World, query: &str) -> Vec<Value> {
    let told = w.tell(Method::GET, &format!("/v1/envelopes?{query}"), &[], "").await;
    assert_eq!(told.status, 200, "{told:?}");
    told.body["envelopes"].as_array().expect("a list").iter().map(|envelope| envelope["id"].clone()).collect()
}

#[tokio::test]
async fn an_envelope_is_put_into_a_folder_moved_listed_there_and_taken_out() {
    let w = by_a_service().await;
    add_folder(&w, 1, None, &[]).await;
    add_folder(&w, 2, None, &[]).await;
    let request = json!({
        "title": "工事請負契約",
        "documents": [{"name": "契約書", "size": 4, "sha256": "ab".repeat(32)}],
        "recipients": signer(),
        "folder": folder(1),
    });
    let made = post(&w, "/v1/envelopes", &request).await;
    assert_eq!((made.status, &made.body["folder"]), (201, &json!(folder(1))), "{made:?}");
    let (path, id) = (made.header("location").to_owned(), made.body["id"].clone());
    assert_eq!(listed(&w, &format!("folder={}", folder(1))).await, vec![id.clone()]);
    let moved = post(&w, &format!("{path}/move"), &json!({"folder": folder(2)})).await;
    assert_eq!((moved.status, &moved.body["folder"]), (200, &json!(folder(2))), "{moved:?}");
    assert!(listed(&w, &format!("folder={}", folder(1))).await.is_empty());
    assert_eq!(listed(&w, &format!("folder={}&status=draft", folder(2))).await, vec![id.clone()]);
    assert!(listed(&w, &format!("folder={}&status=sent", folder(2))).await.is_empty());
    let out = post(&w, &format!("{path}/move"), &json!({"folder": null})).await;
    assert_eq!((out.status, &out.body["folder"]), (200, &Value::Null));
    assert_eq!(listed(&w, "").await, [id], "lists ask no folder unless they are asked for one");
    // Each move is recorded, with who did it.
    let events = w.tell(Method::GET, &format!("{path}/events"), &[], "").await;
    let moves = events.body["events"].as_array().expect("events").iter().filter(|event| event["type"] == "moved");
    let moves: Vec<_> = moves.map(|event| (event["from"].clone(), event["to"].clone())).collect();
    let (one, two) = (json!(folder(1)), json!(folder(2)));
    assert_eq!(moves, [(one, two.clone()), (two, Value::Null)], "{events:?}");
}

#[tokio::test]
async fn nothing_is_put_where_the_caller_may_put_nothing() {
    let w = by_a_sender().await;
    add_folder(&w, 1, None, &[(Grantee::Everybody, AccessLevel::Download)]).await;
    add_folder(&w, 2, None, &[]).await;
    add_folder(&w, 3, None, &[(Grantee::Person(person(1)), AccessLevel::Change)]).await;
    let path = w.draft(&signer()).await;
    let to = async |folder: FolderId| post(&w, &format!("{path}/move"), &json!({"folder": folder})).await;
    assert_eq!(to(folder(1)).await.errors(), [("/folder", "not-allowed")]);
    let hidden = to(folder(2)).await;
    assert_eq!(hidden.errors(), [("/folder", "unknown-folder")]);
    assert_eq!(to(folder(9)).await.body, hidden.body, "a folder that one may not see is as unknown as none");
    assert_eq!(to(folder(3)).await.status, 200);
    let request = json!({
        "title": "契約", "documents": [{"name": "a", "size": 4, "sha256": "ab".repeat(32)}], "recipients": signer(),
        "folder": folder(2),
    });
    assert_eq!(post(&w, "/v1/envelopes", &request).await.errors(), [("/folder", "unknown-folder")]);
    // Nor is anything listed of a folder that one may not see.
    assert!(listed(&w, &format!("folder={}", folder(2))).await.is_empty());
    assert_eq!(listed(&w, &format!("folder={}", folder(3))).await.len(), 1);
}

#[tokio::test]
async fn everybody_who_may_see_an_envelope_is_named_with_what_gives_it() {
    let w = by_a_sender().await;
    join(&w, 2, &[Role::DocumentViewer, Role::Approver]).await;
    join(&w, 3, &[]).await;
    join(&w, 4, &[Role::Administrator, Role::Sender]).await;
    add_folder(&w, 1, None, &[(Grantee::Role(Role::Approver), AccessLevel::See)]).await;
    add_folder(
        &w,
        2,
        Some(1),
        &[(Grantee::Person(person(1)), AccessLevel::Change), (Grantee::Person(person(3)), AccessLevel::See)],
    )
    .await;
    let path = w.draft(&signer()).await;
    assert_eq!(post(&w, &format!("{path}/move"), &json!({"folder": folder(2)})).await.status, 200);
    let told = w.tell(Method::GET, &format!("{path}/access"), &[], "").await;
    let people = told.body["people"].as_array().expect("people");
    let by: Vec<_> = people.iter().map(|p| (p["id"].clone(), p["may_download"].clone(), p["by"].clone())).collect();
    let (one, two) = (json!(folder(1)), json!(folder(2)));
    assert_eq!(
        by,
        [
            (
                json!(person(1)),
                json!(true),
                json!([{"type": "sender"}, {"type": "folder", "folder": two, "level": "change", "everybody": false}])
            ),
            (
                json!(person(2)),
                json!(true),
                json!([
                    {"type": "role", "role": "document_viewer"},
                    {"type": "folder", "folder": one, "level": "see", "role": "approver", "everybody": false},
                ])
            ),
            (
                json!(person(3)),
                json!(false),
                json!([{"type": "folder", "folder": two, "level": "see", "everybody": false}])
            ),
        ],
        "{told:?}"
    );
    assert_eq!(told.body["recipients"], json!([]), "nobody has a link to a draft");
    // Page by page the same people come.
    let first = w.tell(Method::GET, &format!("{path}/access?limit=2"), &[], "").await;
    let cursor = first.body["next_cursor"].as_str().expect("a next page").to_owned();
    let second = w.tell(Method::GET, &format!("{path}/access?limit=2&cursor={cursor}"), &[], "").await;
    let pages = [&first, &second].map(|page| page.body["people"].as_array().expect("people").clone()).concat();
    assert_eq!((&pages, &second.body["next_cursor"]), (people, &Value::Null));
}

#[tokio::test]
async fn whoever_has_a_folder_and_no_role_is_shown_the_folder_and_not_what_they_sent_before() {
    let mut sender = city();
    sender.person = Some(person(1));
    let w = of(OneSender { has_organisation: true, ..OneSender::new(sender, KEY) }).await;
    join(&w, 1, &[Role::Sender]).await;
    add_folder(&w, 1, None, &[(Grantee::Everybody, AccessLevel::See)]).await;
    w.draft(&signer()).await;
    assert_eq!(listed(&w, "").await.len(), 1);
    let found = domain::ports::People::person(&*w.organisations, &city().organisation, person(1)).await;
    let profile = found.expect("read").expect("a person").profile;
    let without = Profile { roles: [].into(), ..profile };
    change(&w, About { person: Some(person(1)), ..About::default() }, Change::SetProfile(without)).await;
    assert!(listed(&w, "").await.is_empty());
    assert!(listed(&w, &format!("folder={}", folder(1))).await.is_empty(), "nothing is in it, and it may be asked");
}
