//! Every route behind a firewall: past it nothing is answered, and through it the client's address is the one that it saw.

use std::net::IpAddr;
use std::sync::Arc;

use api::routes::{self, Function, Route};
use api::{ClientIp, Firewall, SECRET_HEADER, VIEWER_ADDRESS_HEADER};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::{Extension, Router};
use domain::authorisation::KeyTerms;
use domain::digest::Digest;
use domain::evidence::EventKind;
use domain::link::Purpose;
use domain::mail::Addressee;
use fakes::{CapturedLog, Story, signer};
use lambda_http::RequestExt as _;
use lambda_http::request::RequestContext;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::pages::Site;
use crate::world::{NOBODY, NOW, World, bearer, everything, path_of};

const SECRET: &str = "5ec3e7005ec3e7005ec3e7005ec3e7005ec3e7005ec3e7005ec3e7005ec3e700";
const GUESS: &str = "90e5500090e5500090e5500090e5500090e5500090e5500090e5500090e55000";
const URL: &str = "https://contracts.example.jp";
/// Where the gateway sees a request come from: the firewall, or whoever comes past it.
const NEXT_HOP: &str = "203.0.113.24";

fn demanded() -> Firewall {
    Digest::of(SECRET.as_bytes()).to_string().parse().unwrap()
}

/// A function as it is served.
fn served(router: Router, firewall: Firewall) -> Router {
    let site = Arc::new(web::Site { public_url: URL.to_owned(), ..web::Site::default() });
    web::entrance(&site, router, firewall).into_router()
}

/// A request as the gateway hands it on.
fn from_gateway(route: &Route, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let context = json!({
        "http": {"method": route.method.as_str(), "path": path, "protocol": "HTTP/1.1", "sourceIp": NEXT_HOP},
        "timeEpoch": 0,
    });
    let context = RequestContext::ApiGatewayV2(serde_json::from_value(context).unwrap());
    let request = Request::builder().method(route.method.clone()).uri(path).header("idempotency-key", "a-key");
    let kind = if route.is_api() { "application/json" } else { "application/x-www-form-urlencoded" };
    let request = request.header("content-type", kind).header("sec-fetch-site", "same-origin");
    let request = if route.is_api() { request } else { request.header("accept", "text/html") };
    let request = if route.method == Method::POST { request } else { request.header("if-match", "\"1\"") };
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let has_body = route.method != Method::GET;
    let body = if has_body && route.is_api() { Body::from("{}") } else { Body::empty() };
    request.body(body).unwrap().with_request_context(context)
}

async fn answer(router: Router, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, 64 << 20).await.unwrap();
    (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
}

/// Any path of a route.
fn some_path(route: &Route) -> String {
    if route.is_api() { path_of(route, NOBODY) } else { route.path_of(&vec!["x"; route.path.matches('{').count()]) }
}

