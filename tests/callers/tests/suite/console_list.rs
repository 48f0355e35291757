//! The list of the console: what was asked for stays while one goes on, and an empty list says what to do.

use axum::body::Body;
use domain::authorisation::Role;
use fakes::Story;
use serde_json::Value;

use crate::by_session::{SignedIn, join};
use crate::console::{Console, KEY};

const LIST: &str = "/console/envelopes";
/// Envelopes on a page of the list.
const PAGE: usize = 50;

/// The addresses of links that stand behind this text or before it, decoded.
pub(crate) fn link(html: &str, words: &str) -> String {
    let at = html.find(words).unwrap_or_else(|| panic!("{words}: {html}"));
    let (_, rest) = html[..at].rsplit_once("href=\"").unwrap_or_else(|| panic!("{words}: {html}"));
    rest.split_once('"').unwrap().0.replace("&#38;", "&").replace("&amp;", "&")
}

/// Makes so many drafts.
pub(crate) async fn drafts(console: &Console, count: usize) {
    let person = [("kind", "signer"), ("name", "鈴木 太郎"), ("email", "suzuki@contractor.example")];
    let file: (&str, &[u8]) = ("業務委託契約書.pdf", b"%PDF-1.7 a file");
    for at in 0..count {
        let (key, title) = (format!("a-draft-{at}"), format!("工事請負契約 {at}"));
        let fields = [&[("key", &*key), ("then", "draft"), ("title", &*title)][..], &person].concat();
        let (status, _, html) = console.compose(&fields, &[file]).await;
        assert_eq!(status, 303, "{html}");
    }
}

#[tokio::test]
async fn the_next_page_shows_the_rest_of_what_was_asked_for() {
    let console = Console::for_person(&[Role::Sender]).await;
    drafts(&console, PAGE + 1).await;
    let (_, first) = console.get(&format!("{LIST}?status=draft")).await;
    assert_eq!(first.matches("name=\"id\"").count(), PAGE, "{first}");
    assert!(first.len() < 100_000, "{} bytes", first.len());
    let next = link(&first, "以前の文書を表示");
    assert!(next.starts_with(&format!("{LIST}?status=draft&cursor=")), "{next}");
    let (_, second) = console.get(&next).await;
    assert_eq!(second.matches("name=\"id\"").count(), 1, "{second}");
    assert!(!second.contains("以前の文書を表示") && second.contains("aria-current=\"true\">下書き"), "{second}");
    assert_eq!(link(&second, "最新に戻る"), format!("{LIST}?status=draft"));
}

#[tokio::test]
async fn an_empty_list_says_what_to_do_to_whoever_may_do_it() {
    let console = Console::of(SignedIn::over_anothers(&[Role::Sender]).await);
    let (_, html) = console.get(LIST).await;
    assert!(html.contains("まだ文書がありません。「新しい依頼を作る」から") && !html.contains("name=\"id\""), "{html}");
    let (_, html) = console.get(&format!("{LIST}?status=expired")).await;
    assert!(html.contains("この状態の文書はありません。"), "{html}");
    assert_eq!(link(&html, "すべての状態を表示"), LIST);
}

/// Of the sender that is asked for, as far as whoever visits sees what others have sent.
#[tokio::test]
async fn whoever_sees_all_chooses_whose_and_others_are_not_asked() {
    let console = Console::of(SignedIn::over_anothers(&[Role::DocumentManager, Role::Administrator]).await);
    join(&console.signed_in.world, 98, &[Role::Sender]).await;
    let (_, html) = console.get(LIST).await;
    assert!(html.contains("<select id=\"sender\"") && html.contains("佐藤 花子（自分）"), "{html}");
    assert!(html.contains("電子契約サービス委託"), "{html}");
    let own = format!("{LIST}?sender={}", console.signed_in.person);
    let (_, html) = console.get(&own).await;
    assert!(html.contains("この送信者の文書はありません。") && !html.contains("電子契約サービス委託"), "{html}");

    let sender = Console::for_person(&[Role::Sender]).await;
    assert!(!sender.get(LIST).await.1.contains("<select id=\"sender\""));
}

#[tokio::test]
async fn a_name_that_is_typed_finds_contacts_and_nothing_finds_nobody() {
    let console = Console::for_person(&[Role::Sender]).await;
    let suzuki = [
        KEY,
        ("scope", "shared"),
        ("name", "鈴木 太郎"),
        ("kana", "スズキ タロウ"),
        ("email", "suzuki@contractor.example"),
        ("company", "鈴木建設"),
        ("language", "ja"),
    ];
    let (status, _, html) = console.post("/console/settings/contacts/new", &suzuki).await;
    assert_eq!(status, 303, "{html}");
    for (typed, count) in [("%E9%88%B4", 1), ("suzuki", 1), ("%E3%81%99%E3%81%9A", 1), ("tanaka", 0), ("", 0)] {
        let (status, body) = console.get(&format!("/console/suggestions?q={typed}")).await;
        let found: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((status, found.as_array().unwrap().len()), (200, count), "{typed}: {body}");
        if count > 0 {
            assert_eq!(found[0]["email"], "suzuki@contractor.example");
            assert_eq!(found[0].as_object().unwrap().len(), 3, "no more than the form needs: {body}");
        }
    }
}

#[tokio::test]
async fn keys_are_listed_for_whoever_has_a_use_for_them() {
    for (role, sends) in [(Role::Sender, true), (Role::DocumentViewer, false)] {
        let console = Console::for_person(&[role]).await;
        let (status, html) = console.get("/console/shortcuts").await;
        assert_eq!((status, html.contains("<kbd>n</kbd>")), (200, sends), "{role}: {html}");
        assert!(html.contains("<kbd>?</kbd>") && html.contains("<kbd>g</kbd> <kbd>l</kbd>"), "{html}");
    }
}

/// Pages hold no script of their own, which the policy would not let run either.
#[tokio::test]
async fn no_page_of_the_console_has_a_script_within() {
    let console = Console::for_person(&[Role::Sender]).await;
    console.signed_in.story.approve(1, crate::world::NOW);
    let envelope = console.envelope();
    let below = ["", "/history", "/mails", "/access"].map(|page| format!("{envelope}{page}"));
    let others = ["/console/new", "/console/folders", "/console/shortcuts", LIST].map(str::to_owned);
    for path in below.into_iter().chain(others) {
        for language in ["ja", "en"] {
            let (status, headers, html) = console
                .ask("GET", &format!("{path}?lang={language}"), &[("cookie", &console.signed_in.cookie)], Body::empty())
                .await;
            assert_eq!(status, 200, "{path}: {html}");
            assert!(headers["content-security-policy"].to_str().unwrap().contains("script-src 'self';"), "{path}");
            assert_eq!(
                html.matches("<script").count(),
                html.matches("<script type=\"module\" src=\"").count(),
                "{path}"
            );
            assert!(!html.contains(" style=\"") && !html.contains(" onclick"), "{path}");
            assert!(html.len() < 100_000, "{path}: {} bytes", html.len());
        }
    }
}

/// Somebody's story, for tests about what becomes of it.
pub(crate) fn story(console: &Console) -> &Story {
    &console.signed_in.story
}
