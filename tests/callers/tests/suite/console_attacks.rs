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

/// What somebody sends by hand who may not: to whom it is refused, and with which fields.
fn acts_of_administrators(own: &str, other: &str) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let settings = |path: &str| format!("/console/settings/{path}");
    let version = ("version", "1");
    let profile = vec![("act", "profile"), ("name", "佐藤"), ("language", "ja"), ("roles", "administrator"), version];
    let invited =
        vec![KEY, ("name", "佐藤"), ("email", "s@city.example"), ("language", "ja"), ("roles", "administrator")];
    let key = vec![
        KEY,
        ("label", "x"),
        ("scopes", "envelopes:read"),
        ("holder", "service"),
        ("service_name", "x"),
        ("service_email", "s@city.example"),
    ];
    vec![
        (settings(&format!("people/{own}")), profile.clone()),
        (settings(&format!("people/{other}")), profile),
        (settings(&format!("people/{other}")), vec![("act", "end-sessions")]),
        (settings(&format!("people/{other}/deactivate")), vec![KEY]),
        (settings("people/new"), invited),
        (settings("groups"), vec![KEY, ("name", "総務課")]),
        (settings("keys/new"), key),
        (settings("keys"), vec![("of", "organisation"), ("id", NOBODY)]),
        (settings("network"), vec![version, ("addresses", ""), ("address_bound_links", "none")]),
        (settings("brand"), vec![version, ("then", "save"), ("name", "偽物")]),
        (settings("organisation"), vec![version, ("name", "偽物"), ("time_zone", "Asia/Tokyo")]),
        (settings("policies"), vec![version]),
        (settings("fields"), vec![version]),
        (
            settings("contacts/new"),
            vec![KEY, ("scope", "shared"), ("name", "佐藤"), ("email", "s@x.example"), ("language", "ja")],
        ),
        ("/console/folders".to_owned(), vec![KEY, ("name", "契約"), ("everybody", "manage")]),
    ]
}

#[tokio::test]
async fn whoever_is_no_administrator_gets_nothing_by_forms_that_are_made_by_hand() {
    for role in [Role::Sender, Role::DocumentViewer, Role::Approver] {
        let console = Console::for_person(&[role]).await;
        let other = join(&console.signed_in.world, 7, &[Role::Sender]).await.to_string();
        let own = console.signed_in.person.to_string();
        for (path, fields) in acts_of_administrators(&own, &other) {
            // Whoever sends keeps the address book that all share.
            if role == Role::Sender && path.ends_with("/contacts/new") {
                continue;
            }
            let (status, to, html) = console.post(&path, &fields).await;
            assert!(status == 403 || status == 404, "{role}, {path}: {status} {to} {html}");
        }
        let (status, html) = console.get("/console/settings").await;
        assert!(status == 200 && !html.contains("/console/settings/people\""), "{role}: {html}");
    }
}

#[tokio::test]
async fn a_form_without_its_version_changes_nothing() {
    let console = Console::for_person(&[Role::Administrator]).await;
    let other = join(&console.signed_in.world, 7, &[Role::Sender]).await.to_string();
    let person = format!("/console/settings/people/{other}");
    let of_one_version = |fields: &[(&'static str, &'static str)]| {
        fields.iter().filter(|(name, _)| *name != "version").copied().collect::<Vec<_>>()
    };
    for (path, fields) in acts_of_administrators(&other, &other) {
        if !fields.iter().any(|(name, _)| *name == "version") {
            continue;
        }
        for version in [None, Some("x"), Some("-1"), Some("*"), Some("18446744073709551616")] {
            let mut fields = of_one_version(&fields);
            fields.extend(version.map(|version| ("version", version)));
            let (status, to, html) = console.post(&path, &fields).await;
            assert!((400..500).contains(&status), "{path} {version:?}: {status} {to} {html}");
        }
    }
    let (_, html) = console.get(&person).await;
    assert!(html.contains("佐藤 花子") && !html.contains("value=\"administrator\" checked"), "{html}");
}

#[tokio::test]
async fn no_address_of_an_act_does_anything_where_it_is_only_asked_for() {
    let console = Console::for_person(&[Role::Administrator, Role::Sender]).await;
    let before = console.signed_in.story.envelope();
    for act in ["send", "remind", "retry", "void", "copy", "move", "delete", "request"] {
        for method in ["GET", "HEAD", "PUT", "DELETE"] {
            let path = format!("{}/acts/{act}?key=a-key&reason=x&recipient=1", console.envelope());
            let headers = [("cookie", &*console.signed_in.cookie), ("sec-fetch-site", "same-origin")];
            let (status, _, html) = console.ask(method, &path, &headers, Body::empty()).await;
            assert_eq!(status, 404, "{method} {act}: {html}");
        }
    }
    assert_eq!(console.signed_in.story.envelope(), before);
}
