//! The sample events of this function can be read, and what is not for it is passed over.

use aws_lambda_events::event::sqs::SqsEvent;
use prepare_document::{Error, Message};

use crate::world::{draft_of, sound};

fn messages(event: &str) -> Vec<Result<Message, serde_json::Error>> {
    let batch: SqsEvent = serde_json::from_str(event).expect("SQS");
    batch.records.iter().map(|record| serde_json::from_str(record.body.as_deref().expect("a body"))).collect()
}

fn message(event: &str) -> Message {
    messages(event).remove(0).expect("a message")
}

#[tokio::test]
async fn jobs_and_an_upload_are_looked_for_in_the_table() {
    let w = draft_of(&[&sound()]);
    for event in [
        include_str!("../../../../events/prepare-document/prepare.json"),
        include_str!("../../../../events/prepare-document/give-back.json"),
        include_str!("../../../../events/prepare-document/uploaded.json"),
    ] {
        assert!(matches!(w.handle(message(event)).await, Err(Error::NoEnvelope(_))), "{event}");
    }
}

#[tokio::test]
async fn what_is_no_upload_is_passed_over() {
    let w = draft_of(&[&sound()]);
    for event in [
        include_str!("../../../../events/prepare-document/other-object.json"),
        include_str!("../../../../events/prepare-document/notifications-set-up.json"),
        include_str!("../../../../events/seal-document/seal.json"),
    ] {
        w.handle(message(event)).await.expect("passed over");
    }
    assert_eq!(w.check_of(1).await, None);
}

#[test]
fn what_cannot_be_read_is_not_taken_for_something_else() {
    let unreadable = include_str!("../../../../events/prepare-document/unreadable.json");
    assert!(messages(unreadable).iter().all(Result::is_err));
}
