//! The documents of what is being sent are prepared, each by itself, and then it is sent or is a draft again.

use std::sync::atomic::Ordering;

use domain::command::Command;
use domain::envelope::Status;
use domain::evidence::EventKind;
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::job::Job;
use domain::mail::{Addressee, MailKind};
use domain::ports::{Documents as _, SendingQuota as _, UploadProgress as _};
use domain::preparation::{CheckedUpload, Progress, Stage, UploadTask};
use prepare_document::Error;
use uuid::Uuid;

use crate::world::{LATER, NOW, World, draft_of, sound};

fn kinds(w: &World) -> Vec<&'static str> {
    let name = |kind: &EventKind| match kind {
        EventKind::Drafted => "drafted",
        EventKind::SendingRequested { .. } => "requested",
        EventKind::SendingRefused { .. } => "refused",
        EventKind::Sent { .. } => "sent",
        EventKind::Voided { .. } => "voided",
        other => panic!("{other:?}"),
    };
    w.story.envelopes.evidence(w.story.id).iter().map(name).collect()
}

/// Two sound documents that were uploaded, and are to be sent.
async fn asked() -> (World, Vec<Job>) {
    let w = draft_of(&[&sound(), &sound()]);
    w.upload(1, &sound()).await;
    w.upload(2, &sound()).await;
    let jobs = w.ask_to_send();
    assert_eq!(jobs.len(), 2, "one for each document");
    (w, jobs)
}

#[tokio::test]
async fn it_is_sent_when_the_last_document_is_prepared_in_whatever_order() {
    let (w, jobs) = asked().await;
    w.prepare(&jobs[1]).await.unwrap();
    assert_eq!(w.story.envelope().state.status(), Status::Sending);
    w.prepare(&jobs[0]).await.unwrap();
    let envelope = w.story.envelope();
    assert_eq!((envelope.state.status(), kinds(&w)), (Status::Sent, vec!["drafted", "requested", "sent"]));
    for document in &envelope.documents {
        let file = &document.prepared.as_ref().unwrap().file;
        let bytes = w.documents.get(&file.object).await.unwrap().expect("the prepared file");
        let fields = pades::Document::open(&bytes).unwrap().inspect().unwrap();
        assert_eq!(fields.pages, 2);
        assert!(pades::rewrite::fault(&bytes).is_none());
    }
}

#[tokio::test]
async fn a_job_that_comes_again_changes_nothing() {
    let (w, jobs) = asked().await;
    for job in [&jobs[0], &jobs[0], &jobs[1], &jobs[1], &jobs[0]] {
        w.prepare(job).await.unwrap();
    }
    assert_eq!(kinds(&w), ["drafted", "requested", "sent"]);
}

#[tokio::test]
async fn whoever_died_before_the_last_step_is_made_up_for_by_the_next() {
    let (w, jobs) = asked().await;
    let task = UploadTask {
        envelope: w.story.id,
        document: DocumentNumber(2),
        stage: Stage::Preparation { request: w.story.envelope().sending_request().unwrap() },
    };
    w.progress.begin(&task, NOW.parse().unwrap()).await.unwrap();
    w.prepare(&jobs[0]).await.unwrap();
    w.prepare(&jobs[1]).await.expect_err("the second is still somebody else's");
    assert_eq!(w.story.envelope().state.status(), Status::Sending);
    w.clock.set(LATER);
    w.prepare(&jobs[1]).await.unwrap();
    assert_eq!(w.story.envelope().state.status(), Status::Sent);
}

