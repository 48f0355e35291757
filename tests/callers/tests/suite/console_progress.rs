//! What the page of an envelope tells: signatures, waits, mails, who can see it; and its files.

use axum::body::Body;
use domain::authorisation::Role;
use domain::command::{Command, MailOutcome};
use domain::digest::Digest;
use domain::document::ObjectKey;
use domain::evidence::EventKind;
use domain::ids::RecipientNumber;
use domain::mail::{Addressee, Bounce, MailKind};
use domain::waiting::{Cause, CauseKind};
use serde_json::Value;

use crate::by_session::SignedIn;
use crate::console::{Console, KEY};
use crate::console_list::story;
use crate::world::NOW;

fn contains_all(html: &str, texts: &[&str]) {
    for text in texts {
        assert!(html.contains(text), "{text}: {html}");
    }
}

#[tokio::test]
async fn whoever_has_signed_stands_beside_the_document_with_address_and_time() {
    let console = Console::for_person(&[Role::Sender]).await;
    let (_, before) = console.get(&console.envelope()).await;
    contains_all(&before, &["署名者情報", "data-viewer", "/documents/1/source"]);
    assert!(!before.contains("Signing Time"), "{before}");
    story(&console).approve(1, NOW);
    let (_, html) = console.get(&console.envelope()).await;
    contains_all(
        &html,
        &[
            "<dt>Signing Time</dt><dd>2026-11-22 18:00:00 +09:00 JST</dd>",
            "鈴木 太郎様 suzuki@example.jp が2026-11-22 18:00:00 +09:00 JSTに承認しました",
            "Test TSA",
        ],
    );
    let (_, html) = console.get(&format!("{}?lang=en", console.envelope())).await;
    contains_all(&html, &["Approved by 鈴木 太郎 suzuki@example.jp at 2026-11-22 18:00:00 +09:00 JST"]);
}

#[tokio::test]
async fn a_wait_for_seals_says_why_and_is_tried_again_by_one_button() {
    let console = Console::for_person(&[Role::Sender]).await;
    let story = story(&console);
    story.instruct(1, NOW);
    let envelope = story.envelope();
    let document = envelope.documents[0].number;
    let cause = Cause { kind: CauseKind::KeyService, detail: "KMSInternalException".to_owned() };
    let by = domain::document::Sealer::Recipient(RecipientNumber(1));
    let later = "2026-11-22T09:30:00Z";
    story.apply(Command::RecordCause { document, by, cause }, later);
    let (_, html) = console.get(&console.envelope()).await;
    contains_all(
        &html,
        &[
            "封印待ち",
            "鈴木 太郎様の電子署名",
            "署名鍵を管理するサービスで、電子署名を作成できていません。",
            "2026年11月22日 18:00 (JST)",
            "もう一度試す",
        ],
    );
    assert!(!html.contains("KMSInternalException"), "that is for the operator: {html}");
    let (_, list) = console.get("/console/envelopes").await;
    assert!(list.contains("封印待ち（自動で進みます）"), "{list}");
    let (status, to, html) = console.post(&format!("{}/acts/retry", console.envelope()), &[KEY]).await;
    assert_eq!((status, &to), (303, &format!("{}?done=retry", console.envelope())), "{html}");
    let (_, html) = console.get(&to).await;
    contains_all(&html, &["もう一度試しています", "最後の再試行"]);

    let viewer = Console::of(SignedIn::with(&[Role::DocumentViewer]).await);
    viewer.signed_in.story.instruct(1, NOW);
    let (_, html) = viewer.get(&viewer.envelope()).await;
    assert!(html.contains("封印待ち") && !html.contains("もう一度試す"), "{html}");
}

