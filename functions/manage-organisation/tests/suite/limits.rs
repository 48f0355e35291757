//! How many people, administrators and groups an organisation can have.

use domain::ids::{GroupId, PersonId};
use domain::organisation::{
    Actor, Change, Directory, MAX_ADMINISTRATORS, MAX_GROUPS, MAX_PEOPLE, OidcIdentity, Refusal,
};
use domain::ports::{About, ChangeError};
use fakes::city;
use serde_json::json;
use uuid::Uuid;

use crate::world::{PEOPLE, World};

const GROUPS: &str = "/v1/organisation/groups";

/// The city, of which this is counted.
async fn counted(change: impl FnOnce(&mut Directory)) -> World {
    let w = World::new();
    let mut directory = w.registry.directories.load(&city().organisation).await.unwrap();
    change(&mut directory);
    w.organisations.put_directory(&directory);
    w
}

fn administrators(count: usize) -> impl Iterator<Item = PersonId> {
    (1..).take(count).map(|number| PersonId::new(Uuid::from_u128(number)))
}

#[tokio::test]
async fn ten_thousand_people_are_invited_and_no_more() {
    let w = counted(|directory| directory.people = MAX_PEOPLE - 1).await;
    assert_eq!(w.invite("sato@city.example", &["sender"]).await.status, 201);
    let refused = w.invite("suzuki@city.example", &["sender"]).await;
    assert_eq!((refused.status, refused.code()), (409, "too-many-people"), "{refused:?}");
    assert_eq!(w.log().len(), 1);
    assert_eq!(w.get(PEOPLE).await.body["people"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn five_hundred_people_administer_and_no_more() {
    let w = counted(|directory| directory.administrators.extend(administrators(MAX_ADMINISTRATORS - 1))).await;
    let last = w.join("sato@city.example", &["administrator"]).await;
    let other = w.join("suzuki@city.example", &["sender"]).await;
    let path = format!("{PEOPLE}/{other}");
    let etag = w.get(&path).await.header("etag").to_owned();
    let refused = w.patch(&path, &etag, &json!({"roles": ["administrator"]})).await;
    assert_eq!((refused.status, refused.code()), (409, "too-many-administrators"), "{refused:?}");

    // Who was invited while there was room is counted when they come.
    let invited = w.invite("ito@city.example", &["administrator"]).await;
    let (id, by_entry) = (invited.id().parse().unwrap(), w.log().last().unwrap().sequence);
    let identity = OidcIdentity { issuer: "https://id.example".to_owned(), subject: "ito".to_owned() };
    let accept = |_: &_, _: &_| Ok(Change::AcceptInvitation { by_entry, identity: identity.clone() });
    let about = About { person: Some(id), ..About::default() };
    let (organisation, actor) = (city().organisation, Actor::Person { person: id });
    let come = || w.registry.change(&organisation, &about, &actor, None, accept);
    assert!(matches!(come().await, Err(ChangeError::Refused(Refusal::TooManyAdministrators))));

    // One that goes makes room for another.
    let deactivated = w.post(&format!("{PEOPLE}/{last}/deactivate"), &json!({})).await;
    assert_eq!(deactivated.status, 200, "{deactivated:?}");
    come().await.unwrap();
}

#[tokio::test]
async fn five_hundred_groups_are_made_and_no_more() {
    let numbered = |number: usize| (GroupId::new(Uuid::from_u128(number as u128)), format!("第{number}課"));
    let w = counted(|directory| directory.groups.extend((1..MAX_GROUPS).map(numbered))).await;
    let last = w.post(GROUPS, &json!({"name": "総務課"})).await;
    assert_eq!(last.status, 201, "{last:?}");
    let refused = w.post(GROUPS, &json!({"name": "会計課"})).await;
    assert_eq!((refused.status, refused.code()), (409, "too-many-groups"), "{refused:?}");
    assert_eq!(w.get(GROUPS).await.body["groups"].as_array().unwrap().len(), MAX_GROUPS);
    let removed = w.remove(&format!("{GROUPS}/{}", last.id()), last.header("etag")).await;
    assert_eq!(removed.status, 204, "{removed:?}");
    assert_eq!(w.post(GROUPS, &json!({"name": "会計課"})).await.status, 201);
}

/// An address says nothing of where else it is known.
#[tokio::test]
async fn an_address_of_another_organisations_person_is_invited_like_any_other() {
    let w = World::new();
    let neighbour = "sorachi".to_owned().try_into().unwrap();
    let row = domain::organisation::Organisation { id: neighbour, name: "空知町".to_owned(), ..w.row() };
    w.organisations.put(&row);
    let known = w.invite_elsewhere(&row.id, "sato@city.example").await;
    let log_there = format!("{:?}", w.organisations.log(&row.id));

    let told = async |email: &str| {
        let mut invited = w.invite(email, &["sender"]).await;
        assert_eq!(invited.status, 201, "{invited:?}");
        let own = invited.body.as_object_mut().unwrap();
        assert_ne!(own.remove("id").unwrap(), json!(known.to_string()), "a person of its own");
        own.remove("email");
        invited.body
    };
    assert_eq!(told("sato@city.example").await, told("nobody-yet@city.example").await);
    let listed = w.get(PEOPLE).await.body.to_string();
    let log = w.get("/v1/organisation/log").await.body.to_string();
    for (what, text) in [("people", &listed), ("log", &log)] {
        assert!(!text.contains("sorachi") && !text.contains("空知町") && !text.contains(&known.to_string()), "{what}");
    }
    assert_eq!(w.get(&format!("{PEOPLE}/{known}")).await.code(), "unknown-person");
    assert_eq!(format!("{:?}", w.organisations.log(&row.id)), log_there, "nothing is recorded there");
}
