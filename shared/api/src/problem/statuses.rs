//! What a status means where nothing else is known: for what the framework refuses before a handler runs.

use axum::http::StatusCode;

use super::{Problem, kinds};

impl Problem {
    /// The problem of which the framework tells the status alone. A status that has no kind of its own is the one for a
    /// request that cannot be read, or for a failure on our side.
    pub fn of_status(status: StatusCode) -> Self {
        Self::of(match status {
            StatusCode::NOT_FOUND => &kinds::NOT_FOUND,
            StatusCode::METHOD_NOT_ALLOWED => &kinds::METHOD_NOT_ALLOWED,
            StatusCode::PAYLOAD_TOO_LARGE => &kinds::BODY_TOO_LARGE,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => &kinds::UNSUPPORTED_CONTENT,
            status if status.is_server_error() => &kinds::TEMPORARILY_UNAVAILABLE,
            _ => &kinds::UNREADABLE_REQUEST,
        })
    }
}
