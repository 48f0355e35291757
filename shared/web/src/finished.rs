//! The finished documents, each with the form that fetches it (F21): a form, since that is recorded.

use domain::document::Document;
use domain::envelope::Envelope;

use super::Language;

/// The list of an envelope's finished documents. Displays as a piece of HTML.
#[derive(askama::Template)]
#[template(path = "finished-documents.html")]
pub struct FinishedDocuments<'a> {
    language: Language,
    /// Each with its form's URL.
    documents: Vec<(&'a Document, String)>,
}

impl<'a> FinishedDocuments<'a> {
    /// All of them; `action` gives the URL that answers the form with the document.
    pub fn of(envelope: &'a Envelope, language: Language, action: impl Fn(&Document) -> String) -> Self {
        Self { language, documents: envelope.documents.iter().map(|document| (document, action(document))).collect() }
    }
}
