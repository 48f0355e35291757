//! What is answered about envelopes.

use anyhow::{Context, Result};
use api::routes;
use api::v1::folders::FolderRequest;
use api::v1::{
    AccessKeyView, AccessRecipientView, AccessRow, AccessView, CorrectionRequest, DocumentView, EnvelopeListView,
    EventsView, EvidenceView, FileView, SealEvidenceView,
};
use domain::access::Seer;
use domain::authorisation::Role;
use domain::command::{Command, Correction};
use domain::folder::FolderTree;
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::mirror::Convert;
use domain::ports::ListPage;
use domain::summary::EnvelopeSummary;
use jiff::SignedDuration;
use serde_json::value::RawValue;

use super::super::names::{FOLDER, MANAGER};
use super::super::requests::{self, read_value};
use super::organisation::listed_key;
use super::story::{STORE, Story, person, refused, sending_person};
use super::{AnswerExample, example};

const FIRST: DocumentNumber = DocumentNumber(1);

pub(super) fn all() -> Result<Vec<AnswerExample>> {
    let mut all = drafts()?;
    all.extend(on_their_way()?);
    all.extend(documents()?);
    all.extend(lists()?);
    Ok(all)
}

fn drafts() -> Result<Vec<AnswerExample>> {
    let removed = Command::RemoveDocument { document: DocumentNumber(2) };
    Ok(vec![
        example(
            "DraftEnvelope",
            "A draft, which awaits the upload of its document",
            &[&routes::CREATE_ENVELOPE, &routes::COPY_ENVELOPE],
            &Story::draft()?.view(),
        )?,
        example(
            "ChangedDraft",
            "A draft that was changed",
            &[&routes::CHANGE_DRAFT],
            &Story::draft()?.changed()?.view(),
        )?,
        example(
            "DraftWithoutDocument",
            "A draft from which one of two documents was removed",
            &[&routes::REMOVE_DOCUMENT],
            &Story::draft()?.with_another_document()?.then(removed)?.view(),
        )?,
        example(
            "SendingEnvelope",
            "An envelope whose documents are being prepared",
            &[&routes::SEND_ENVELOPE],
            &Story::draft()?.then(Command::RequestSending)?.view(),
        )?,
    ])
}

fn on_their_way() -> Result<Vec<AnswerExample>> {
    let signed = || Story::draft()?.sent()?.sealed()?.signed_by_the_first();
    let open = || Story::draft()?.sent()?.sealed();
    let correction: CorrectionRequest = read_value(&requests::correct()).map_err(refused)?;
    let correction = Correction::try_from(correction).map_err(refused)?;
    let again = Command::RequestAgain { recipient: RecipientNumber(1), correction };
    let reason = requests::void()["reason"].as_str().context("a reason")?.to_owned();
    let to = Some(FOLDER.parse()?);
    let mut waiting = Story::draft()?.sent()?;
    waiting.now += SignedDuration::from_mins(10);
    Ok(vec![
        example(
            "SignedByOne",
            "An envelope that the first of two signers has signed",
            &[&routes::GET_ENVELOPE],
            &signed()?.view(),
        )?,
        example(
            "MovedEnvelope",
            "An envelope in a folder",
            &[&routes::MOVE_ENVELOPE],
            &open()?.then(Command::Move { to })?.view(),
        )?,
        example(
            "RemindedEnvelope",
            "An envelope whose second signer is reminded",
            &[&routes::SEND_REMINDERS],
            &signed()?.then(Command::SendReminders)?.view(),
        )?,
        example(
            "RequestedAgain",
            "An envelope whose first signer is asked at another address",
            &[&routes::REQUEST_AGAIN],
            &open()?.then(again)?.view(),
        )?,
        example(
            "RetriedEnvelope",
            "An envelope that waits for its first seal, for which it is tried again",
            &[&routes::RETRY_ENVELOPE],
            &waiting.then(Command::Retry)?.view(),
        )?,
        example(
            "VoidedEnvelope",
            "An envelope that was taken back",
            &[&routes::VOID_ENVELOPE],
            &open()?.then(Command::Void { reason })?.view(),
        )?,
    ])
}

