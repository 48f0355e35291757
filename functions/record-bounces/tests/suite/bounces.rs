//! Notices of the mail service, with ports in memory.

use std::sync::Arc;

use domain::evidence::{Event, EventKind};
use domain::ids::RecipientNumber;
use domain::job::Job;
use domain::mail::{Addressee, Bounce, MailKind, MailOrigin};
use domain::ports::Envelopes;
use domain::recipient::RecipientState;
use fakes::{StoppedClock, Story, signer};
use record_bounces::{Dependencies, Error, Notice, handle};

const SENT: &str = "2026-11-22T05:05:00Z";
const LATER: &str = "2026-11-22T05:06:00Z";
const FIRST: RecipientNumber = RecipientNumber(1);

fn world() -> (Story, Dependencies) {
    let story = Story::draft(vec![signer(1, None, "鈴木 一郎", "suzuki")], SENT);
    story.start(SENT);
    let deps = Dependencies { envelopes: story.envelopes.clone(), clock: Arc::new(StoppedClock::at(LATER)) };
    (story, deps)
}

fn origin(story: &Story) -> MailOrigin {
    MailOrigin {
        envelope: story.id,
        sequence: story.envelope().recipients[0].request_event,
        addressee: Addressee::Recipient(FIRST),
    }
}

/// A notice about the mail with these tags.
fn notice(origin: MailOrigin) -> Notice {
    let tags: Vec<String> = origin.to_tags().iter().map(|(name, value)| format!(r#""{name}": ["{value}"]"#)).collect();
    let bounce = r#"{"bounceType": "Permanent", "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": "x@example.jp", "diagnosticCode": "550 5.1.1\r\nno"}]}"#;
    let tags = tags.join(", ");
    let text =
        format!(r#"{{"eventType": "Bounce", "bounce": {bounce}, "mail": {{"messageId": "m", "tags": {{{tags}}}}}}}"#);
    serde_json::from_str(&text).unwrap()
}

fn bounces(story: &Story) -> Vec<EventKind> {
    let evidence = story.envelopes.evidence(story.id).into_iter();
    evidence.filter(|kind| matches!(kind, EventKind::Bounced { .. })).collect()
}

#[tokio::test]
async fn a_bounce_is_recorded_once_and_the_sender_is_written_to() {
    let (story, deps) = world();
    for _ in 0..2 {
        handle(&deps, notice(origin(&story))).await.unwrap();
    }
    let [EventKind::Bounced { request_event: 9, bounce: Bounce::Permanent, detail, .. }] = &bounces(&story)[..] else {
        panic!("{:?}", bounces(&story))
    };
    assert_eq!(detail, "550 5.1.1 no (General)");
    assert!(matches!(story.envelope().recipients[0].state, RecipientState::Bounced { .. }));
    let last = story.envelopes.events(story.id).await.unwrap().pop().unwrap();
    let jobs = domain::job::jobs_of(&Event::from_json(&last).unwrap());
    assert!(matches!(jobs[..], [Job::Mail { mail: MailKind::Bounced, addressee: Addressee::Sender, .. }]), "{jobs:?}");
}

#[tokio::test]
async fn a_bounce_of_a_mail_to_the_sender_tells_nobody() {
    let (story, deps) = world();
    handle(&deps, notice(MailOrigin { addressee: Addressee::Sender, ..origin(&story) })).await.unwrap();
    let last = story.envelopes.events(story.id).await.unwrap().pop().unwrap();
    assert!(domain::job::jobs_of(&Event::from_json(&last).unwrap()).is_empty());
    assert_eq!(bounces(&story).len(), 1);
}

#[tokio::test]
async fn what_is_unknown_here_is_left_alone() {
    let (story, deps) = world();
    let envelope = "01900000-0000-7000-8000-00000000ffff".parse().unwrap();
    handle(&deps, notice(MailOrigin { envelope, ..origin(&story) })).await.unwrap();
    let addressee = Addressee::Recipient(RecipientNumber(9));
    handle(&deps, notice(MailOrigin { addressee, ..origin(&story) })).await.unwrap();
    assert!(bounces(&story).is_empty());
}

#[tokio::test]
async fn what_cannot_be_read_comes_again() {
    let (_, deps) = world();
    let nonsense: Notice = serde_json::from_str(r#"{"Type": "Notification", "Message": "not JSON"}"#).unwrap();
    assert!(matches!(handle(&deps, nonsense).await, Err(Error::Unreadable(_))));
    assert!(serde_json::from_str::<Notice>(r#"{"eventType": 1}"#).is_err());
}
