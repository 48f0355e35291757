//! What holds for the organisation.

use domain::organisation::EntryKind;
use serde_json::json;

use crate::world::World;

const ORGANISATION: &str = "/v1/organisation";

#[tokio::test]
async fn what_holds_is_read_and_changed() {
    let w = World::new();
    let read = w.get(ORGANISATION).await;
    assert_eq!((read.status, &read.body["name"]), (200, &json!("滝川市")), "{read:?}");
    let etag = read.header("etag").to_owned();
    let change = json!({
        "name": "滝川市役所",
        "two_factor_required": true,
        "members": {"second_factor_required": true, "mail_domains": ["City.Example"]},
    });
    let changed = w.patch(ORGANISATION, &etag, &change).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(changed.body["members"], json!({"second_factor_required": true, "mail_domains": ["city.example"]}));
    assert_ne!(changed.header("etag"), etag);
    assert_eq!(w.get(ORGANISATION).await.body, changed.body);
    assert_eq!(w.patch(ORGANISATION, &etag, &json!({"name": "滝川"})).await.code(), "precondition-failed");
    assert_eq!(w.send("PATCH", ORGANISATION, &[], &change).await.code(), "precondition-required");
    let [entry] = &w.log()[..] else { panic!("one entry") };
    let EntryKind::OrganisationChanged { before, after } = &entry.kind else { panic!("{entry:?}") };
    assert_eq!((&*before.name, &*after.name), ("滝川市", "滝川市役所"));
}

#[tokio::test]
async fn nobody_shuts_themselves_out() {
    let w = World::new();
    let etag = w.get(ORGANISATION).await.header("etag").to_owned();
    // The test's calls come from an address that nobody knows, which is in no range.
    let refused = w.patch(ORGANISATION, &etag, &json!({"addresses": ["203.0.113.0/24"]})).await;
    assert_eq!((refused.status, refused.code()), (409, "locks-out-caller"), "{refused:?}");
    assert_eq!(w.get(ORGANISATION).await.status, 200, "nothing was changed");
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let w = World::new();
    let etag = w.get(ORGANISATION).await.header("etag").to_owned();
    let wrong = json!({"name": "", "members": {"mail_domains": ["a@b.example", ""]}, "addresses": ["203.0.113.7/24"]});
    let refused = w.patch(ORGANISATION, &etag, &wrong).await;
    let pointers: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    let expected = ["/name", "/members/mail_domains/0", "/members/mail_domains/1", "/addresses/0"];
    assert_eq!(pointers, expected.map(|p| json!(p)), "{refused:?}");
}
