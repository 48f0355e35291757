//! The sample events of a function that are generated from the document.

use std::path::Path;

use axum::Router;
use serde_json::Value;

use crate::ask_and_demand;

/// Codes of problems with which a function says that it has not understood what was asked.
const NOT_UNDERSTOOD: [&str; 15] = [
    "not-found",
    "method-not-allowed",
    "invalid-url",
    "invalid-utf8",
    "invalid-json",
    "invalid-fields",
    "invalid-csv",
    "unreadable-request",
    "unsupported-content",
    "unknown-query",
    "idempotency-key-missing",
    "idempotency-key-invalid",
    "precondition-required",
    "unauthorized",
    "no-client-address",
];
/// The code where the cookie of a session was read, which nobody ever had.
const SESSION_READ: &str = "session-ended";

/// Asks a function for everything in this folder, each time anew, and demands that it understands it and that its answer is one of
/// those that the document describes. Gives the number of events.
///
/// # Panics
///
/// Where it does not, which ends the test.
pub async fn ask_samples(folder: &str, router: impl Fn() -> Router) -> usize {
    let mut asked = 0;
    for file in std::fs::read_dir(Path::new(folder)).expect("a folder of events") {
        let path = file.expect("a file").path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let event = std::fs::read_to_string(&path).expect("an event");
        let request = lambda_http::request::from_str(&event).expect("an event of the HTTP API");
        let (parts, body) = ask_and_demand(router(), request).await;
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        let code = answer["code"].as_str().filter(|_| !parts.status.is_success()).unwrap_or_default();
        let is_understood = !NOT_UNDERSTOOD.contains(&code) || names_only_what_is_unknown(&answer);
        assert!(is_understood, "{name} was answered with {}: {answer}", parts.status);
        assert_eq!(code == SESSION_READ, name.ends_with("-by-session"), "{name}: {answer}");
        assert!(!parts.status.is_server_error(), "{name}: {answer}");
        asked += 1;
    }
    asked
}

/// Fields that are right by themselves may name a group or a person that is not there.
fn names_only_what_is_unknown(answer: &Value) -> bool {
    let mut errors = answer["errors"].as_array().into_iter().flatten().peekable();
    let is_unknown = |error: &Value| error["code"].as_str().is_some_and(|code| code.starts_with("unknown-"));
    errors.peek().is_some() && errors.all(is_unknown)
}