fn documents() -> Result<Vec<AnswerExample>> {
    let view = |story: &Story, number| {
        let document = story.envelope().document(number).context("a document")?;
        anyhow::Ok(DocumentView::of(document, story.around(document)))
    };
    let added = Story::draft()?.with_another_document()?;
    let signed = Story::draft()?.sent()?.sealed()?.signed_by_the_first()?;
    let document = signed.envelope().document(FIRST).context("a document")?;
    let latest = document.latest().context("a file")?;
    let file = FileView {
        document: FIRST,
        url: format!("{STORE}/documents/{}.pdf?X-Amz-Signature=…", document.document_id),
        expires_at: signed.now + SignedDuration::from_mins(5),
        sha256: latest.sha256,
        size: 102_400,
    };
    let head = signed.envelope().sent_evidence.context("it was sent")?;
    let seals = document.revisions.iter().map(|revision| SealEvidenceView {
        document: FIRST,
        by: revision.by.convert(),
        evidence: Some(head.convert()),
        fits: true,
        broken: None,
    });
    let evidence = EvidenceView {
        document: FIRST,
        head: signed.envelope().evidence.convert(),
        intact: true,
        broken: None,
        seals: seals.take(1).collect(),
    };
    Ok(vec![
        example(
            "AddedDocument",
            "A document that awaits its upload",
            &[&routes::ADD_DOCUMENT],
            &view(&added, DocumentNumber(2))?,
        )?,
        example(
            "SignedDocument",
            "A document with the operator's seal and a signer's",
            &[&routes::GET_DOCUMENT],
            &view(&signed, FIRST)?,
        )?,
        example("File", "The newest file of a document", &[&routes::FETCH_FILE], &file)?,
        example("Evidence", "A seal that fits the evidence", &[&routes::CHECK_EVIDENCE], &evidence)?,
    ])
}

fn lists() -> Result<Vec<AnswerExample>> {
    let signed = Story::draft()?.sent()?.sealed()?.signed_by_the_first()?;
    let envelope = signed.envelope();
    let summary = EnvelopeSummary::of(envelope).context("it is listed")?;
    let list = ListPage { next: Some(summary.id), envelopes: vec![summary] };
    let events = signed.events.iter().take(2).map(|event| Ok(RawValue::from_string(event.to_json()?)?));
    let events = EventsView {
        events: events.collect::<Result<_>>()?,
        next_cursor: Some("2".to_owned()),
        head: envelope.evidence.convert(),
        intact: true,
        broken: None,
    };
    Ok(vec![
        example(
            "EnvelopePage",
            "A page with one envelope",
            &[&routes::LIST_ENVELOPES],
            &EnvelopeListView::of(list, signed.now),
        )?,
        example("EventPage", "The first two events of an envelope", &[&routes::LIST_EVENTS], &events)?,
        example("Access", "Who may see an envelope in a folder", &[&routes::LIST_ACCESS], &access()?)?,
    ])
}

/// Of an envelope in the folder of the request's example.
fn access() -> Result<AccessView> {
    let moved = Story::draft()?.sent()?.sealed()?.then(Command::Move { to: Some(FOLDER.parse()?) })?;
    let request: FolderRequest = read_value(&requests::folder()).map_err(refused)?;
    let folder = domain::folder::FolderRequest::try_from(request).map_err(refused)?;
    let folders = FolderTree::new([folder.accept(FOLDER.parse()?).map_err(refused)?]);
    let people = [sending_person()?, person(MANAGER, "田中 次郎", "tanaka", &[Role::DocumentManager])?];
    let rows =
        people.iter().filter_map(|person| Some(AccessRow::of(person, Seer::of(person, moved.envelope(), &folders)?)));
    Ok(AccessView {
        people: rows.collect(),
        keys: AccessKeyView::of(&listed_key()?).into_iter().collect(),
        recipients: AccessRecipientView::all(moved.envelope()),
        next_cursor: None,
    })
}
