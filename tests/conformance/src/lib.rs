//! Judges what the API was asked and what it answered by the OpenAPI document: a status, a field or a code that the document does
//! not have is a fault, in the document or in the code.
//!
//! Answers may get further fields, so that the document does not say that there are no others. Here that is said of every object:
//! what the service answers today has to be described.

mod closed;
mod document;
mod examples;
mod router;
mod samples;

use std::fmt;
use std::sync::LazyLock;

use http::{HeaderMap, Method, StatusCode};

pub use document::Document;
pub use router::{ask, ask_and_demand};
pub use samples::ask_samples;

/// The document of this repository.
pub static OPENAPI: LazyLock<Document> = LazyLock::new(|| {
    let read = Document::read(include_str!("../../../infra/openapi.yaml"));
    read.unwrap_or_else(|error| panic!("infra/openapi.yaml: {error}"))
});

/// What was asked.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Method.
    pub method: &'a Method,
    /// Path, with the query.
    pub target: &'a str,
    /// Headers.
    pub headers: &'a HeaderMap,
    /// Body.
    pub body: &'a [u8],
}

/// What was answered.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: &'a HeaderMap,
    /// Body.
    pub body: &'a [u8],
}

/// What is not as the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NonConformance {
    /// What was asked, and the status that was answered.
    pub exchange: String,
    /// What is wrong.
    pub faults: Vec<String>,
}

impl fmt::Display for NonConformance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, which is not as infra/openapi.yaml says:", self.exchange)?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n  - {fault}"))
    }
}

impl std::error::Error for NonConformance {}

/// Judges by the document of this repository. What is not asked of the API is not judged.
pub fn judge(request: Request<'_>, answer: Answer<'_>) -> Result<(), NonConformance> {
    OPENAPI.judge(request, answer)
}
