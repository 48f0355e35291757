//! Requests to the console that none of its pages makes: by hand, by programs, and with more than a page has.

use std::sync::Arc;

use api::routes;
use axum::body::Body;
use axum::http::Method;
use domain::authorisation::Role;
use web::Site;

use crate::by_session::{SignedIn, join};
use crate::console::{Console, KEY, page_of, pages};
use crate::world::NOBODY;

const FORM: &str = "application/x-www-form-urlencoded";
const FORM_WITH_FILES: &str = "multipart/form-data; boundary=x";

/// Addresses to which pages send forms, with the type of each.
fn forms() -> impl Iterator<Item = (String, &'static str)> {
    pages().filter(|route| route.method == Method::POST).map(|route| {
        let has_file = [&routes::CONSOLE_MAKE, &routes::CONSOLE_IMPORT].iter().any(|known| **known == *route);
        (page_of(route), if has_file { FORM_WITH_FILES } else { FORM })
    })
}

#[tokio::test]
async fn a_key_that_no_header_can_hold_is_told_as_a_wrong_key_and_nothing_is_done() {
    let console = Console::for_person(&[Role::Sender]).await;
    let before = console.signed_in.story.envelope();
    for key in ["", "a\r\nx-other: b", "a\nb", "\0", "鍵", "a key", "a\u{7f}"] {
        let remind = format!("{}/acts/remind", console.envelope());
        let (status, to, html) = console.post(&remind, &[("key", key)]).await;
        assert!(status == 400 && html.contains("role=\"alert\""), "{key:?}: {status} {to} {html}");
        let id = before.id.to_string();
        let void = [("key", key), ("act", "void"), ("id", &*id), ("reason", "誤送信")];
        let (status, _, html) = console.post("/console/envelopes/acts/several", &void).await;
        assert!(status == 200 && html.contains("1件中0件"), "{key:?}: {status} {html}");
        assert_eq!(console.signed_in.story.envelope(), before, "{key:?}");
        let (status, _, html) = console.compose(&[("key", key), ("then", "send")], &[("a.pdf", b"%PDF-1.7")]).await;
        assert!((400..500).contains(&status), "{key:?}: {status} {html}");
    }
}

#[tokio::test]
async fn no_form_is_read_that_is_larger_than_any_page_makes_one() {
    let console = Console::for_person(&[Role::Administrator]).await;
    let fields = "a&".repeat(200_000);
    let parts = "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n\r\n".repeat(5_000) + "--x--\r\n";
    let mut sent = 0;
    for (path, kind) in forms() {
        let headers =
            [("cookie", &*console.signed_in.cookie), ("sec-fetch-site", "same-origin"), ("content-type", kind)];
        let body = if kind == FORM { &fields } else { &parts };
        let (status, _, html) = console.ask("POST", &path, &headers, Body::from(body.clone())).await;
        assert_eq!(status, 413, "{path}: {html}");
        sent += 1;
    }
    assert!(sent > 15, "{sent}");
}

#[tokio::test]
async fn below_a_stages_path_the_way_back_from_the_sign_in_names_that_path_once() {
    let signed_in = SignedIn::with(&[Role::Sender]).await;
    let site = Site { public_url: "https://sign.example/v".to_owned(), ..Site::default() };
    let console = Console::at(signed_in, Arc::new(site));
    let (_, headers, _) = console.ask("GET", "/console/envelopes", &[], Body::empty()).await;
    // After the sign-in the site puts its path before it.
    assert_eq!(headers["location"], "/v/sign-in?lang=ja&to=%2Fconsole%2Fenvelopes");
}

