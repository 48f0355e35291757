//! The sender's page about a delay, and its button.

use axum::http::Method;
use domain::command::Command;
use domain::ids::RecipientNumber;
use domain::link::Purpose;
use domain::mail::Addressee;
use domain::organisation::AddressBoundLinks;
use domain::waiting::CauseKind;
use fakes::{Story, signer};

use crate::common;
use crate::common::{Answer, EXPIRES, LATE, SENT, SIGNED, SOON, World, delayed, record, world};

fn path(w: &World) -> String {
    format!("/status/{}", w.story.link(Addressee::Sender, Purpose::Status, EXPIRES))
}

async fn press(w: &World, path: &str) -> Answer {
    let headers = [("accept", "text/html"), ("sec-fetch-site", "same-origin")];
    w.send(Method::POST, path, &headers, "").await
}

fn assert_has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

const BUTTON: &str = ">もう一度試す</button>";

#[tokio::test]
async fn the_page_says_what_is_waited_for_since_when_and_why_and_changes_nothing() {
    let w = delayed();
    let (path, before) = (path(&w), w.evidence());
    let page = w.get(&path).await;
    assert_eq!(page.status, 200);
    let parts = [
        "<h1>処理に時間がかかっています</h1>",
        "株式会社 &#60;北空知&#62; 鈴木 太郎様の電子署名（電子契約サービス委託契約書、仕様書 &#60;別紙1&#62; &#38; 内訳）",
        "2026年11月28日 10:00 (JST)",
        "時刻認証局から、有効なタイムスタンプを取得できていません。",
        "1000000007 電子契約サービス委託",
        "署名の進行状況",
        "下記のお問い合わせ窓口へ",
        "0125-00-0000",
        BUTTON,
        &format!(r#"action="{path}/retry""#),
    ];
    assert_has(&page.body, &parts);
    assert!(!page.body.contains("tsa.example"), "that is for the operator");
    assert!(!page.body.contains("bucket.example"), "no document is to be had");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(w.send(Method::HEAD, &path, &[], "").await.status, 200);
    assert_eq!(w.evidence(), before);
}

#[tokio::test]
async fn the_page_speaks_the_senders_language_until_the_reader_chooses() {
    let w = delayed();
    let path = path(&w);
    let page = w.get(&format!("{path}?lang=en")).await.body;
    let retry = format!(r#"action="{path}/retry?lang=en""#);
    let parts = [
        r#"<html lang="en">"#,
        "This is taking longer than usual",
        "The signature of 鈴木 太郎 (株式会社 &#60;北空知&#62;): ",
        "No timestamp authority gives a valid timestamp at the moment.",
        ">Try again</button>",
        &retry,
    ];
    assert_has(&page, &parts);
    let answer = press(&w, &format!("{path}/retry?lang=en")).await;
    assert_eq!(answer.headers["location"], format!("{path}?lang=en"));
}

#[tokio::test]
async fn what_the_operator_has_to_mend_is_told_apart() {
    let w = world();
    w.story.instruct(1, SIGNED);
    record(&w, CauseKind::NoCertificate);
    w.clock.set(LATE);
    let page = w.get(&path(&w)).await.body;
    assert_has(&page, &["電子証明書が、システムに登録されていません", "この原因は、自動では解消しません。", BUTTON]);
}

#[tokio::test]
async fn the_button_has_it_tried_again_and_the_page_says_so() {
    let w = delayed();
    let path = path(&w);
    let answer = press(&w, &format!("{path}/retry")).await;
    assert_eq!((answer.status, answer.headers["location"].to_str().ok()), (303, Some(path.as_str())));
    assert_eq!(w.retries(), 1);
    let page = w.get(&path).await.body;
    assert_has(&page, &["<h1>もう一度試しています…</h1>", "再試行を受け付けました。", "progress.mjs"]);
    assert!(!page.contains(BUTTON), "there is nothing to press meanwhile");
    // Pressed twice, or in a second tab: the page shows how it stands.
    assert_eq!(press(&w, &format!("{path}/retry")).await.status, 303);
    assert_eq!(w.retries(), 1);
    // It did not help.
    w.clock.set("2026-11-28T01:06:00Z");
    assert!(w.get(&path).await.body.contains(BUTTON));
    assert_eq!(press(&w, &format!("{path}/retry")).await.status, 303);
    assert_eq!(w.retries(), 2);
}

#[tokio::test]
async fn work_that_takes_its_time_is_no_delay() {
    let w = world();
    w.story.instruct(1, SIGNED);
    w.clock.set(SOON);
    let page = w.get(&path(&w)).await.body;
    assert_has(&page, &["<h1>処理しています…</h1>", "操作の必要はありません。", "progress.mjs"]);
    assert!(!page.contains(BUTTON));
}

#[tokio::test]
async fn once_nothing_is_waited_for_the_page_says_how_the_envelope_stands() {
    let w = delayed();
    let path = path(&w);
    w.story.seal(LATE);
    let page = w.get(&path).await.body;
    assert_has(&page, &["<h1>処理は滞っていません</h1>", "署名や確認をされる方の手続きを待っています。"]);
    assert!(!page.contains(BUTTON) && !page.contains("待っている処理"));
    assert_eq!(press(&w, &format!("{path}/retry")).await.status, 303, "a button that was there before");
    assert_eq!(w.retries(), 0);

    w.story.approve(2, LATE);
    assert_has(&w.get(&path).await.body, &["<h1>すべての手続きが完了しました</h1>", "電子署名完了のお知らせ"]);
    assert_eq!(press(&w, &format!("{path}/retry")).await.status, 303);

    for (command, at, title) in [
        (Command::Void { reason: "誤り".into() }, LATE, "この封筒は取り下げられました"),
        (Command::Fail { reason: "no key".into() }, LATE, "システムの都合により、手続きを続けられませんでした"),
        (Command::Expire, "2026-12-22T05:05:00Z", "この封筒は期限切れになりました"),
    ] {
        let w = world();
        w.story.apply(command, at);
        w.clock.set(at);
        let page = w.get(&self::path(&w)).await;
        assert_eq!(page.status, 200);
        assert_has(&page.body, &[title, "新しい封筒を作成してください"]);
        assert!(!page.body.contains("no key"));
    }
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let w = delayed();
    let path = format!("{}/retry", path(&w));
    for site in ["cross-site", "same-site", "none"] {
        let headers = [("accept", "text/html"), ("sec-fetch-site", site)];
        assert_eq!(w.send(Method::POST, &path, &headers, "").await.status, 403, "{site}");
    }
    assert_eq!(w.retries(), 0);
}

#[tokio::test]
async fn everything_else_is_not_found_in_the_same_bytes() {
    let w = delayed();
    let good = path(&w);
    let expected = w.get("/status/nonsense").await;
    assert_eq!(expected.status, 404);
    assert_has(&expected.body, &["ページが見つかりません"]);
    let download = w.story.link(Addressee::Sender, Purpose::Download, EXPIRES);
    let act = w.story.act_link(1, EXPIRES);
    let of_a_recipient = w.story.link(Addressee::Recipient(RecipientNumber(1)), Purpose::Status, EXPIRES);
    let unknown = "A".repeat(43);
    let pages = [
        "/status".to_owned(),
        format!("/status/{unknown}"),
        format!("/status/{download}"),
        format!("/status/{act}"),
        format!("/status/{of_a_recipient}"),
        format!("{good}/"),
        format!("{good}/retry/again"),
        "/status/%FF".to_owned(),
    ];
    for page in pages {
        let answer = w.get(&page).await;
        if page == "/status" {
            assert_eq!(answer.status, 404, "the API's own answer: its gateway leads here by a longer path alone");
            continue;
        }
        assert_eq!((answer.status, answer.body), (404, expected.body.clone()), "{page}");
    }
    for path in [good.clone(), format!("/status/{unknown}/retry"), format!("/status/{download}/retry")] {
        let answer = press(&w, &path).await;
        assert_eq!((answer.status, answer.body), (404, expected.body.clone()), "POST {path}");
    }
    assert_eq!(w.get(&format!("{good}/retry")).await.status, 303, "whoever reloads gets the page");
    assert_eq!(w.retries(), 0);
    w.clock.set(EXPIRES);
    let late = w.get(&good).await;
    assert_eq!((late.status, late.body), (404, expected.body.clone()), "expired");
    let late = press(&w, &format!("{good}/retry")).await;
    assert_eq!((late.status, late.body), (404, expected.body), "expired");
}

#[tokio::test]
async fn documents_that_are_still_being_prepared_are_waited_for_like_seals() {
    let story = Story::draft(vec![signer(1, None, "鈴木 太郎", "suzuki")], SENT);
    story.apply(Command::RequestSending, SENT);
    let w = common::of(story);
    let path = path(&w);
    let page = w.get(&path).await.body;
    assert_has(
        &page,
        &[
            "処理に時間がかかっています",
            "送信前の文書の確認（電子契約サービス委託契約書",
            "まだ分かっていません。",
            BUTTON,
        ],
    );
    press(&w, &format!("{path}/retry")).await;
    assert_eq!(w.retries(), 1);
}

#[tokio::test]
async fn a_bound_link_opens_from_the_organisations_addresses_alone_and_nothing_is_tried_from_elsewhere() {
    let w = delayed();
    let (path, before) = (path(&w), w.evidence());
    w.organisations.bind_links(AddressBoundLinks::All, &["203.0.113.0/24", "2001:db8::/32"]);
    for outside in ["198.51.100.9", "2001:db9::9", "::ffff:198.51.100.9"] {
        for (method, path) in [
            (Method::GET, path.clone()),
            (Method::GET, format!("{path}/retry")),
            (Method::POST, format!("{path}/retry")),
        ] {
            let page = w.send_from(outside, method.clone(), &path).await;
            assert_eq!(page.status, 403, "{method} {path} from {outside}");
            assert_has(&page.body, &["滝川市が指定したネットワーク"]);
            assert!(!page.body.contains("電子契約サービス委託") && !page.body.contains("鈴木"), "{}", page.body);
        }
    }
    assert_eq!(w.evidence(), before);
    for inside in ["203.0.113.9", "2001:db8::9", "::ffff:203.0.113.9"] {
        assert_eq!(w.send_from(inside, Method::GET, &path).await.status, 200, "{inside}");
    }
    // What is said later holds at once.
    w.organisations.bind_links(AddressBoundLinks::All, &["198.51.100.0/24"]);
    assert_eq!(w.send_from("198.51.100.9", Method::GET, &path).await.status, 200);
    assert_eq!(w.send_from("203.0.113.9", Method::GET, &path).await.status, 403);
    // Where it cannot be read, the page is not shown.
    w.organisations.put_link_rule(&fakes::city().organisation, r#"{"schema":99}"#);
    assert_eq!(w.send_from("198.51.100.9", Method::GET, &path).await.status, 503);
}
