//! From draft to sent: asked for, prepared, sent or a draft again.

use domain::command::{Command, Refusal};
use domain::document::Origin;
use domain::draft::RecipientKind;
use domain::envelope::Status;
use domain::ids::DocumentNumber;
use domain::job::{Job, jobs_of};
use domain::preparation::{CheckedUpload, Preparedness, Progress};
use domain::unsendable::{Unsendable, UnsendableDocument};
use domain::waiting::Awaited;
use jiff::SignedDuration;

use crate::common::{Walk, days, draft, later, prepared, recipient, start};

fn walk() -> Walk {
    Walk::of(draft(2, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]))
}

fn sending() -> (Walk, u64) {
    let mut walk = walk();
    walk.apply(Command::RequestSending).expect("a draft");
    let request = walk.envelope.sending_request().expect("it is being sent");
    (walk, request)
}

fn refused(request: u64, number: u16) -> Command {
    let documents = vec![UnsendableDocument { document: DocumentNumber(number), why: Unsendable::not_uploaded() }];
    Command::RefuseSending { request, documents }
}

#[test]
fn asking_gives_each_document_a_job_and_nobody_is_mailed() {
    let (walk, request) = sending();
    let asked = walk.events.last().expect("an event");
    assert_eq!(asked.sequence, request);
    let envelope = walk.envelope.id;
    let job = |n| Job::Prepare { envelope, document: DocumentNumber(n) };
    assert_eq!(jobs_of(asked), [job(1), job(2)]);
    assert_eq!(walk.envelope.status_at(walk.now), Status::Sending);
    assert_eq!(walk.envelope.deadline(), None, "the time for signing begins when it is sent");
}

#[test]
fn what_comes_late_from_an_earlier_try_changes_nothing() {
    let (mut walk, first) = sending();
    walk.apply(refused(first, 1)).expect("it is being sent");
    let documents = prepared(&walk.envelope);
    let late = Command::Send { request: first, prepared: documents.clone() };
    assert_eq!(walk.apply(late.clone()), Err(Refusal::WrongStatus { status: Status::Draft }));
    walk.apply(Command::RequestSending).expect("a draft again");
    assert_eq!(walk.apply(late), Err(Refusal::OutOfStep));
    assert_eq!(walk.apply(refused(first, 1)), Err(Refusal::OutOfStep));
    let request = walk.envelope.sending_request().expect("it is being sent");
    walk.apply(Command::Send { request, prepared: documents }).expect("sent");
    assert_eq!(walk.types(), ["drafted", "sending_requested", "sending_refused", "sending_requested", "sent"]);
}

#[test]
fn a_refusal_names_documents_of_the_envelope() {
    let (mut walk, request) = sending();
    assert_eq!(walk.apply(refused(request, 3)), Err(Refusal::UnknownDocument(DocumentNumber(3))));
    let nobody = Command::RefuseSending { request, documents: Vec::new() };
    assert_eq!(walk.apply(nobody), Err(Refusal::OutOfStep));
    assert_eq!(walk.envelope.sending_request(), Some(request));
}

#[test]
fn it_is_asked_for_once_and_may_be_taken_back() {
    let (mut walk, _) = sending();
    assert_eq!(walk.apply(Command::RequestSending), Err(Refusal::AlreadySent));
    walk.apply(Command::Void { reason: "誤送信".into() }).expect("nobody was asked to sign yet");
    assert_eq!(walk.apply(Command::RequestSending), Err(Refusal::WrongStatus { status: Status::Voided }));
}

#[test]
fn a_preparation_that_takes_too_long_is_reported_and_can_be_tried_again() {
    let (mut walk, _) = sending();
    let wait = walk.envelope.wait().expect("the service is waited for");
    let preparation = |n| Awaited::Preparation { document: DocumentNumber(n) };
    assert_eq!((wait.began, wait.awaited), (start(), vec![preparation(1), preparation(2)]));
    assert_eq!(walk.apply(Command::ReportWait), Err(Refusal::NotDue));
    walk.now = later(0) + SignedDuration::from_mins(4);
    walk.apply(Command::ReportWait).expect("it takes too long");
    walk.apply(Command::Retry).expect("something is waited for");
    let jobs = jobs_of(walk.events.last().expect("an event"));
    assert!(jobs.len() == 2 && jobs.iter().all(|job| matches!(job, Job::Prepare { .. })), "{jobs:?}");
}

#[test]
fn it_is_ready_when_the_last_document_is_and_refused_when_all_are_done_with() {
    let (walk, _) = sending();
    let ready = |n: u16| Progress::Prepared(prepared(&walk.envelope)[usize::from(n) - 1].clone());
    let wrong = || Progress::Refused(Unsendable::too_large());
    let checked = CheckedUpload { pages: 1, origin: Origin::Unsigned, rewriting: Vec::new() };
    let of = |first: Option<Progress>, second: Option<Progress>| {
        Preparedness::of(&walk.envelope, |n| if n.0 == 1 { first.clone() } else { second.clone() })
    };
    for unfinished in [None, Some(Progress::Begun), Some(Progress::Checked(checked))] {
        assert_eq!(of(Some(ready(1)), unfinished.clone()), Preparedness::Incomplete);
        assert_eq!(of(unfinished, Some(wrong())), Preparedness::Incomplete, "others may be wrong as well");
    }
    assert_eq!(of(Some(ready(1)), Some(ready(2))), Preparedness::Ready(prepared(&walk.envelope)));
    let refused = UnsendableDocument { document: DocumentNumber(2), why: Unsendable::too_large() };
    assert_eq!(of(Some(ready(1)), Some(wrong())), Preparedness::Refused(vec![refused]));
}

#[test]
fn the_deadline_that_was_given_stays_when_the_envelope_has_ended() {
    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    walk.seal_all();
    let deadline = walk.envelope.deadline();
    assert!(deadline.is_some());
    assert_eq!(walk.envelope.given_deadline(), deadline);

    let mut late = Walk { envelope: walk.envelope.clone(), events: Vec::new(), now: days(31) };
    late.apply(Command::Expire).expect("it is due");
    walk.apply(Command::Void { reason: "誤送信".into() }).expect("it is open");
    assert_eq!((walk.envelope.deadline(), walk.envelope.given_deadline()), (None, deadline));

    // Where an earlier version of the service saw the end.
    walk.envelope.kept_deadline = None;
    late.envelope.kept_deadline = None;
    assert_eq!((walk.envelope.given_deadline(), late.envelope.given_deadline()), (None, deadline));

    let mut unsent = self::walk();
    unsent.now = days(31);
    unsent.apply(Command::Expire).expect("the draft has ended");
    assert_eq!(unsent.envelope.given_deadline(), None, "nobody was given one");
}
