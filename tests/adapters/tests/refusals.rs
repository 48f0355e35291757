//! What services refuse, for which reason, and what callers are told: by answers as AWS documents them, since emulators
//! refuse little.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use adapters::canned::{Canned, service};
use adapters::contracts::mailer::mail_from;
use adapters::fixtures::{at, key};
use aws::documents::S3Documents;
use aws::mailer::SesMailer;
use aws::temporary_uploads::S3TemporaryUploads;
use aws::texts::SnsTexts;
use aws_config::SdkConfig;
use domain::ports::{Documents, MailError, Mailer, RetentionLock, TemporaryUploads, TextMessages};
use futures::future::{join, join_all, join3};

/// What a caller is told of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    /// It never will be taken.
    Refused,
    /// It is not taken now.
    NotTaken,
    /// Nobody knows.
    Unknown,
}

/// What becomes of a message that is answered so.
async fn is_told(answer: Canned, expected: Told, send: impl AsyncFnOnce(SdkConfig) -> Result<String, MailError>) {
    assert_eq!(told(send(service(answer).await).await), expected, "{answer:?}");
}

fn told(outcome: Result<String, MailError>) -> Told {
    match outcome.expect_err("an error") {
        MailError::Refused(_) => Told::Refused,
        MailError::NotTaken(_) => Told::NotTaken,
        MailError::Port(_) => Told::Unknown,
    }
}

#[tokio::test]
async fn a_mail_that_is_refused_is_told_from_one_that_waits_and_one_of_which_nobody_knows() {
    let cases = [
        (Canned::Json(400, "BadRequestException"), Told::Refused),
        (Canned::Json(400, "MessageRejected"), Told::NotTaken),
        (Canned::Json(400, "SendingPausedException"), Told::NotTaken),
        (Canned::Json(400, "AccountSuspendedException"), Told::NotTaken),
        (Canned::Json(403, "AccessDeniedException"), Told::NotTaken),
        (Canned::Json(429, "TooManyRequestsException"), Told::NotTaken),
        (Canned::Json(500, "InternalFailure"), Told::Unknown),
        (Canned::Silence, Told::Unknown),
    ];
    // At once: clients pause before they try again.
    join_all(cases.map(|(answer, expected)| {
        is_told(answer, expected, async |config| {
            let mail = mail_from("noreply@keiin.example").expect("a mail");
            SesMailer::new(&config, None).send(&mail).await
        })
    }))
    .await;
}

#[tokio::test]
async fn a_text_that_is_refused_is_told_from_one_that_waits_and_one_of_which_nobody_knows() {
    let cases = [
        (Canned::Query(400, "InvalidParameter"), Told::Refused),
        (Canned::Query(400, "ParameterValueInvalid"), Told::Refused),
        (Canned::Query(400, "EndpointDisabled"), Told::Refused),
        (Canned::Query(403, "AuthorizationError"), Told::NotTaken),
        (Canned::Query(429, "Throttled"), Told::NotTaken),
        (Canned::Query(500, "InternalError"), Told::Unknown),
        (Canned::Silence, Told::Unknown),
    ];
    join_all(cases.map(|(answer, expected)| {
        is_told(answer, expected, async |config| {
            let to = "+819012345678".parse().expect("a number");
            SnsTexts::new(&config, None).send(&to, "012345").await
        })
    }))
    .await;
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_an_error_and_not_a_missing_document() {
    let answers = [
        Canned::S3(403, "AccessDenied"),
        Canned::S3(404, "NoSuchBucket"),
        Canned::S3(500, "InternalError"),
        Canned::Silence,
    ];
    join_all(answers.map(async |answer| {
        let config = service(answer).await;
        let (documents, uploads) =
            (S3Documents::new(&config, "documents".into()), S3TemporaryUploads::new(&config, "uploads".into()));
        let (key, empty) = (key(), Vec::new());
        let (read, written) = join(documents.get(&key), documents.put(&key, empty)).await;
        let (left, removed, locked) =
            join3(uploads.get(&key, 1_000), uploads.remove(&key), documents.retain(&key, at(0))).await;
        let all = [read.is_err(), written.is_err(), left.is_err(), removed.is_err(), locked.is_err()];
        assert_eq!(all, [true; 5], "{answer:?}");
    }))
    .await;
}

#[tokio::test]
async fn whoever_may_not_ask_for_a_size_is_not_told_that_nothing_is_there() {
    let answers = [Canned::S3(403, "AccessDenied"), Canned::S3(500, "InternalError"), Canned::Silence];
    join_all(answers.map(async |answer| {
        let documents = S3Documents::new(&service(answer).await, "documents".into());
        assert!(documents.size(&key()).await.is_err(), "{answer:?}");
    }))
    .await;
}
