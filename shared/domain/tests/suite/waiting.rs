//! What the service itself is waited for: recorded, reported, tried again.

use domain::command::{Command, MailOutcome, Refusal};
use domain::deadline::{next_try, stuck_work};
use domain::document::Sealer;
use domain::draft::RecipientKind;
use domain::envelope::Status;
use domain::evidence::{EventKind, PendingRequest};
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::job::{Job, jobs_of};
use domain::mail::{Addressee, MailKind};
use domain::waiting::{Awaited, Cause, CauseKind};
use jiff::SignedDuration;

use crate::common;
use crate::common::{Walk, approve, later, next_seal, recipient};

const FIRST: RecipientNumber = RecipientNumber(1);
const DOCUMENT: DocumentNumber = DocumentNumber(1);

/// Two signers side by side; the operator's seal is still to be made.
fn sent() -> Walk {
    let signer = |email| recipient(RecipientKind::Signer, 1, email);
    Walk::sent(1, vec![signer("a@example.jp"), signer("b@example.jp")])
}

/// The same, asked by mails that were taken.
fn asked() -> Walk {
    let mut walk = sent();
    walk.seal_all();
    walk.request_taken(1);
    walk.request_taken(2);
    walk
}

fn cause(kind: CauseKind) -> Cause {
    Cause { kind, detail: "the authority answers 503".into() }
}

fn record(by: Sealer, kind: CauseKind) -> Command {
    Command::RecordCause { document: DOCUMENT, by, cause: cause(kind) }
}

fn of_first() -> Sealer {
    Sealer::Recipient(FIRST)
}

#[test]
fn nothing_is_waited_for_while_people_are() {
    let walk = asked();
    assert_eq!(walk.envelope.wait(), None);
    assert_eq!(
        Walk::of(common::draft(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")])).envelope.wait(),
        None
    );
}

#[test]
fn the_wait_begins_with_the_act_and_anew_with_every_seal() {
    let mut walk = sent();
    let wait = walk.envelope.wait().expect("the operator's seal");
    assert_eq!(wait.since, later(0));
    assert_eq!(wait.awaited, [Awaited::Seal { document: DOCUMENT, by: Sealer::Operator }]);
    walk.now = later(50);
    walk.apply(next_seal(&walk.envelope).expect("a seal")).expect("sealed");
    let wait = walk.envelope.wait().expect("its timestamp");
    assert_eq!(
        (wait.since, wait.awaited),
        (later(50), vec![Awaited::Timestamp { document: DOCUMENT, by: Sealer::Operator }])
    );

    let mut walk = asked();
    walk.now = later(100);
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.now = later(200);
    walk.apply(approve(&walk.envelope, 2)).expect("approved");
    assert_eq!(walk.envelope.wait().expect("seals").since, later(100), "a second approval does not hide the wait");
    walk.seal_all();
    assert_eq!(walk.envelope.wait(), None);
}

#[test]
fn a_cause_is_recorded_once_and_not_for_a_hiccup() {
    let mut walk = asked();
    walk.now = later(100);
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    assert_eq!(walk.apply(record(of_first(), CauseKind::KeyService)), Err(Refusal::NotDue), "it comes again by itself");
    walk.now = later(160);
    assert_eq!(walk.apply(record(Sealer::Operator, CauseKind::KeyService)), Err(Refusal::OutOfStep));
    walk.apply(record(of_first(), CauseKind::KeyService)).expect("a minute has passed");
    assert_eq!(walk.apply(record(of_first(), CauseKind::KeyService)), Err(Refusal::AlreadyRecorded));
    walk.apply(record(of_first(), CauseKind::NoCertificate)).expect("another cause");
    assert_eq!(walk.envelope.wait().expect("a wait").cause, Some(cause(CauseKind::NoCertificate)));
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 2)).expect("approved");
    assert_eq!(walk.envelope.wait().expect("a wait").cause, None, "the next wait has no cause yet");
}

#[test]
fn causes_that_alternate_do_not_fill_the_evidence() {
    let mut walk = sent();
    walk.now = later(60);
    let kinds = [CauseKind::KeyService, CauseKind::Service].into_iter().cycle();
    let recorded = kinds.take(100).filter(|kind| walk.apply(record(Sealer::Operator, *kind)).is_ok()).count();
    assert_eq!(recorded, 10);
}

