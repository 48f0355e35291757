//! Uploads are checked as they arrive.

use std::sync::atomic::Ordering;

use domain::command::Command;
use domain::document::Origin;
use domain::envelope::Status;
use domain::ids::DocumentNumber;
use domain::ports::{Beginning, UploadProgress as _};
use domain::preparation::{CheckedUpload, MAX_BEGINNINGS, Progress, Stage, UploadTask};

use crate::world::{LATER, NOW, World, draft_of, sound};

/// A function that began to check the first document and died.
async fn dies(w: &World) {
    let task = UploadTask { envelope: w.story.id, document: DocumentNumber(1), stage: Stage::Check };
    let begun = w.progress.begin(&task, NOW.parse().unwrap()).await.unwrap();
    assert!(matches!(begun, Beginning::Begun { .. }), "{begun:?}");
}

#[tokio::test]
async fn what_can_be_sent_is_told_with_its_pages_and_the_envelope_is_not_touched() {
    let w = draft_of(&[&sound(), &sound()]);
    w.upload(1, &sound()).await;
    let Some(Progress::Checked(CheckedUpload { pages: 2, origin: Origin::Unsigned, .. })) = w.check_of(1).await else {
        panic!("{:?}", w.check_of(1).await)
    };
    assert_eq!(w.check_of(2).await, None, "nobody has put it yet");
    let envelope = w.story.envelope();
    assert_eq!((envelope.version, envelope.state.status()), (1, Status::Draft));
    assert_eq!(w.documents.files.stored().len(), 1, "nothing is kept of a check but what it says");
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_with_its_reason_in_both_languages() {
    let (text, cut) = (b"no PDF".to_vec(), sound()[..200].to_vec());
    let w = draft_of(&[&text, &cut, &sound()]);
    w.upload(1, &text).await;
    w.upload(2, &cut).await;
    w.upload(3, b"another file than was declared").await;
    for (number, code) in [(1, "pdf-not-a-pdf"), (2, "pdf-truncated"), (3, "checksum-mismatch")] {
        assert_eq!(w.refusal_of(number).await, code);
        let Some(Progress::Refused(why)) = w.check_of(number).await else { unreachable!() };
        assert!(why.detail.ja.ends_with('。') && !why.detail.en.is_empty(), "{why:?}");
    }
}

/// What is not in the draft any more, or not in any, is passed over: its message must not come again until it is given up.
#[tokio::test]
async fn an_upload_of_what_was_removed_or_deleted_is_passed_over() {
    let w = draft_of(&[&sound(), &sound()]);
    w.story.apply(Command::RemoveDocument { document: DocumentNumber(2) }, NOW);
    w.upload(2, &sound()).await;
    assert_eq!(w.check_of(2).await, None);
    w.story.apply(Command::DeleteDraft, NOW);
    let deleted = w.story.envelope();
    w.upload(1, &sound()).await;
    assert_eq!((w.check_of(1).await, w.story.envelope()), (None, deleted));
}

/// Of an earlier try to send, from which the draft came back.
#[tokio::test]
async fn a_document_that_was_removed_is_not_prepared() {
    let w = draft_of(&[&sound(), b"no PDF"]);
    let jobs = w.ask_to_send();
    w.put(1, &sound());
    w.put(2, b"no PDF");
    for job in &jobs {
        w.prepare(job).await.unwrap();
    }
    w.story.apply(Command::RemoveDocument { document: DocumentNumber(2) }, NOW);
    w.ask_to_send();
    for job in jobs.iter().rev() {
        w.prepare(job).await.unwrap();
    }
    assert_eq!(w.story.envelope().state.status(), Status::Sent, "the one that is left can be sent");
}

#[tokio::test]
async fn another_file_in_the_place_of_a_refused_one_is_checked_anew() {
    let w = draft_of(&[&sound()]);
    w.upload(1, b"another file").await;
    assert_eq!(w.refusal_of(1).await, "checksum-mismatch");
    w.upload(1, &sound()).await;
    assert!(matches!(w.check_of(1).await, Some(Progress::Checked(_))));
}

#[tokio::test]
async fn while_somebody_is_at_it_and_once_it_is_done_nothing_is_done_twice() {
    let w = draft_of(&[&sound()]);
    w.put(1, &sound());
    dies(&w).await;
    w.arrived(1).await.expect_err("the message must come again: it may be that of the one who died");
    assert_eq!(w.check_of(1).await, Some(Progress::Begun), "until the lease ends it may still be at work");
    w.clock.set(LATER);
    w.arrived(1).await.unwrap();
    let checked = w.check_of(1).await;
    assert!(matches!(checked, Some(Progress::Checked(_))));
    w.documents.is_down.store(true, Ordering::Relaxed);
    w.arrived(1).await.expect("nothing is left to ask the store for");
    assert_eq!(w.check_of(1).await, checked);
}

#[tokio::test]
async fn of_a_message_about_two_uploads_the_second_is_checked_while_somebody_is_at_the_first() {
    let w = draft_of(&[&sound(), &sound()]);
    w.put(1, &sound());
    w.put(2, &sound());
    dies(&w).await;
    w.all_arrived(&[1, 2]).await.expect_err("the first is still somebody else's");
    assert_eq!(w.check_of(1).await, Some(Progress::Begun));
    assert!(matches!(w.check_of(2).await, Some(Progress::Checked(_))));
}

#[tokio::test]
async fn a_file_over_which_functions_die_is_refused_in_the_end() {
    let w = draft_of(&[&sound()]);
    w.put(1, &sound());
    let task = UploadTask { envelope: w.story.id, document: DocumentNumber(1), stage: Stage::Check };
    let mut now: jiff::Timestamp = NOW.parse().unwrap();
    for times in 1..=MAX_BEGINNINGS {
        assert_eq!(w.progress.begin(&task, now).await.unwrap(), Beginning::Begun { times });
        now += jiff::SignedDuration::from_mins(12);
    }
    w.clock.set(&now.to_string());
    w.arrived(1).await.unwrap();
    assert_eq!(w.refusal_of(1).await, "pdf-not-checkable");
}

#[tokio::test]
async fn a_store_that_is_down_is_not_the_files_fault() {
    let w = draft_of(&[&sound()]);
    w.put(1, &sound());
    w.documents.is_down.store(true, Ordering::Relaxed);
    for _ in 0..=MAX_BEGINNINGS {
        w.arrived(1).await.expect_err("the message comes again");
        assert_eq!(w.check_of(1).await, None);
    }
    w.documents.is_down.store(false, Ordering::Relaxed);
    w.arrived(1).await.unwrap();
    assert!(matches!(w.check_of(1).await, Some(Progress::Checked(_))));
}

#[tokio::test]
async fn an_upload_of_what_is_no_draft_any_more_is_passed_over() {
    let w = draft_of(&[&sound()]);
    w.put(1, &sound());
    w.ask_to_send();
    w.arrived(1).await.unwrap();
    assert_eq!(w.check_of(1).await, None);
}
