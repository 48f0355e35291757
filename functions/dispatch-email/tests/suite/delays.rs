//! The mail that tells the sender what takes longer than it should.

use domain::command::Command;
use domain::document::Sealer;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::link::{Purpose, SecretToken};
use domain::mail::{Addressee, MailKind};
use domain::waiting::{Cause, CauseKind};

use crate::common::{LATER, World, assert_equal_content, world};

const SIGNED: &str = "2026-11-28T01:00:00Z";
const REPORTED: &str = "2026-11-28T01:03:00Z";

/// Somebody has signed, and for three minutes no timestamp authority has answered.
async fn waiting() -> World {
    let w = world();
    w.deliver(MailKind::Request).await;
    w.story.approve(1, LATER);
    w.deliver(MailKind::Request).await;
    w.story.instruct(2, SIGNED);
    let (document, by) = (DocumentNumber(1), Sealer::Recipient(RecipientNumber(2)));
    let cause = Cause { kind: CauseKind::TimestampAuthorities, detail: "tsa.example: 503".into() };
    w.story.apply(Command::RecordCause { document, by, cause }, REPORTED);
    w.story.apply(Command::ReportWait, REPORTED);
    w.clock.set(REPORTED);
    w
}

#[tokio::test]
async fn the_sender_reads_what_is_waited_for_since_when_and_why() {
    let w = waiting().await;
    let [mail] = &w.deliver(MailKind::Delayed).await[..] else { panic!("the sender alone") };
    assert_eq!(mail.to.as_str(), "sato@city.example");
    assert_equal_content(mail);
    for part in [
        "株式会社<北空知> 田中 太郎様の電子署名（電子契約サービス委託契約書、仕様書 <別紙1> & 内訳）",
        "開始：2026年11月28日 10:00 (JST)",
        "原因：時刻認証局から、有効なタイムスタンプを取得できていません。",
    ] {
        assert!(mail.text.contains(part), "{part} is missing in {}", mail.text);
    }
    assert!(!mail.text.contains("tsa.example") && !mail.html.contains("tsa.example"), "that is for the operator");
}

#[tokio::test]
async fn its_link_is_the_senders_and_good_for_thirty_days() {
    let w = waiting().await;
    let before = w.story.links.all().len();
    let [mail] = &w.deliver(MailKind::Delayed).await[..] else { panic!("one mail") };
    let token = mail.text.split("/status/").nth(1).and_then(|rest| rest.lines().next()).and_then(SecretToken::parse);
    let digest = token.unwrap().digest();
    let links = w.story.links.all();
    assert_eq!(links.len(), before + 1);
    let link = links.iter().find(|link| link.digest == digest).unwrap();
    assert_eq!((link.addressee, link.purpose), (Addressee::Sender, Purpose::Status));
    assert_eq!(link.expires_at.to_string(), "2026-12-28T01:03:00Z");
}

#[tokio::test]
async fn it_is_not_sent_once_that_is_over() {
    let w = waiting().await;
    w.story.seal(REPORTED);
    assert!(w.deliver(MailKind::Delayed).await.is_empty(), "everything is done");

    let w = waiting().await;
    w.story.apply(Command::Fail { reason: "no key".into() }, REPORTED);
    assert!(w.deliver(MailKind::Delayed).await.is_empty(), "the failure is told instead");
}

#[tokio::test]
async fn of_two_reports_of_one_wait_the_newest_is_told() {
    let w = waiting().await;
    w.story.apply(Command::Retry, REPORTED);
    let again = "2026-11-28T02:03:00Z";
    w.story.apply(Command::ReportWait, again);
    w.clock.set(again);
    assert_eq!(w.jobs(MailKind::Delayed).await.len(), 2);
    let [mail] = &w.deliver(MailKind::Delayed).await[..] else { panic!("one of the two") };
    assert!(mail.text.contains("開始：2026年11月28日 10:00 (JST)"), "since it began: {}", mail.text);
}
