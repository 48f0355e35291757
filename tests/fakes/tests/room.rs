//! What would outgrow the store is refused before anybody signs, wherever an envelope grows.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;

use domain::command::{Command, Delegate, Refusal};
use domain::document::{Origin, Prepared, StoredFile};
use domain::draft::{DocumentRequest, EnvelopeRequest, RecipientRequest};
use domain::envelope::Status;
use domain::ids::RecipientNumber;
use domain::language::Language;
use domain::ports::{Clock, DecideError, Envelopes, decide};
use domain::rewriting::Rewriting;
use fakes::{StoppedClock, Story, session, signer};

const NOW: &str = "2026-11-22T01:00:00Z";

/// As many documents as an envelope may have, and as many signers as may sign them.
fn large() -> Story {
    let document = |n| DocumentRequest { name: format!("文書{n}"), size: 1000, sha256: "ab".repeat(32) };
    let recipients: Vec<RecipientRequest> =
        (0..5).map(|n| signer(1, None, "鈴木 太郎", &format!("signer{n}"))).collect();
    let documents = (0..100).map(document).collect();
    Story::of(EnvelopeRequest { documents, recipients, ..Story::request() }, NOW)
}

async fn decided(story: &Story, command: Command) -> Result<(), Refusal> {
    let envelopes: Arc<dyn Envelopes> = story.envelopes.clone();
    let clock: Arc<dyn Clock> = Arc::new(StoppedClock::at(NOW));
    match decide(&envelopes, &clock, story.id, None, |_| Ok(command.clone())).await {
        Ok(_) => Ok(()),
        Err(DecideError::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn an_envelope_that_grew_too_large_by_what_was_noted_of_its_documents_is_not_sent() {
    let story = large();
    let prepared = |rewriting: Vec<Rewriting>| {
        let prepared = story.envelope().documents.into_iter().map(|document| Prepared {
            file: StoredFile { object: document.upload.object, sha256: document.upload.sha256 },
            pages: 1,
            sizes: Vec::new(),
            origin: Origin::Unsigned,
            rewriting: rewriting.clone(),
        });
        let request = story.envelope().sending_request().unwrap();
        Command::Send { request, prepared: prepared.collect() }
    };
    story.apply(Command::RequestSending, NOW);
    let noted = vec![Rewriting::Attachments { count: 99, names: vec!["見積書.xlsx".into(); 99] }];
    assert_eq!(decided(&story, prepared(noted)).await, Err(Refusal::TooLarge));
    assert_eq!(story.envelope().state.status(), Status::Sending);
    assert_eq!(decided(&story, prepared(Vec::new())).await, Ok(()));
}

#[tokio::test]
async fn a_task_is_not_passed_on_where_the_envelope_would_outgrow_the_store() {
    let story = large();
    story.start(NOW);
    let mut passed_on = 0;
    loop {
        let envelope = story.envelope();
        let recipient = envelope.recipients.iter().rev().find(|r| !r.is_delegated()).unwrap();
        let to = Delegate {
            name: "𠮷".repeat(200),
            company: Some("𠮷".repeat(200)),
            email: format!("d{passed_on}@example.jp").parse().unwrap(),
            language: Language::Ja,
        };
        let (recipient, generation) = (recipient.number, recipient.link_generation);
        let command = Command::Delegate { recipient, generation, to, reason: "担当".into(), session: session() };
        match decided(&story, command).await {
            Ok(()) => passed_on += 1,
            Err(refusal) => {
                assert_eq!(refusal, Refusal::ForwardingNotAllowed);
                break;
            }
        }
    }
    assert!((5..95).contains(&passed_on), "{passed_on} times");
    assert!(story.envelope().recipient(RecipientNumber(5)).unwrap().is_delegated());
}