#[test]
fn a_long_wait_is_reported_to_the_sender_once() {
    let mut walk = sent();
    walk.now = later(179);
    assert_eq!(walk.apply(Command::ReportWait), Err(Refusal::NotDue));
    walk.apply(record(Sealer::Operator, CauseKind::TimestampAuthorities)).expect("a cause");
    walk.now = later(180);
    assert!(walk.envelope.wait().expect("a wait").is_long_at(walk.now));
    walk.apply(Command::ReportWait).expect("due");
    let reported = walk.events.last().expect("an event");
    let EventKind::WaitReported { since, cause: told, notify } = &reported.kind else { panic!("{reported:?}") };
    assert_eq!((*since, told.as_ref()), (later(0), Some(&cause(CauseKind::TimestampAuthorities))));
    assert_eq!(notify, &[Addressee::Sender]);
    let sequence = reported.sequence;
    let mail = Job::Mail {
        envelope: walk.envelope.id,
        mail: MailKind::Delayed,
        addressee: Addressee::Sender,
        sequence,
        generation: None,
    };
    assert_eq!(jobs_of(reported), [mail]);
    assert_eq!(walk.apply(Command::ReportWait), Err(Refusal::AlreadyRecorded));
    assert!(walk.envelope.wait().expect("a wait").is_reported);
    // It went on, and stands still once more: that is another wait.
    walk.apply(next_seal(&walk.envelope).expect("a seal")).expect("sealed");
    walk.now = later(400);
    walk.apply(Command::ReportWait).expect("due");
}

#[test]
fn a_retry_asks_for_everything_again_and_the_time_is_counted_anew() {
    let mut walk = sent();
    walk.now = later(300);
    walk.apply(record(Sealer::Operator, CauseKind::NoCertificate)).expect("a cause");
    walk.apply(Command::ReportWait).expect("due");
    walk.apply(Command::Retry).expect("something is waited for");
    let envelope = walk.envelope.id;
    assert_eq!(
        jobs_of(walk.events.last().expect("an event")),
        [Job::Seal { envelope }, Job::Timestamp { envelope, document: None }]
    );
    let wait = walk.envelope.wait().expect("a wait");
    assert_eq!((wait.began, wait.since, wait.retried_at), (later(0), later(300), Some(later(300))));
    assert_eq!((wait.cause, wait.is_reported), (None, true));
    assert!(!walk.envelope.wait().expect("a wait").is_long_at(later(479)));
    assert!(walk.envelope.wait().expect("a wait").is_long_at(later(480)));
}

#[test]
fn a_retry_that_does_not_help_is_reported_again_once_an_hour_at_most() {
    let mut walk = sent();
    walk.now = later(300);
    walk.apply(Command::ReportWait).expect("due");
    for retry in 1..=3 {
        walk.now += SignedDuration::from_mins(2);
        walk.apply(Command::Retry).expect("something is waited for");
        let due = walk.envelope.wait().expect("a wait").report_at.expect("it is told again");
        walk.now = due - SignedDuration::from_secs(1);
        assert_eq!(walk.apply(Command::ReportWait), Err(Refusal::NotDue));
        walk.now = due;
        walk.apply(Command::ReportWait).expect("due again");
        assert_eq!(walk.apply(Command::ReportWait), Err(Refusal::AlreadyRecorded), "retry {retry}");
    }
    let reports: Vec<_> = walk.events.iter().filter(|e| matches!(e.kind, EventKind::WaitReported { .. })).collect();
    assert_eq!(reports.len(), 4);
    for pair in reports.windows(2) {
        assert!(pair[1].at.duration_since(pair[0].at) >= SignedDuration::from_hours(1), "{pair:?}");
    }
}

#[test]
fn nothing_is_retried_more_often_than_once_a_minute() {
    let mut walk = sent();
    walk.now = later(300);
    walk.apply(Command::Retry).expect("something is waited for");
    walk.now = later(359);
    assert_eq!(walk.apply(Command::Retry), Err(Refusal::RetriedJustNow));
    walk.now = later(360);
    walk.apply(Command::Retry).expect("a minute has passed");
    // It helped, and something else is waited for: that was not retried yet.
    walk.now = later(370);
    walk.apply(next_seal(&walk.envelope).expect("a seal")).expect("sealed");
    let wait = walk.envelope.wait().expect("the timestamp");
    assert_eq!((wait.began, wait.since, wait.retried_at), (later(370), later(370), None));
    walk.apply(Command::Retry).expect("another wait");
}

#[test]
fn a_request_that_no_mail_service_takes_is_a_wait() {
    let mut walk = sent();
    walk.now = later(10);
    walk.seal_all();
    walk.request_taken(2);
    let request_event = walk.envelope.recipients[0].request_event;
    let request = Awaited::Request { recipient: FIRST, sequence: request_event, generation: 1 };
    let wait = walk.envelope.wait().expect("the mail to the first");
    assert_eq!((wait.since, wait.awaited), (later(10), vec![request]));
    assert_eq!(next_try(&walk.envelope, walk.now), Some(later(70)));
    assert_eq!(stuck_work(&walk.envelope), [], "its job stays in its queue");
    walk.now = later(200);
    walk.apply(Command::ReportWait).expect("due");
    walk.apply(Command::Retry).expect("something is waited for");
    let retried = walk.events.last().expect("an event");
    let requests = vec![PendingRequest { recipient: FIRST, request_event, generation: 1 }];
    assert_eq!(retried.kind, EventKind::Retried { requests, documents: Vec::new() });
    let mail = Job::Mail {
        envelope: walk.envelope.id,
        mail: MailKind::Request,
        addressee: Addressee::Recipient(FIRST),
        sequence: request_event,
        generation: Some(1),
    };
    assert!(jobs_of(retried).contains(&mail));
    let refused = MailOutcome::Refused { reason: "suppressed".into() };
    let (mail, addressee) = (MailKind::Request, Addressee::Recipient(FIRST));
    walk.apply(Command::RecordMail { mail, addressee, request_event, outcome: refused }).expect("recorded");
    assert_eq!(walk.envelope.wait(), None, "a mail that is refused is told of otherwise");
}