#[tokio::test]
async fn what_cannot_be_sent_makes_it_a_draft_again_and_the_sender_is_told_of_all_of_it() {
    let w = draft_of(&[&sound(), &sound(), &sound()]);
    w.put(2, &sound());
    w.put(3, b"another file");
    for job in &w.ask_to_send() {
        w.prepare(job).await.unwrap();
    }
    assert_eq!(
        (w.story.envelope().state.status(), kinds(&w)),
        (Status::Draft, vec!["drafted", "requested", "refused"])
    );
    assert_eq!((w.refusal_of(1).await, w.refusal_of(3).await), ("not-uploaded".into(), "checksum-mismatch".into()));
    // The event of this upload was never handled while the envelope was a draft; the draft shows it as checked all the same.
    assert!(matches!(w.check_of(2).await, Some(Progress::Checked(CheckedUpload { pages: 2, .. }))));
    let evidence = w.story.envelopes.evidence(w.story.id);
    let Some(EventKind::SendingRefused { documents, .. }) = evidence.last() else { panic!("{evidence:?}") };
    assert_eq!(documents.iter().map(|d| d.document.0).collect::<Vec<_>>(), [1, 3]);
    let jobs = w.jobs_of_last_event();
    assert!(
        matches!(
            jobs[..],
            [
                Job::Mail { mail: MailKind::NotSent, addressee: Addressee::Sender, .. },
                Job::GiveBackSending { refusal: 3, .. }
            ]
        ),
        "{jobs:?}"
    );
}

/// Whether another envelope of the organisation may be sent where one may be sent within the month. It is not counted.
async fn is_room_for_another(w: &World) -> bool {
    let (organisation, another) = (fakes::city().organisation, EnvelopeId::new(Uuid::from_u128(99)));
    let day = jiff::civil::date(2026, 11, 22);
    let may = w.quota.take(&organisation, another, day, 1, 1).await.unwrap();
    w.quota.give_back(&organisation, another, day, 2).await.unwrap();
    may
}

/// What the API does before it asks for the sending.
async fn count_sending(w: &World) {
    let (organisation, seen) = (fakes::city().organisation, w.story.envelope().evidence.sequence);
    assert!(w.quota.take(&organisation, w.story.id, jiff::civil::date(2026, 11, 22), 1, seen).await.unwrap());
}

#[tokio::test]
async fn what_could_not_be_sent_counts_no_more_in_the_month_and_what_is_sent_then_counts_whatever_comes_again() {
    let w = draft_of(&[&sound()]);
    count_sending(&w).await;
    for job in &w.ask_to_send() {
        w.prepare(job).await.unwrap();
    }
    assert!(!is_room_for_another(&w).await);
    let refused = w.jobs_of_last_event().pop().unwrap();
    for _ in 0..2 {
        w.prepare(&refused).await.unwrap();
        assert!(is_room_for_another(&w).await);
    }
    w.upload(1, &sound()).await;
    count_sending(&w).await;
    w.prepare(&refused).await.unwrap();
    for job in &w.ask_to_send() {
        w.prepare(job).await.unwrap();
    }
    assert_eq!(w.story.envelope().state.status(), Status::Sent);
    w.prepare(&refused).await.unwrap();
    assert!(!is_room_for_another(&w).await, "the refusal of before gives nothing back any more");
}

#[tokio::test]
async fn it_can_be_sent_again_once_its_documents_are_mended() {
    let w = draft_of(&[&sound()]);
    for job in &w.ask_to_send() {
        w.prepare(job).await.unwrap();
    }
    assert_eq!(w.refusal_of(1).await, "not-uploaded");
    w.upload(1, &sound()).await;
    for job in &w.ask_to_send() {
        w.prepare(job).await.unwrap();
    }
    assert_eq!(kinds(&w), ["drafted", "requested", "refused", "requested", "sent"]);
}

#[tokio::test]
async fn what_was_taken_back_meanwhile_is_not_sent() {
    let (w, jobs) = asked().await;
    w.prepare(&jobs[0]).await.unwrap();
    w.story.apply(Command::Void { reason: "誤送信".into() }, NOW);
    w.prepare(&jobs[1]).await.unwrap();
    assert_eq!(kinds(&w), ["drafted", "requested", "voided"]);
}

#[tokio::test]
async fn a_store_that_is_down_brings_the_job_again() {
    let (w, jobs) = asked().await;
    w.documents.is_down.store(true, Ordering::Relaxed);
    for _ in 0..5 {
        assert!(matches!(w.prepare(&jobs[0]).await, Err(Error::Port(_))));
    }
    w.documents.is_down.store(false, Ordering::Relaxed);
    for job in &jobs {
        w.prepare(job).await.unwrap();
    }
    assert_eq!(w.story.envelope().state.status(), Status::Sent);
}
