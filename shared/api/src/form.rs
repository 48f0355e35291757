//! What a form asks for by which an envelope and its files come together.

use domain::draft;

use crate::v1::EnvelopeWithFilesRequest;

/// What is to be made of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormRequest {
    /// The envelope, but for its documents.
    pub envelope: draft::EnvelopeRequest,
    /// What was said of the documents.
    pub documents: Option<Vec<draft::FileRequest>>,
    /// Whether it is to be sent.
    pub send: bool,
}

impl From<EnvelopeWithFilesRequest> for FormRequest {
    fn from(request: EnvelopeWithFilesRequest) -> Self {
        let (envelope, documents, send) = request.into_parts();
        Self { envelope, documents, send }
    }
}
