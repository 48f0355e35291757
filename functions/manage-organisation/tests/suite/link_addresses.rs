//! Which links in mails are bound to the organisation's addresses.

use api::ClientIp;
use axum::body::Body;
use axum::http::Request;
use domain::organisation::{AddressBoundLinks, EntryKind, LinkRule};
use domain::ports::LinkRules;
use fakes::city;
use serde_json::{Value, json};

use crate::world::{KEY, World};

/// Status and body of the answer to a caller at one of the organisation's addresses.
async fn ask(w: &World, request: Request<Body>) -> (u16, String, Value) {
    let mut request = request;
    request.extensions_mut().insert(ClientIp([203, 0, 113, 7].into()));
    let (parts, body) = conformance::ask_and_demand(w.router.clone(), request).await;
    let etag = parts.headers.get("etag").map(|etag| etag.to_str().unwrap().to_owned()).unwrap_or_default();
    (parts.status.as_u16(), etag, serde_json::from_slice(&body).unwrap())
}

async fn change(w: &World, body: &Value) -> (u16, Value) {
    let request = |method| {
        let request = Request::builder().method(method).uri("/v1/organisation");
        request.header("authorization", format!("Bearer {KEY}")).header("content-type", "application/json")
    };
    let (_, etag, _) = ask(w, request("GET").body(Body::empty()).unwrap()).await;
    let (status, _, answer) =
        ask(w, request("PATCH").header("if-match", etag).body(Body::from(body.to_string())).unwrap()).await;
    (status, answer)
}

async fn rule(w: &World) -> LinkRule {
    LinkRules::find(&*w.organisations, &city().organisation).await.unwrap()
}

/// The pointers and codes of what is wrong.
fn faults(answer: &Value) -> Vec<(&str, &str)> {
    let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("{answer}"));
    errors.iter().map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn what_is_said_of_links_is_read_recorded_and_stored_for_the_pages() {
    let w = World::new();
    assert_eq!(w.get("/v1/organisation").await.body["address_bound_links"], "none");
    assert_eq!(rule(&w).await, LinkRule::default());
    let all = json!({"addresses": ["203.0.113.0/24"], "address_bound_links": "all"});
    let (status, answer) = change(&w, &all).await;
    assert_eq!((status, &answer["address_bound_links"]), (200, &json!("all")), "{answer}");
    let addresses = vec!["203.0.113.0/24".parse().unwrap()];
    let expected = LinkRule { bound: AddressBoundLinks::All, addresses, ..LinkRule::default() };
    assert_eq!(rule(&w).await, expected);
    let entry = w.log().pop().unwrap();
    let EntryKind::OrganisationChanged { before, after } = entry.kind else { panic!("{entry:?}") };
    let bound = (before.address_bound_links, after.address_bound_links);
    assert_eq!(bound, (AddressBoundLinks::None, AddressBoundLinks::All));
    // Ranges and domains are followed at once.
    let own = json!({
        "addresses": ["203.0.113.0/24", "2001:db8::/32"],
        "members": {"mail_domains": ["city.example"]},
        "address_bound_links": "own_domains",
    });
    assert_eq!(change(&w, &own).await.0, 200);
    let LinkRule { bound, mail_domains, addresses } = rule(&w).await;
    assert_eq!((bound, addresses.len()), (AddressBoundLinks::OwnDomains, 2));
    assert_eq!(mail_domains, ["city.example".to_owned()].into());
    // And nothing else of the organisation is stored for the pages once no link is bound.
    assert_eq!(change(&w, &json!({"address_bound_links": "none"})).await.0, 200);
    assert_eq!(rule(&w).await, LinkRule::default());
}

#[tokio::test]
async fn links_cannot_be_bound_without_ranges_nor_ranges_be_taken_away_while_links_are_bound() {
    let w = World::new();
    for bound in ["all", "own_domains"] {
        let (status, answer) = change(&w, &json!({"address_bound_links": bound})).await;
        assert_eq!((status, faults(&answer)), (422, vec![("/address_bound_links", "no-addresses")]), "{bound}");
    }
    let without_domains = json!({"addresses": ["203.0.113.0/24"], "address_bound_links": "own_domains"});
    let (_, answer) = change(&w, &without_domains).await;
    assert_eq!(faults(&answer), [("/address_bound_links", "no-mail-domains")]);
    let own = json!({
        "addresses": ["203.0.113.0/24"],
        "members": {"mail_domains": ["city.example"]},
        "address_bound_links": "own_domains",
    });
    assert_eq!(change(&w, &own).await.0, 200);
    let before = rule(&w).await;
    let (_, answer) = change(&w, &json!({"addresses": []})).await;
    assert_eq!(faults(&answer), [("/addresses", "no-addresses")]);
    let (_, answer) = change(&w, &json!({"members": {"mail_domains": []}})).await;
    assert_eq!(faults(&answer), [("/members/mail_domains", "no-mail-domains")]);
    assert_eq!(rule(&w).await, before, "nothing was changed");
    // Both at once leave nothing bound.
    assert_eq!(change(&w, &json!({"addresses": [], "address_bound_links": "none"})).await.0, 200);
}

#[tokio::test]
async fn a_rule_that_cannot_be_read_is_written_anew_with_any_change_of_the_organisation() {
    let w = World::new();
    w.organisations.put_link_rule(&city().organisation, "{}");
    assert!(LinkRules::find(&*w.organisations, &city().organisation).await.is_err());
    assert_eq!(change(&w, &json!({"name_en": "City of Takikawa"})).await.0, 200);
    assert_eq!(rule(&w).await, LinkRule::default());
}
