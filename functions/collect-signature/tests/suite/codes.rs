//! One-time codes by text message and mail: asked for, sent, entered, and how many.

use domain::command::{Command, Correction, MailOutcome};
use domain::evidence::{EventKind, Identity};
use domain::ids::RecipientNumber;
use domain::mail::{Addressee, MailKind};

use crate::factors::{assert_tells_nothing, count, hidden_fields, send_code, sms, try_code};
use crate::world::{DEADLINE, LATER, assert_protected};

#[tokio::test]
async fn a_code_by_sms_is_asked_for_sent_and_entered() {
    let (w, path) = sms().await;
    let page = w.get(&path).await.body;
    assert!(page.contains("末尾が5678の電話番号") && !page.contains("1234") && !page.contains(r#"id="code""#));
    // There is nothing to be tried yet.
    assert_eq!(try_code(&w, &path, "123456").await.status, 303);
    assert_eq!(w.recipient(1).attempts.tries, 0);

    let asked = w.post_with(&format!("{path}/code"), "", "").await;
    assert_eq!((asked.status, asked.location()), (303, format!("/v{path}").as_str()));
    assert_eq!(count(&w, |kind| matches!(kind, EventKind::CodeRequested { code: 1, generation: 1, .. })), 1);
    let page = w.get(&path).await.body;
    assert!(page.contains(r#"id="code""#) && page.contains("認証コードを再送する") && page.contains("10分以内"));
    assert!(!page.contains(r#"name="remember""#));

    send_code(&w, "123456", "2026-11-23T01:10:00Z").await;
    assert_eq!(try_code(&w, &path, "654321").await.status, 422);
    let passed = try_code(&w, &path, "123-456").await;
    assert_eq!((passed.status, passed.cookies().len()), (303, 1));
    let replayed = try_code(&w, &path, "123456").await;
    assert_eq!((replayed.status, replayed.cookies().len()), (303, 0), "good once");
    assert_eq!(w.recipient(1).attempts.codes, 0, "the next time it starts anew");
    let session = |kind: &EventKind| matches!(kind, EventKind::Authenticated { session, .. } if session.identity == Identity::SmsCode);
    assert_eq!(count(&w, session), 1);
}

#[tokio::test]
async fn a_code_that_could_not_be_sent_is_told_and_asked_for_anew() {
    let (w, path) = sms().await;
    w.post_with(&format!("{path}/code"), "", "").await;
    let request_event = w.recipient(1).attempts.request_event;
    let outcome = MailOutcome::Refused { reason: "no such number".into() };
    let (mail, addressee) = (MailKind::Code, Addressee::Recipient(RecipientNumber(1)));
    w.story.apply(Command::RecordMail { mail, addressee, request_event, outcome }, LATER);
    let page = w.get(&path).await.body;
    for part in
        ["この電話番号に認証コードを送信できませんでした", "送信者へお問い合わせください", "認証コードを送信する"]
    {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    assert!(
        !page.contains(r#"id="code""#) && !page.contains("認証コードを送信しました"),
        "there is none to be entered"
    );
    assert_tells_nothing(&w, &page);
    w.post_with(&format!("{path}/code"), "", "").await;
    let page = w.get(&path).await.body;
    assert!(page.contains(r#"id="code""#) && !page.contains("送信できませんでした"), "the next is on its way");
}

#[tokio::test]
async fn codes_end_with_their_time_and_their_link() {
    let (w, path) = sms().await;
    w.post_with(&format!("{path}/code"), "", "").await;
    send_code(&w, "123456", "2026-11-23T01:10:00Z").await;
    w.clock.set("2026-11-23T01:10:00Z");
    let late = try_code(&w, &path, "123456").await;
    assert_eq!((late.status, late.body.contains("有効期限が切れています")), (422, true));

    w.clock.set("2026-11-23T01:05:00Z");
    w.story.apply(Command::RequestAgain { recipient: RecipientNumber(1), correction: Correction::default() }, LATER);
    let new = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    w.post_with(&format!("{new}/code"), "", "").await;
    assert_eq!(try_code(&w, &new, "123456").await.status, 422, "of the old link");
}

#[tokio::test]
async fn pressing_twice_sends_one_code() {
    let (w, path) = sms().await;
    let press = || async { w.post_with(&format!("{path}/code"), "", "").await };
    let (first, second) = futures::future::join(press(), press()).await;
    assert_eq!([first.status, second.status], [303, 429]);
    assert_protected(&second);
    assert!(second.body.contains("30秒ほど待って") && second.body.contains(r#"id="code""#), "{}", second.body);
    assert_tells_nothing(&w, &second.body);
    let asked = |kind: &EventKind| matches!(kind, EventKind::CodeRequested { .. });
    w.clock.set("2026-11-23T01:00:29Z");
    assert_eq!((press().await.status, count(&w, asked)), (429, 1));
    w.clock.set("2026-11-23T01:00:30Z");
    assert_eq!((press().await.status, count(&w, asked)), (303, 2));
}

#[tokio::test]
async fn a_page_sends_one_code_however_often_its_form_comes() {
    let (w, path) = sms().await;
    let page = w.get(&path).await.body;
    let form = hidden_fields(&page, &format!("{path}/code"));
    assert_eq!(form, "codes=0");
    assert_eq!(w.post_with(&format!("{path}/code"), &form, "").await.status, 303);
    // A browser that had dropped the tab sends it again when its user comes back with the code.
    w.clock.set("2026-11-23T01:02:00Z");
    assert_eq!(w.post_with(&format!("{path}/code"), &form, "").await.status, 303);
    assert_eq!(w.recipient(1).attempts.codes, 1);
    let form = hidden_fields(&w.get(&path).await.body, &format!("{path}/code"));
    assert_eq!(w.post_with(&format!("{path}/code"), &form, "").await.status, 303);
    assert_eq!(w.recipient(1).attempts.codes, 2, "another one, from the newer page");
}

#[tokio::test]
async fn no_more_than_five_codes_are_sent() {
    let (w, path) = sms().await;
    let used_up =
        |kind: &EventKind| matches!(kind, EventKind::CodesUsedUp { notify, .. } if *notify == [Addressee::Sender]);
    for minute in 1..=7 {
        w.clock.set(&format!("2026-11-23T01:{minute:02}:00Z"));
        assert_eq!(count(&w, used_up), usize::from(minute > 6), "the fifth may be right");
        assert_eq!(w.post_with(&format!("{path}/code"), "", "").await.status, 303);
    }
    assert_eq!(count(&w, |kind| matches!(kind, EventKind::CodeRequested { .. })), 5);
    assert_eq!(count(&w, used_up), 1, "the sender is told once");
    let page = w.get(&path).await.body;
    assert!(page.contains("これ以上送信できません") && page.contains(r#"id="code""#));
    assert!(!page.contains("認証コードを再送する"), "{page}");
    assert_eq!(w.post(&format!("{path}/code"), "", &[("sec-fetch-site", "cross-site")]).await.status, 403);
}
