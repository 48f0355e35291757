#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use domain::envelope::Status;
use domain::ids::{DocumentNumber, RecipientNumber};

use super::*;

fn refusals() -> Vec<Refusal> {
    let statuses = [
        Status::Draft,
        Status::Sent,
        Status::InProgress,
        Status::Completed,
        Status::Declined,
        Status::Voided,
        Status::Expired,
        Status::Failed,
    ];
    let mut all: Vec<_> = statuses.map(|status| Refusal::WrongStatus { status }).into();
    all.extend([
        Refusal::AlreadySent,
        Refusal::DraftTooOld,
        Refusal::TooLarge,
        Refusal::DocumentCount { documents: 3, prepared: 2 },
        Refusal::EverybodyHasActed,
        Refusal::NothingToRetry,
        Refusal::RetriedJustNow,
        Refusal::DeadlinePassed,
        Refusal::UnknownRecipient(RecipientNumber(9)),
        Refusal::UnknownDocument(DocumentNumber(9)),
        Refusal::NotYourTurn,
        Refusal::NotAskedYet,
        Refusal::AlreadyActed,
        Refusal::NotAsked,
        Refusal::NotWhatWasShown,
        reason(""),
        reason("否\u{202e}認"),
        Refusal::AlreadyRecorded,
        Refusal::OutOfStep,
        Refusal::NotDue,
        Refusal::Unwritable("secret".into()),
    ]);
    all
}

/// The refusal of this reason.
fn reason(text: &str) -> Refusal {
    Refusal::Reason(domain::text::TextRule::REASON.accept(text).unwrap_err())
}

async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn every_refusal_says_what_to_do_in_both_languages() {
    for refusal in refusals() {
        let problem = Problem::from(&refusal);
        let detail = problem.detail.unwrap();
        assert_eq!(problem.code, refusal.code());
        assert!(problem.status.is_client_error() || matches!(refusal, Refusal::Unwritable(_)), "{refusal:?}");
        assert!(detail.ja.ends_with('。') && detail.en.ends_with('.') && detail.en.is_ascii(), "{refusal:?}");
        assert!(!problem.title.ja.is_ascii() && problem.title.en.is_ascii() && !detail.en.contains("secret"));
    }
}

#[tokio::test]
async fn json_has_the_members_of_rfc_9457_and_the_fields() {
    let response = Problem::from(&reason("")).retry_after(3).into_json_response(Language::En);
    assert_eq!(response.status(), 422);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(response.headers()["retry-after"], "3");
    assert_eq!(
        text(response).await,
        r#"{"type":"/problems/reason-needed","code":"reason-needed","title":"A reason is needed","status":422,"detail":"Enter the reason.","errors":[{"pointer":"/reason","code":"missing","detail":"Enter the reason."}]}"#
    );
}
