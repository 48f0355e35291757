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

