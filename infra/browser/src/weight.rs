//! What a page costs whoever loads it.

use serde::Serialize;

use crate::Device;

/// The transfers of one document: what came before, with and because of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// Where it was, without what is secret or different each time.
    pub page: String,
    /// On what it was shown.
    pub device: Device,
    /// HTTP status of the document.
    pub status: u16,
    /// Requests, redirects included.
    pub requests: u32,
    /// Bytes transferred for them, headers included, compressed as they came.
    pub bytes: u64,
    /// Requests for what is counted apart: the document view and the documents themselves.
    pub requests_apart: u32,
    /// Bytes of these.
    pub bytes_apart: u64,
}

/// A path without tokens, identifiers and query: whatever is longer than a word and holds a digit or a capital.
pub(crate) fn masked(url: &str) -> String {
    let Ok(url) = url::Url::parse(url) else { return url.to_owned() };
    let is_secret =
        |segment: &str| segment.len() >= 16 && segment.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let segments = url.path().split('/').map(|segment| if is_secret(segment) { "…" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_masked_and_words_are_not() {
        let token = "A1".repeat(21);
        assert_eq!(masked(&format!("http://127.0.0.1:8/sign/{token}/confirm?x=1")), "/sign/…/confirm");
        assert_eq!(masked("http://127.0.0.1/verify-document"), "/verify-document");
    }
}
