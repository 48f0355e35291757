//! Of an envelope's early end those hear who were asked before, whatever came first: the request or the end.

use dispatch_email::{Error, handle};
use domain::command::{Command, Correction};
use domain::evidence::EventKind;
use domain::ids::RecipientNumber;
use domain::job::Job;
use domain::mail::{Addressee, MailId, MailKind, MailOrigin};
use domain::ports::{MailLog, MailProgress, MailTrace};
use fakes::session;

use crate::common::{DEADLINE, LATER, World, world};

const FIRST: RecipientNumber = RecipientNumber(1);
const SENDER: &str = "sato@city.example";
const ASKED: &str = "suzuki@example.jp";
/// More than a lease after [`LATER`].
const LEASE_OVER: &str = "2026-11-28T01:00:11Z";

/// One is invited; the request's job has not run.
fn invited() -> World {
    let w = world();
    w.clock.set(LATER);
    w
}

fn void(w: &World) {
    w.story.apply(Command::Void { reason: "誤って送信したため".into() }, LATER);
}

/// Runs the jobs of this kind and gives who was written to.
async fn told(w: &World, kind: MailKind) -> Vec<String> {
    w.deliver(kind).await.into_iter().map(|mail| mail.to.to_string()).collect()
}

async fn request(w: &World) -> Job {
    w.jobs(MailKind::Request).await.remove(0)
}

/// The job that tells the first recipient of the withdrawal.
async fn withdrawal(w: &World) -> Job {
    let jobs = w.jobs(MailKind::Voided).await;
    jobs.into_iter().find(|job| matches!(job, Job::Mail { addressee: Addressee::Recipient(FIRST), .. })).unwrap()
}

fn origin(job: &Job) -> MailId {
    let Job::Mail { envelope, sequence, addressee, .. } = *job else { panic!("a mail") };
    MailOrigin { envelope, sequence, addressee }.into()
}

async fn trace(w: &World, job: &Job) -> MailTrace {
    w.mail_log.trace(&origin(job), w.deps.clock.now()).await.unwrap()
}

#[tokio::test]
async fn who_was_asked_hears_of_every_end() {
    let decline = Command::Decline { recipient: FIRST, generation: 1, reason: "辞退".into(), session: session() };
    for (kind, command) in [
        (MailKind::Voided, Command::Void { reason: "誤送信".into() }),
        (MailKind::Declined, decline),
        (MailKind::Failed, Command::Fail { reason: "no key".into() }),
    ] {
        let w = invited();
        assert_eq!(told(&w, MailKind::Request).await, [ASKED]);
        w.story.apply(command, LATER);
        assert_eq!(told(&w, kind).await, [SENDER, ASKED], "{kind:?}");
    }
}

#[tokio::test]
async fn the_request_comes_after_the_end() {
    let w = invited();
    void(&w);
    assert!(told(&w, MailKind::Request).await.is_empty(), "pointless");
    assert_eq!(trace(&w, &request(&w).await).await, MailTrace::Absent, "nothing looks as if it had been sent");
    assert_eq!(told(&w, MailKind::Voided).await, [SENDER]);
    let recorded: Vec<_> = w.recorded();
    assert!(matches!(&recorded[..], [EventKind::Mailed { addressee: Addressee::Sender, .. }]), "{recorded:?}");
}

#[tokio::test]
async fn the_news_of_the_end_comes_before_the_request() {
    let w = invited();
    void(&w);
    assert_eq!(told(&w, MailKind::Voided).await, [SENDER]);
    assert!(told(&w, MailKind::Request).await.is_empty());
    assert_eq!(trace(&w, &withdrawal(&w).await).await, MailTrace::Absent);
}

#[tokio::test]
async fn an_end_while_the_request_is_on_its_way_is_told_when_that_is_known() {
    let w = invited();
    let mail = origin(&request(&w).await);
    let begun = w.mail_log.begin(&mail, LATER.parse().unwrap()).await.unwrap();
    assert!(matches!(begun, MailProgress::Begun(_)));
    void(&w);
    let job = withdrawal(&w).await;
    assert!(matches!(handle(&w.deps, &job).await, Err(Error::Leased)), "it comes again");
    assert_eq!(trace(&w, &job).await, MailTrace::Absent, "the next try need not wait for this one");
    // The mail service took it, and its function died before the evidence said so.
    w.mail_log.finish(&mail, "message-0").await.unwrap();
    handle(&w.deps, &job).await.unwrap();
    assert_eq!(w.mailer.taken().len(), 1);
    assert_eq!(w.mailer.taken()[0].to.as_str(), ASKED);
}