#[test]
fn what_comes_to_be_waited_for_after_a_report_is_reported_as_well() {
    let mut walk = sent();
    walk.now = later(10);
    walk.seal_all();
    walk.request_taken(1);
    // The mail to the second is stuck, and told of.
    walk.now = later(200);
    walk.apply(Command::ReportWait).expect("due");
    assert!(!walk.envelope.wait().expect("a wait").are_seals_reported());
    // The first signs, and no seal is made.
    walk.now = later(1000);
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    let wait = walk.envelope.wait().expect("a wait");
    assert_eq!((wait.began, wait.seals_since, wait.is_reported), (later(10), Some(later(1000)), false));
    walk.now = later(1179);
    assert_eq!(walk.apply(Command::ReportWait), Err(Refusal::NotDue));
    walk.now = later(1180);
    walk.apply(Command::ReportWait).expect("the seals are new");
    assert!(walk.envelope.wait().expect("a wait").are_seals_reported());
    assert_eq!(walk.apply(Command::ReportWait), Err(Refusal::AlreadyRecorded));
}

#[test]
fn an_envelope_of_an_earlier_version_is_not_reported_twice() {
    let mut walk = sent();
    walk.now = later(180);
    walk.apply(Command::ReportWait).expect("due");
    walk.envelope.waits.reported_at = None;
    walk.now = later(1000);
    assert_eq!(walk.apply(Command::ReportWait), Err(Refusal::AlreadyRecorded));
}

#[test]
fn there_is_nothing_to_retry_where_people_are_waited_for_or_nothing_is() {
    let mut walk = asked();
    assert_eq!(walk.apply(Command::Retry), Err(Refusal::NothingToRetry));
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.apply(approve(&walk.envelope, 2)).expect("approved");
    walk.seal_all();
    assert_eq!(walk.apply(Command::Retry), Err(Refusal::WrongStatus { status: Status::Completed }));
    assert_eq!(walk.apply(Command::ReportWait), Err(Refusal::WrongStatus { status: Status::Completed }));
}

#[test]
fn what_is_stuck_is_tried_soon_and_then_less_and_less_often() {
    let mut walk = sent();
    let pause = |walk: &Walk, seconds| {
        let now = later(seconds);
        next_try(&walk.envelope, now).expect("seals are waited for").duration_since(now).as_secs()
    };
    for (waited, expected) in [(0, 60), (60, 60), (120, 60), (180, 90), (270, 135), (405, 202)] {
        assert_eq!(pause(&walk, waited), expected, "after {waited} s");
    }
    assert_eq!(pause(&walk, 150), 30, "what happens in between puts nothing off");
    let longest = |seconds: std::ops::Range<i64>| seconds.map(|waited| pause(&walk, waited)).max();
    assert_eq!(pause(&walk, 151), 119, "but a moment that is near is passed over: clocks disagree");
    assert_eq!(longest(600..5 * 3600), Some(269));
    assert!(longest(5 * 3600..7 * 3600) <= Some(930));
    assert_eq!(pause(&walk, 7 * 3600), 900);
    assert_eq!(longest(29 * 24 * 3600..29 * 24 * 3600 + 3600), Some(930), "and never less often than that");
    // The sender presses the button: whoever does that knows, or hopes, that the cause has ended.
    walk.now = later(30_000);
    walk.apply(Command::Retry).expect("something is waited for");
    assert_eq!(pause(&walk, 30_000), 60);
}

#[test]
fn only_the_work_that_is_due_is_asked_for() {
    let mut walk = sent();
    let envelope = walk.envelope.id;
    let (seal, timestamp) = (Job::Seal { envelope }, Job::Timestamp { envelope, document: None });
    assert_eq!(stuck_work(&walk.envelope), std::slice::from_ref(&seal));
    walk.apply(next_seal(&walk.envelope).expect("a seal")).expect("sealed");
    assert_eq!(stuck_work(&walk.envelope), [timestamp]);
    walk.seal_all();
    assert_eq!(stuck_work(&walk.envelope), [], "people are waited for");
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    assert_eq!(stuck_work(&walk.envelope), [seal]);
}

#[test]
fn a_seal_asks_for_the_timestamp_of_its_document_alone() {
    let mut walk = Walk::sent(3, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    let envelope = walk.envelope.id;
    walk.apply(next_seal(&walk.envelope).expect("a seal")).expect("sealed");
    let job = Job::Timestamp { envelope, document: Some(DOCUMENT) };
    assert_eq!(jobs_of(walk.events.last().expect("an event")), [job]);
}
