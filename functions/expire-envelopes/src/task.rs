//! What a call asks for.

use serde_json::Value;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// See to the envelopes that are due.
    Envelopes,
    /// See to the certificates that end.
    Certificates,
}

impl Task {
    /// What an event asks for: whoever calls by hand need not say anything.
    pub fn of(event: &Value) -> Self {
        match event["task"].as_str() {
            Some("certificates") => Self::Certificates,
            _ => Self::Envelopes,
        }
    }
}