#[tokio::test]
async fn a_request_that_was_given_up_when_the_end_came_was_not_sent() {
    let w = invited();
    let mail = origin(&request(&w).await);
    let begun = w.mail_log.begin(&mail, LATER.parse().unwrap()).await.unwrap();
    let MailProgress::Begun(begun) = begun else { panic!("{begun:?}") };
    void(&w);
    let job = withdrawal(&w).await;
    assert!(matches!(handle(&w.deps, &job).await, Err(Error::Leased)));
    w.mail_log.give_up(&mail, begun).await.unwrap();
    handle(&w.deps, &job).await.unwrap();
    assert!(w.mailer.taken().is_empty());
}

#[tokio::test]
async fn whoever_may_have_got_a_request_is_told() {
    let w = invited();
    w.mailer.be_silent(1);
    let job = request(&w).await;
    assert!(matches!(handle(&w.deps, &job).await, Err(Error::Unanswered(_))));
    void(&w);
    w.clock.set(LEASE_OVER);
    // The request's job comes again and finds itself pointless: what the first try did stays unknown.
    handle(&w.deps, &job).await.unwrap();
    w.clock.set("2026-11-28T01:01:00Z");
    assert_eq!(trace(&w, &job).await, MailTrace::Unknown);
    assert_eq!(told(&w, MailKind::Voided).await, [SENDER, ASKED]);
}

#[tokio::test]
async fn whom_the_mail_service_did_not_take_a_request_for_is_not_told() {
    let w = invited();
    w.mailer.fail(1);
    assert!(matches!(handle(&w.deps, &request(&w).await).await, Err(Error::Port(_))));
    void(&w);
    assert_eq!(told(&w, MailKind::Voided).await, [SENDER]);

    let w = invited();
    w.mailer.refuse(ASKED);
    w.deliver(MailKind::Request).await;
    void(&w);
    let jobs = w.jobs(MailKind::Voided).await;
    assert!(!jobs.is_empty());
    assert_eq!(told(&w, MailKind::Voided).await, [SENDER], "the address never took anything");
}

#[tokio::test]
async fn a_reminder_is_a_request_as_well() {
    let w = invited();
    w.story.apply(Command::Remind { recipient: FIRST }, LATER);
    assert_eq!(told(&w, MailKind::Reminder).await, [ASKED]);
    void(&w);
    assert_eq!(told(&w, MailKind::Voided).await, [SENDER, ASKED]);
}

#[tokio::test]
async fn what_went_to_a_wrong_address_asked_nobody() {
    let w = invited();
    assert_eq!(told(&w, MailKind::Request).await, [ASKED]);
    let correction = Correction { email: Some("suzuki-2@example.jp".parse().unwrap()), ..Correction::default() };
    w.story.apply(Command::RequestAgain { recipient: FIRST, correction }, LATER);
    void(&w);
    assert_eq!(told(&w, MailKind::Voided).await, [SENDER], "the new address was not asked yet");

    let w = invited();
    told(&w, MailKind::Request).await;
    let correction = Correction { email: Some("suzuki-2@example.jp".parse().unwrap()), ..Correction::default() };
    w.story.apply(Command::RequestAgain { recipient: FIRST, correction }, LATER);
    assert_eq!(told(&w, MailKind::Request).await, ["suzuki-2@example.jp"]);
    void(&w);
    assert_eq!(told(&w, MailKind::Voided).await, [SENDER, "suzuki-2@example.jp"]);
}

#[tokio::test]
async fn whoever_was_asked_at_another_form_of_the_same_address_was_asked() {
    let w = invited();
    assert_eq!(told(&w, MailKind::Request).await, [ASKED]);
    let correction = Correction { email: Some(ASKED.to_uppercase().parse().unwrap()), ..Correction::default() };
    w.story.apply(Command::RequestAgain { recipient: FIRST, correction }, LATER);
    void(&w);
    assert_eq!(told(&w, MailKind::Voided).await, [SENDER.to_owned(), ASKED.to_uppercase()]);
}

#[tokio::test]
async fn the_deadline_is_told_to_everybody() {
    let w = invited();
    w.story.apply(Command::Expire, DEADLINE);
    w.clock.set(DEADLINE);
    assert_eq!(told(&w, MailKind::Expired).await.len(), 4, "the sender, two signers and the copy");
}
