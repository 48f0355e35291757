//! Links that open only from their organisation's addresses (F50).

use axum::body::Body;
use axum::http::Request;
use domain::draft::{FactorRequest, RecipientRequest};
use domain::factor::Secret;
use domain::ids::RecipientNumber;
use domain::language::Language;
use domain::organisation::AddressBoundLinks;
use domain::ports::Factors as _;
use fakes::{CapturedLog, city, signer};

use crate::world::{Answer, DEADLINE, SENT, World, assert_protected, world};

const RANGES: [&str; 2] = ["203.0.113.0/24", "2001:db8::/32"];
const INSIDE: [&str; 3] = ["203.0.113.9", "2001:db8::9", "::ffff:203.0.113.9"];
const OUTSIDE: [&str; 3] = ["198.51.100.9", "2001:db9::9", "::ffff:198.51.100.9"];

const REFUSAL: &str = "このネットワークからは開けません";

async fn get_from(w: &World, address: &str, path: &str) -> Answer {
    let request = Request::get(path).header("accept", "text/html");
    w.send_from(address, request.body(Body::empty()).unwrap()).await
}

async fn post_from(w: &World, address: &str, path: &str, form: &str) -> Answer {
    let request = Request::post(path).header("accept", "text/html");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    w.send_from(address, request.body(Body::from(form.to_owned())).unwrap()).await
}

/// The path of the first signer's link, whose turn it is.
fn link(w: &World) -> String {
    format!("/sign/{}", w.story.act_link(1, DEADLINE))
}

#[tokio::test]
async fn a_bound_link_opens_from_the_organisations_addresses_alone() {
    let w = world();
    let path = link(&w);
    for address in OUTSIDE {
        assert_eq!(get_from(&w, address, &path).await.status, 200, "{address}: no link is bound");
    }
    w.organisations.bind_links(AddressBoundLinks::All, &RANGES);
    for address in INSIDE {
        assert_eq!(get_from(&w, address, &path).await.status, 200, "{address}");
    }
    for address in OUTSIDE {
        let page = get_from(&w, address, &path).await;
        assert_eq!(page.status, 403, "{address}");
        assert!(page.body.contains(REFUSAL) && page.body.contains("滝川市が指定したネットワーク"), "{}", page.body);
    }
}

#[tokio::test]
async fn with_own_domains_bound_the_links_of_others_open_everywhere() {
    let w = World::of(vec![
        signer(1, None, "田中 太郎", "tanaka"),
        RecipientRequest { email: "suzuki@elsewhere.example".into(), ..signer(1, None, "鈴木 一郎", "suzuki") },
    ]);
    w.organisations.bind_links(AddressBoundLinks::OwnDomains, &RANGES);
    let (own, other) = (link(&w), format!("/sign/{}", w.story.act_link(2, DEADLINE)));
    assert_eq!(get_from(&w, OUTSIDE[0], &own).await.status, 403);
    assert_eq!(get_from(&w, INSIDE[0], &own).await.status, 200);
    assert_eq!(get_from(&w, OUTSIDE[0], &other).await.status, 200);
}

#[tokio::test]
async fn ranges_that_change_hold_at_once_for_a_link_that_was_mailed_before() {
    let w = world();
    let path = link(&w);
    w.organisations.bind_links(AddressBoundLinks::All, &RANGES);
    assert_eq!(get_from(&w, OUTSIDE[0], &path).await.status, 403);
    w.organisations.bind_links(AddressBoundLinks::All, &["198.51.100.0/24"]);
    assert_eq!(get_from(&w, OUTSIDE[0], &path).await.status, 200);
    assert_eq!(get_from(&w, INSIDE[0], &path).await.status, 403);
    w.organisations.bind_links(AddressBoundLinks::None, &["198.51.100.0/24"]);
    assert_eq!(get_from(&w, INSIDE[0], &path).await.status, 200);
}

#[tokio::test]
async fn from_elsewhere_every_route_behind_the_link_is_refused_and_nothing_is_recorded() {
    let w = world();
    w.store_files();
    let (path, form, before) = (link(&w), w.form(), w.evidence());
    w.organisations.bind_links(AddressBoundLinks::All, &RANGES);
    for below in [
        "",
        "/code",
        "/factor",
        "/documents/1",
        "/documents/1/download",
        "/documents/1/source",
        "/seal",
        "/seal/image",
        "/seal/round.png",
        "/confirm",
        "/complete",
        "/decline",
        "/forward",
    ] {
        let answer = get_from(&w, OUTSIDE[0], &format!("{path}{below}")).await;
        assert_eq!(answer.status, 403, "GET {below}");
        assert!(answer.body.contains(REFUSAL), "GET {below}: {}", answer.body);
    }
    for below in ["/code", "/factor", "/documents/1/download", "/complete", "/decline", "/forward", "/seal/image"] {
        let form = format!("{form}&reason=x&name=Taro&email=taro@example.jp&code=1");
        let answer = post_from(&w, OUTSIDE[0], &format!("{path}{below}"), &form).await;
        assert_eq!(answer.status, 403, "POST {below}");
        assert!(answer.body.contains(REFUSAL), "POST {below}: {}", answer.body);
    }
    assert_eq!(w.evidence(), before);
}

