//! When files may leave the document store, and what is refused.

use domain::command::{Command, Refusal};
use domain::deadline::next_date;
use domain::document::{KeptFiles, Unproven};
use domain::draft::RecipientKind;
use domain::envelope::Status;
use domain::ids::DocumentNumber;
use domain::removal::{Removal, RemovalReport};

use crate::common::*;

const ONE: DocumentNumber = DocumentNumber(1);

fn completed() -> Walk {
    let mut walk = Walk::sent(2, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    walk.seal_all();
    walk.apply(approve(&walk.envelope, 1)).expect("approved");
    walk.seal_all();
    assert_eq!(walk.envelope.state.status(), Status::Completed);
    walk
}

fn locked() -> Walk {
    let mut walk = completed();
    walk.apply(Command::RecordRetention { until: days(100) }).expect("locked");
    walk
}

fn record(report: RemovalReport) -> Command {
    Command::RecordRemoval { report }
}

fn revisions(walk: &Walk, document: DocumentNumber) -> Command {
    let finished = walk.envelope.document(document).and_then(|d| d.latest()).expect("a file").sha256;
    let (removed, left) = (vec![file("earlier")], Vec::new());
    record(RemovalReport::Revisions { document, finished, removed, left })
}

fn unproven() -> Command {
    record(RemovalReport::Unproven { document: ONE, why: Unproven::NotLocked })
}

fn everything() -> Command {
    record(RemovalReport::Documents { objects: vec![file("finished").object] })
}

#[test]
fn nothing_is_due_before_the_finished_files_are_locked() {
    let mut walk = completed();
    assert_eq!(walk.envelope.next_removal(), None);
    walk.now = days(40);
    assert_eq!(walk.apply(revisions(&walk, ONE)), Err(Refusal::OutOfStep));
    assert_eq!(walk.apply(everything()), Err(Refusal::NotDue));
}

#[test]
fn revisions_go_after_a_day_each_documents_once_and_never_the_finished_file() {
    let mut walk = locked();
    assert_eq!(walk.envelope.next_removal(), Some((days(1), Removal::Revisions)));
    assert_eq!(next_date(&walk.envelope), Some(days(1)));
    walk.now = later(24 * 3600 - 1);
    assert_eq!((walk.envelope.removal_due(walk.now), walk.apply(revisions(&walk, ONE))), (None, Err(Refusal::NotDue)));
    walk.now = days(1);
    let latest = walk.envelope.document(ONE).and_then(|d| d.latest()).expect("a file").clone();
    let (document, left) = (ONE, Vec::new());
    for (finished, removed) in [(file("another").sha256, vec![]), (latest.sha256, vec![latest.clone()])] {
        let wrong = RemovalReport::Revisions { document, finished, removed, left: left.clone() };
        assert_eq!(walk.apply(record(wrong)), Err(Refusal::OutOfStep));
    }
    walk.apply(unproven()).expect("it can be told");
    assert_eq!(walk.apply(unproven()), Err(Refusal::AlreadyRecorded));
    for number in [ONE, DocumentNumber(2)] {
        walk.apply(revisions(&walk, number)).expect("proven in the end");
        assert_eq!(walk.apply(revisions(&walk, number)), Err(Refusal::AlreadyRecorded));
    }
    assert_eq!(walk.apply(unproven()), Err(Refusal::AlreadyRecorded));
    assert_eq!(walk.envelope.document(ONE).and_then(|d| d.latest()), Some(&latest));
    assert_eq!(walk.envelope.next_removal(), Some((days(100), Removal::PastRetention)));
}

#[test]
fn finished_files_go_when_their_retention_has_ended_and_not_before() {
    let mut walk = locked();
    walk.now = days(1);
    for number in [ONE, DocumentNumber(2)] {
        walk.apply(revisions(&walk, number)).expect("proven");
    }
    walk.now = days(100) - jiff::SignedDuration::from_secs(1);
    assert_eq!(walk.apply(everything()), Err(Refusal::NotDue));
    assert_eq!(walk.apply(record(RemovalReport::RetentionEnded)), Err(Refusal::NotDue));
    walk.now = days(100);
    walk.apply(record(RemovalReport::RetentionEnded)).expect("it has ended");
    assert_eq!(walk.apply(record(RemovalReport::RetentionEnded)), Err(Refusal::AlreadyRecorded));
    assert_eq!(walk.envelope.next_removal(), Some((days(130), Removal::PastRetention)));
    walk.now = days(130);
    walk.apply(everything()).expect("somebody has decided");
    assert_eq!(walk.apply(everything()), Err(Refusal::AlreadyRecorded));
    assert!(walk.envelope.documents.iter().all(|d| d.kept == KeptFiles::Nothing && d.latest().is_none()));
    assert_eq!(next_date(&walk.envelope), None);
    assert_eq!(
        walk.types()[walk.types().len() - 4..],
        ["revisions_removed", "revisions_removed", "retention_ended", "documents_removed"]
    );
}

#[test]
fn an_envelope_with_a_document_that_could_not_be_proven_stays_until_somebody_has_looked() {
    let mut walk = locked();
    walk.now = days(1);
    walk.apply(unproven()).expect("it can be told");
    walk.apply(revisions(&walk, DocumentNumber(2))).expect("proven");
    assert_eq!((walk.envelope.next_removal(), next_date(&walk.envelope)), (None, None));
    walk.now = days(100);
    assert_eq!(walk.apply(everything()), Err(Refusal::NotDue));
    assert_eq!(walk.apply(record(RemovalReport::RetentionEnded)), Err(Refusal::NotDue));
    walk.apply(revisions(&walk, ONE)).expect("put right");
    walk.apply(everything()).expect("due");
}

#[test]
fn what_came_to_nothing_goes_thirty_days_after_its_end_and_an_open_envelope_keeps_all() {
    let mut walk = Walk::sent(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]);
    walk.seal_all();
    walk.now = days(20);
    assert_eq!((walk.envelope.next_removal(), walk.apply(everything())), (None, Err(Refusal::NotDue)));
    walk.apply(Command::Void { reason: "誤送信".into() }).expect("voided");
    assert_eq!(walk.envelope.next_removal(), Some((days(50), Removal::Ended)));
    assert_eq!(walk.apply(everything()), Err(Refusal::NotDue));
    assert_eq!(walk.apply(unproven()), Err(Refusal::WrongStatus { status: Status::Voided }));
    walk.now = days(50);
    walk.apply(everything()).expect("due");
    assert_eq!((walk.envelope.next_removal(), walk.envelope.is_removed()), (None, true));
}

#[test]
fn of_a_draft_that_nobody_tried_to_send_there_is_nothing_to_remove() {
    let mut walk = Walk::of(draft(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]));
    walk.apply(Command::Void { reason: "不要".into() }).expect("voided");
    assert_eq!(next_date(&walk.envelope), None);
    let mut walk = Walk::of(draft(1, vec![recipient(RecipientKind::Signer, 1, "a@example.jp")]));
    walk.apply(Command::RequestSending).expect("asked for");
    walk.apply(Command::Void { reason: "不要".into() }).expect("voided");
    assert_eq!(next_date(&walk.envelope), Some(days(30)), "a document may have been prepared");
}
