//! Requests to functions, and what comes back.

/// A function that answers requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Http {
    /// The pages behind the mailed links.
    CollectSignature,
    /// The sender's API.
    CreateEnvelope,
    /// The pages with the finished documents.
    DownloadDocument,
}

/// An answer to a request.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    /// What the browser is to keep, as it sends it back.
    pub(crate) cookies: String,
    /// Whether something failed on the way that made it what it is.
    pub(crate) is_disturbed: bool,
}

impl Http {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CollectSignature => "collect-signature",
            Self::CreateEnvelope => "create-envelope",
            Self::DownloadDocument => "download-document",
        }
    }
}

impl Answer {
    /// What comes back where nobody answered.
    pub(crate) const fn of_gateway() -> Self {
        Self { status: 502, body: String::new(), cookies: String::new(), is_disturbed: true }
    }
}
