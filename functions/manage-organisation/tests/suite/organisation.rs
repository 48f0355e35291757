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

#[tokio::test]
async fn what_is_set_for_envelopes_is_read_and_changed() {
    let w = World::new();
    let read = w.get(ORGANISATION).await;
    let as_before = json!({
        "forwarding_allowed": true,
        "retention": "7y",
        "deadline_days": 30,
        "deadline_end": "time_of_sending",
        "required": [],
        "tax": null,
        "own_fields": [],
        "keep_contacts": "own",
    });
    assert_eq!((&read.body["envelopes"], &read.body["time_zone"]), (&as_before, &json!("Asia/Tokyo")));
    let change = json!({
        "name_en": "City of Takikawa",
        "envelopes": {
            "forwarding_allowed": false,
            "retention": "10y",
            "deadline_days": 14,
            "deadline_end": "end_of_day",
            "required": ["amount", "counterparty"],
            "tax": "excluded",
            "own_fields": [
                {"key": "approval_number", "label": "決裁番号", "type": "text", "required": true},
                {"key": "type", "label": "契約種別", "type": "choice", "choices": ["工事", "委託"], "required": false},
            ],
            "keep_contacts": "off",
        },
        "brand": {"name": "滝川市 電子契約", "name_en": null, "accent": "#6B1F3A", "mail_sender": "滝川市役所"},
        "time_zone": "asia/seoul",
        "fiscal_year_end": "03-31",
    });
    let changed = w.patch(ORGANISATION, read.header("etag"), &change).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let envelopes = &changed.body["envelopes"];
    assert_eq!((&envelopes["required"], &envelopes["deadline_days"]), (&json!(["counterparty", "amount"]), &json!(14)));
    assert_eq!(envelopes["own_fields"][1], change["envelopes"]["own_fields"][1]);
    assert_eq!(
        (&changed.body["brand"]["accent"], &changed.body["time_zone"]),
        (&json!("#6b1f3a"), &json!("Asia/Seoul"))
    );
    assert_eq!((&changed.body["fiscal_year_end"], &changed.body["quota"]), (&json!("03-31"), &json!(null)));
    // What is left out stays, and null takes away.
    let etag = changed.header("etag").to_owned();
    let less = w.patch(ORGANISATION, &etag, &json!({"brand": null, "name_en": null, "fiscal_year_end": null})).await;
    assert_eq!((&less.body["brand"]["name"], &less.body["name_en"]), (&json!(null), &json!(null)), "{less:?}");
    assert_eq!((&less.body["envelopes"], &less.body["fiscal_year_end"]), (envelopes, &json!(null)));
    assert_eq!(w.log().len(), 2, "each change is an entry");
}

#[tokio::test]
async fn what_is_wrong_with_settings_of_envelopes_is_told_field_by_field() {
    let w = World::new();
    let etag = w.get(ORGANISATION).await.header("etag").to_owned();
    let field = |key: &str, label: &str, kind: &str, choices: &[&str]| json!({"key": key, "label": label, "type": kind, "choices": choices});
    let wrong = json!({
        "envelopes": {
            "deadline_days": 31,
            "own_fields": [
                field("Key", "甲", "text", &[]),
                field("b", "", "number", &[]),
                field("c", "丙", "text", &["a"]),
                field("d", "丁", "choice", &[]),
                field("d", "戊", "date", &[]),
            ],
        },
        "brand": {"name": "\u{202e}市", "accent": "#ffcc00"},
        "time_zone": "Asia/Takikawa",
        "fiscal_year_end": "02-29",
    });
    let refused = w.patch(ORGANISATION, &etag, &wrong).await;
    let errors = refused.body["errors"].as_array().unwrap();
    let pointers: Vec<_> = errors.iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    let expected = [
        "/envelopes/deadline_days",
        "/envelopes/own_fields/0/key",
        "/envelopes/own_fields/1/label",
        "/envelopes/own_fields/2/choices",
        "/envelopes/own_fields/3/choices",
        "/envelopes/own_fields/4",
        "/brand/name",
        "/brand/accent",
        "/time_zone",
        "/fiscal_year_end",
    ];
    assert_eq!(pointers, expected, "{refused:?}");
    let unknown = w.patch(ORGANISATION, &etag, &json!({"envelopes": {"required": ["price"]}})).await;
    assert_eq!(unknown.body["errors"][0]["pointer"], "/envelopes/required/0", "{unknown:?}");
    assert!(w.log().is_empty(), "nothing was changed");
}