fn through(address: &str) -> [(&'static str, &str); 2] {
    [("keiin-firewall-secret", SECRET), ("keiin-viewer-address", address)]
}

#[tokio::test]
async fn past_the_firewall_every_route_is_refused_whatever_is_sent() {
    let site = Site::new();
    let before = site.story.envelope();
    let key = bearer();
    for route in routes::ALL {
        let router = served(site.router(route.function), demanded());
        for headers in [
            vec![],
            vec![("authorization", &*key)],
            vec![("keiin-viewer-address", "198.51.100.7")],
            vec![("keiin-firewall-secret", GUESS), ("keiin-viewer-address", "198.51.100.7")],
            vec![("keiin-firewall-secret", ""), ("authorization", &*key)],
            // As the gateway joins two headers.
            vec![("keiin-firewall-secret", "x,5ec3e7005ec3e7005ec3e7005ec3e7005ec3e7005ec3e7005ec3e7005ec3e700")],
        ] {
            let request = from_gateway(route, &some_path(route), &headers);
            let (status, answered, body) = answer(router.clone(), request).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{}: {body}", route.name);
            let kind = answered["content-type"].to_str().unwrap();
            if route.is_api() {
                let problem: Value = serde_json::from_str(&body).unwrap();
                assert_eq!((kind, &problem["code"]), ("application/problem+json", &json!("past-firewall")));
            } else {
                assert!(kind.starts_with("text/html"), "{}: {kind}", route.name);
            }
            assert!(body.contains(URL), "{} does not say where the service is: {body}", route.name);
            assert_eq!(answered["cache-control"], "no-store", "{}", route.name);
        }
    }
    // What no route knows, too.
    let nowhere = served(site.router(Function::DownloadDocument), demanded());
    let request = from_gateway(&routes::START_PAGE, "/nowhere", &[]);
    assert_eq!(answer(nowhere, request).await.0, StatusCode::FORBIDDEN);
    assert_eq!(site.story.envelope(), before);
}

#[tokio::test]
async fn through_the_firewall_every_route_answers_as_it_does_without_one() {
    let key = bearer();
    for route in routes::ALL {
        let path = some_path(route);
        let mut headers = through(NEXT_HOP).to_vec();
        headers.extend(route.is_api().then_some(("authorization", &*key)));
        let without = served(Site::new().router(route.function), Firewall::Absent);
        let (status, _, body) = answer(without, from_gateway(route, &path, &headers[2..])).await;
        let behind = served(Site::new().router(route.function), demanded());
        let (status_behind, _, body_behind) = answer(behind, from_gateway(route, &path, &headers)).await;
        assert_eq!((status_behind, body_behind), (status, body), "{}", route.name);
        assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{}", route.name);
    }
}

/// The status and the code of what is answered to a key that is bound to `198.51.100.0/24` and `2001:db8::/32`.
async fn by_bound_key(firewall: Firewall, headers: &[(&str, &str)]) -> (u16, String) {
    let ranges = ["198.51.100.0/24", "2001:db8::/32"].map(|range| range.parse().unwrap());
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], NOW);
    let w = World::by_key(KeyTerms { addresses: ranges.into(), ..everything() }, story.envelopes.clone());
    let key = bearer();
    let headers: Vec<_> = headers.iter().copied().chain([("authorization", &*key)]).collect();
    let route = &routes::GET_ENVELOPE;
    let request = from_gateway(route, &path_of(route, &story.id.to_string()), &headers);
    let (status, _, body) = answer(served(w.router(route.function), firewall), request).await;
    let body: Value = serde_json::from_str(&body).unwrap();
    (status.as_u16(), body["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn behind_the_firewall_ranges_hold_for_the_address_that_it_saw() {
    for (address, status, code) in [
        ("198.51.100.7", 200, ""),
        ("2001:db8::7", 200, ""),
        ("192.0.2.7", 403, "address-not-allowed"),
        ("2001:db9::7", 403, "address-not-allowed"),
        // The address of the firewall itself does not help.
        (NEXT_HOP, 403, "address-not-allowed"),
    ] {
        assert_eq!(by_bound_key(demanded(), &through(address)).await, (status, code.to_owned()), "{address}");
    }
}

#[tokio::test]
async fn an_address_that_the_firewall_does_not_tell_is_in_no_range() {
    for address in ["", "unknown", "198.51.100.7:443", "[2001:db8::7]:443", "198.51.100.7,198.51.100.8"] {
        assert_eq!(
            by_bound_key(demanded(), &through(address)).await,
            (500, "no-client-address".to_owned()),
            "{address}"
        );
    }
    let missing = &through("")[..1];
    assert_eq!(by_bound_key(demanded(), missing).await, (500, "no-client-address".to_owned()));
}

#[tokio::test]
async fn without_a_firewall_its_headers_are_not_believed() {
    for headers in [&through("198.51.100.7")[..], &through("198.51.100.7")[1..], &[("x-forwarded-for", "198.51.100.7")]]
    {
        let answered = by_bound_key(Firewall::Absent, headers).await;
        assert_eq!(answered, (403, "address-not-allowed".to_owned()), "{headers:?}");
    }
}

/// Declines as the signer, and gives from where, by the evidence.
async fn declined_from(firewall: Firewall, headers: &[(&str, &str)]) -> (u16, Option<IpAddr>) {
    let site = Site::new();
    let recipient = site.story.envelope().recipients[0].clone();
    let purpose = Purpose::Act { generation: recipient.link_generation };
    let token = site.story.link(Addressee::Recipient(recipient.number), purpose, "2027-01-01T00:00:00Z");
    let route = &routes::SIGN_DECLINE;
    let mut request = from_gateway(route, &route.path_of(&[&token]), headers);
    *request.body_mut() = Body::from("reason=x");
    let (status, _, _) = answer(served(site.router(route.function), firewall), request).await;
    let evidence = site.story.envelopes.evidence(site.story.id);
    let declined = evidence.into_iter().find_map(|event| match event {
        EventKind::Declined { session, .. } => Some(session.ip),
        _ => None,
    });
    (status.as_u16(), declined)
}

#[tokio::test]
async fn behind_the_firewall_evidence_says_the_address_that_it_saw_and_no_act_is_without_one() {
    let viewer: IpAddr = "2001:db8::7".parse().unwrap();
    assert_eq!(declined_from(demanded(), &through("2001:db8::7")).await.1, Some(viewer));
    assert_eq!(declined_from(demanded(), &through("unknown")).await, (500, None));
    assert_eq!(declined_from(demanded(), &[("keiin-viewer-address", "2001:db8::7")]).await, (403, None));
    let seen_by_gateway: IpAddr = NEXT_HOP.parse().unwrap();
    assert_eq!(declined_from(Firewall::Absent, &through("2001:db8::7")).await.1, Some(seen_by_gateway));
}

#[tokio::test]
async fn the_secret_is_neither_logged_nor_repeated_nor_seen_by_what_answers() {
    let log = CapturedLog::of_this_program();
    let site = Site::new();
    for route in routes::ALL {
        for (firewall, secret) in [(demanded(), SECRET), (demanded(), GUESS), (Firewall::Absent, SECRET)] {
            for address in ["198.51.100.7", "unknown"] {
                let headers = [("keiin-firewall-secret", secret), ("keiin-viewer-address", address)];
                let router = served(site.router(route.function), firewall);
                let (_, answered, body) = answer(router, from_gateway(route, &some_path(route), &headers)).await;
                let text = format!("{answered:?}{body}");
                assert!(!text.contains(SECRET) && !text.contains(GUESS), "{}: {text}", route.name);
            }
        }
    }
    let words = ["a request came past the firewall", "a request came without the client's address"];
    assert_eq!(log.found(words), words, "nothing is kept of what is logged");
    assert_eq!(log.found([SECRET, GUESS]), [""; 0]);

    let echo = async |headers: HeaderMap| {
        format!("{} {}", headers.contains_key(SECRET_HEADER), headers.contains_key(VIEWER_ADDRESS_HEADER))
    };
    let echo = Router::new().fallback(echo);
    for firewall in [demanded(), Firewall::Absent] {
        let request = from_gateway(&routes::START_PAGE, "/", &through("198.51.100.7"));
        assert_eq!(answer(served(echo.clone(), firewall), request).await.2, "false false");
    }
}

/// What the function of a sample event takes for the client's address, with these headers in the event, or the status of a refusal.
async fn of_sample(firewall: Firewall, headers: &[(&str, &str)]) -> Result<String, u16> {
    let mut event: Value = serde_json::from_str(include_str!("../../../../events/serve-assets/openapi.json")).unwrap();
    for (name, value) in headers {
        event["headers"][*name] = json!(value);
    }
    let request = lambda_http::request::from_str(&event.to_string()).unwrap().map(|_| Body::empty());
    let seen = async |Extension(ClientIp(address)): Extension<ClientIp>| address.to_string();
    let (status, _, body) = answer(served(Router::new().fallback(seen), firewall), request).await;
    if status.is_success() { Ok(body) } else { Err(status.as_u16()) }
}

#[tokio::test]
async fn an_event_of_the_gateway_is_read_as_it_comes() {
    assert_eq!(of_sample(Firewall::Absent, &[]).await.as_deref(), Ok(NEXT_HOP));
    assert_eq!(of_sample(Firewall::Absent, &through("198.51.100.7")).await.as_deref(), Ok(NEXT_HOP));
    assert_eq!(of_sample(demanded(), &through("198.51.100.7")).await.as_deref(), Ok("198.51.100.7"));
    assert_eq!(of_sample(demanded(), &through("2001:db8::7")).await.as_deref(), Ok("2001:db8::7"));
    assert_eq!(of_sample(demanded(), &[]).await, Err(403));
}

/// The names stand in the requests above as the firewall writes them.
#[test]
fn the_headers_are_called_so() {
    assert_eq!([SECRET_HEADER, VIEWER_ADDRESS_HEADER].map(|name| name.to_string()), through("").map(|(name, _)| name));
}