#[tokio::test]
async fn the_refusal_names_the_organisation_and_nothing_else_of_what_is_behind_the_link() {
    let w = world();
    w.organisations.bind_links(AddressBoundLinks::All, &RANGES);
    let path = link(&w);
    let page = get_from(&w, OUTSIDE[0], &path).await;
    assert_protected(&page);
    assert_eq!(page.headers["content-language"], "ja");
    let envelope = w.story.envelope();
    let people = ["鈴木", "田中", "次郎", "高橋", "佐藤"];
    let documents = envelope.documents.iter().map(|document| document.name.split(' ').next().unwrap());
    for text in people.into_iter().chain(documents).chain([&*envelope.title, "203.0.113", "198.51.100"]) {
        assert!(!page.body.contains(text), "{text} is in {}", page.body);
    }
    let english = get_from(&w, OUTSIDE[0], &format!("{path}?lang=en")).await;
    assert_eq!((english.status, &english.headers["content-language"]), (403, &"en".parse().unwrap()));
    assert!(english.body.contains("the network that 滝川市 has named"), "{}", english.body);
}

#[tokio::test]
async fn the_refusal_is_in_the_recipients_language_whatever_the_browser_prefers() {
    let english = RecipientRequest { language: Language::En, ..signer(1, None, "Taro Tanaka", "tanaka") };
    let w = World::of(vec![english]);
    w.organisations.bind_links(AddressBoundLinks::All, &RANGES);
    let request = Request::get(link(&w)).header("accept", "text/html").header("accept-language", "ja");
    let page = w.send_from(OUTSIDE[0], request.body(Body::empty()).unwrap()).await;
    assert!(page.body.contains("This link does not open from your network"), "{}", page.body);
}

#[tokio::test]
async fn programs_are_answered_the_problem_of_addresses_that_are_not_allowed() {
    let w = world();
    w.store_files();
    w.organisations.bind_links(AddressBoundLinks::All, &RANGES);
    let source = Request::get(format!("{}/documents/1/source", link(&w))).header("accept", "application/json");
    let answer = w.send_from(OUTSIDE[0], source.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(problem["code"], "address-not-allowed");
    assert!(problem["detail"].as_str().unwrap().contains("滝川市"), "{problem}");
}

#[tokio::test]
async fn wrong_codes_from_elsewhere_cost_no_attempt() {
    let code = FactorRequest::AccessCode { code: Secret::new("Takikawa-2026".into()) };
    let secret = code.secret(|code| api::access_code::hash(code, [7; 16])).unwrap().unwrap();
    let w = World::of(vec![RecipientRequest { factor: Some(code), ..signer(1, None, "田中 太郎", "tanaka") }]);
    w.factors.put_secret(w.story.id, RecipientNumber(1), None, &secret, SENT.parse().unwrap()).await.unwrap();
    let (path, before) = (link(&w), w.evidence());
    w.organisations.bind_links(AddressBoundLinks::All, &RANGES);
    for _ in 0..4 {
        let answer = post_from(&w, OUTSIDE[0], &format!("{path}/factor"), "code=wrong").await;
        assert!(answer.status == 403 && answer.body.contains(REFUSAL), "{}", answer.body);
    }
    // Not even the right one is taken.
    assert_eq!(post_from(&w, OUTSIDE[0], &format!("{path}/factor"), "code=Takikawa-2026").await.status, 403);
    assert_eq!(w.evidence(), before);
    let page = get_from(&w, INSIDE[0], &path).await;
    assert!(page.body.contains("あと3回"), "{}", page.body);
    assert_eq!(post_from(&w, INSIDE[0], &format!("{path}/factor"), "code=Takikawa-2026").await.status, 303);
}

#[tokio::test]
async fn an_address_that_is_not_known_opens_no_bound_link() {
    let w = world();
    let path = link(&w);
    assert_eq!(get_from(&w, "", &path).await.status, 200, "no link is bound");
    w.organisations.bind_links(AddressBoundLinks::All, &RANGES);
    let answer = get_from(&w, "", &path).await;
    assert!(answer.status == 500 && answer.body.contains("接続元を確認できません"), "{}", answer.body);
}

#[tokio::test]
async fn where_it_cannot_be_read_from_where_links_open_none_does() {
    let w = world();
    let (path, before) = (link(&w), w.evidence());
    for row in ["", "{}", r#"{"schema":1,"bound":"none"}"#, r#"{"schema":99}"#] {
        w.organisations.put_link_rule(&city().organisation, row);
        let answer = get_from(&w, INSIDE[0], &path).await;
        assert_eq!(answer.status, 503, "{row}");
        assert!(answer.body.contains("もう一度お試しください"), "{}", answer.body);
        assert_eq!(post_from(&w, INSIDE[0], &format!("{path}/complete"), &w.form()).await.status, 503, "{row}");
    }
    assert_eq!(w.evidence(), before);
}

#[tokio::test]
async fn a_refusal_is_logged_without_the_link_and_without_the_address() {
    let log = CapturedLog::of_this_program();
    let w = world();
    w.organisations.bind_links(AddressBoundLinks::All, &RANGES);
    let token = w.story.act_link(1, DEADLINE);
    get_from(&w, "198.51.100.77", &format!("/sign/{token}")).await;
    let text = log.text();
    let line = text.lines().find(|line| line.contains("link_from_other_network")).expect("it is logged");
    assert!(line.contains(&w.story.id.to_string()) && line.contains("takikawa"), "{line}");
    assert_eq!(log.found([&*token, "198.51.100.77"]), [""; 0]);
}