#[tokio::test]
async fn a_mail_that_came_back_is_told_where_it_can_be_mended_and_among_all_mails() {
    let console = Console::for_person(&[Role::Sender]).await;
    let story = story(&console);
    let asked =
        story.envelopes.evidence(story.id).into_iter().position(|kind| matches!(kind, EventKind::Invited { .. }));
    let request_event = asked.unwrap() as u64 + 1;
    let addressee = Addressee::Recipient(RecipientNumber(1));
    let outcome = MailOutcome::Taken { message_id: "0101".to_owned() };
    story.apply(Command::RecordMail { mail: MailKind::Request, addressee, request_event, outcome }, NOW);
    let mails = format!("{}/mails", console.envelope());
    let (status, html) = console.get(&mails).await;
    assert_eq!(status, 200, "{html}");
    contains_all(&html, &["suzuki@example.jp", "badge good\">送信済み", "依頼"]);
    let detail = "550 5.1.1 no such user".to_owned();
    story.apply(Command::RecordBounce { addressee, request_event, bounce: Bounce::Permanent, detail }, NOW);
    let (_, html) = console.get(&mails).await;
    contains_all(&html, &["不達：宛先が見つかりません", "550 5.1.1 no such user"]);
    assert!(!html.contains("badge good"), "{html}");
    let (_, html) = console.get(&console.envelope()).await;
    contains_all(&html, &["依頼メールが届いていません", "もう一度依頼する・宛先を訂正する"]);
    assert!(!html.contains("催促のメールを送る"), "a reminder would not arrive either: {html}");
}

#[tokio::test]
async fn everybody_who_can_see_it_is_listed_with_the_reason() {
    let console = Console::for_person(&[Role::Sender]).await;
    let (status, html) = console.get(&format!("{}/access", console.envelope())).await;
    assert_eq!(status, 200, "{html}");
    contains_all(&html, &["person1@city.example", "送信者本人", "閲覧・ダウンロード", "suzuki@example.jp"]);
    assert!(!html.contains("person99@city.example"), "who administers sees no contracts: {html}");
}

#[tokio::test]
async fn files_go_to_whoever_may_have_them_and_to_nobody_else() {
    let console = Console::for_person(&[Role::Sender]).await;
    let file = story(&console).envelope().documents[0].latest().unwrap().object.clone();
    console.signed_in.world.documents.keep(file.clone(), b"%PDF-1.7".to_vec());
    let (save, source) =
        (format!("{}/documents/1", console.envelope()), format!("{}/documents/1/source", console.envelope()));
    let cookie = [("cookie", &*console.signed_in.cookie)];
    let (status, headers, _) = console.ask("GET", &save, &cookie, Body::empty()).await;
    let to = headers["location"].to_str().unwrap().to_owned();
    assert_eq!((status.as_u16(), to.starts_with(&format!("https://bucket.example/{}?", file.0))), (303, true), "{to}");
    let (status, headers, body) = console.ask("GET", &source, &cookie, Body::empty()).await;
    let answer: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (status.as_u16(), answer["size"].as_u64(), &headers["cache-control"]),
        (200, Some(8), &"no-store".parse().unwrap())
    );

    let other = Console::of(SignedIn::over_anothers(&[Role::Sender]).await);
    for path in [save, source, format!("{}/documents/x", console.envelope())] {
        assert_eq!(other.get(&path).await.0, 404, "{path}");
    }
}

/// Of a draft there is what was uploaded: what the recipients are going to see.
#[tokio::test]
async fn the_upload_of_a_draft_is_shown_before_it_is_sent() {
    let console = Console::for_person(&[Role::Sender]).await;
    let person = [("kind", "signer"), ("name", "鈴木 太郎"), ("email", "suzuki@contractor.example")];
    let bytes: &[u8] = b"%PDF-1.7 a file";
    let (_, to, html) =
        console.compose(&[&[KEY, ("then", "draft")][..], &person].concat(), &[("契約書.pdf", bytes)]).await;
    assert!(to.starts_with("/console/envelopes/"), "{html}");
    let (status, body) = console.get(&format!("{to}/documents/1/source")).await;
    let answer: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, answer["size"].as_u64()), (200, Some(bytes.len() as u64)), "{body}");
    let stored = console.signed_in.world.documents.stored();
    assert!(
        stored.values().any(|kept| Digest::of(kept) == Digest::of(bytes)),
        "{:?}",
        stored.keys().collect::<Vec<&ObjectKey>>()
    );
}
