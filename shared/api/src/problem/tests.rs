#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use domain::command::Refusal;
use domain::envelope::Status;
use domain::ids::{DocumentNumber, RecipientNumber};

use super::*;

fn refusals() -> Vec<Refusal> {
    let statuses = [
        Status::Draft,
        Status::Sending,
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
        Refusal::DraftEnded,
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
        Refusal::TooManyDownloads,
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
        let detail = problem.detail;
        let is_ours = matches!(refusal, Refusal::Unwritable(_));
        assert!(problem.kind.status.is_client_error() || is_ours, "{refusal:?}");
        assert!(is_said_well(&detail) && !detail.en.contains("secret"), "{refusal:?}: {detail:?}");
    }
}

/// Whether it is a sentence in each of the languages.
fn is_said_well(sentence: &Localized) -> bool {
    sentence.ja.ends_with('。') && !sentence.ja.is_ascii() && sentence.en.ends_with('.') && sentence.en.is_ascii()
}

#[test]
fn every_kind_has_a_code_of_its_own_and_words_in_both_languages() {
    let mut codes = BTreeSet::new();
    for kind in kinds::all() {
        let code = kind.code;
        let is_kebab_case = code.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        });
        assert!(is_kebab_case && codes.insert(code), "{code}");
        assert!(kind.status.is_client_error() || kind.status.is_server_error(), "{code}");
        let Localized { ja, en } = &kind.title;
        assert!(!ja.is_ascii() && !ja.ends_with('。') && en.is_ascii() && !en.ends_with('.'), "{ja} {en}");
        assert!(is_said_well(&kind.meaning), "{code}: {:?}", kind.meaning);
        assert_eq!(kinds::find(code), Some(kind));
    }
    assert_eq!(kinds::find("nothing-of-ours"), None);
}

#[test]
fn who_asks_too_often_is_told_when_to_try_again_unless_waiting_does_not_help() {
    let too_often = kinds::all().filter(|kind| kind.status == StatusCode::TOO_MANY_REQUESTS);
    let hopeless: Vec<_> = too_often.filter(|kind| kind.retry_after.is_none()).map(|kind| kind.code).collect();
    assert_eq!(hopeless, ["too-many-codes"]);
    let response = Problem::from(&Refusal::CodeJustSent).into_response();
    assert_eq!((response.status().as_u16(), &response.headers()["retry-after"]), (429, &"30".parse().unwrap()));
}

#[test]
fn every_kind_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let mut sources = Vec::new();
    for folder in ["shared", "functions"] {
        read_sources(&root.join(folder), &mut sources);
    }
    let code: String = sources.concat();
    let named: BTreeSet<&str> = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    for kind in kinds::all() {
        // Its name is its code in capitals, and occurs only where it is used.
        let name = kind.code.to_uppercase().replace('-', "_");
        assert!(named.contains(name.as_str()), "nothing answers with kinds::{name}");
    }
}

/// The code of all packages in a folder, without tests and without the catalogue.
fn read_sources(folder: &Path, sources: &mut Vec<String>) {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let skipped =
        |path: &PathBuf| ["tests", "tests.rs", "kinds", "kinds.rs", "target"].iter().any(|end| path.ends_with(end));
    for path in entries.filter(|path| !skipped(path)) {
        if path.is_dir() {
            read_sources(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(fs::read_to_string(path).unwrap());
        }
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
