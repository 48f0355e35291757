//! The documents of an envelope: those that can be seen in the page, and those of which only the state is told.

use api::routes::{CONSOLE_DOCUMENT, CONSOLE_SOURCE};
use domain::authorisation::Action;
use web::{DocumentViewer, Language, ViewerDocument};

use crate::Dependencies;
use crate::answers::{Document, DocumentState, Envelope, Me, Status};
use crate::words;

/// A document's line.
pub(super) struct DocumentRow {
    pub(super) name: String,
    pub(super) facts: String,
    pub(super) refusal: Option<String>,
}

/// The lines, and the view of those that can be seen.
pub(super) struct Documents {
    pub(super) rows: Vec<DocumentRow>,
    /// HTML; nothing where none can be seen.
    pub(super) viewer: Option<String>,
}

impl Documents {
    pub(super) fn of(deps: &Dependencies, envelope: &Envelope, me: &Me, language: Language) -> Self {
        let id = envelope.id.to_string();
        let may_fetch = me.may(Action::FetchFile);
        let seen: Vec<&Document> = envelope.documents.iter().filter(|each| is_seen(each, may_fetch)).collect();
        let view = |document: &&Document| {
            let number = document.number.to_string();
            let save = deps.site.path(&CONSOLE_DOCUMENT.path_of(&[&id, &number]));
            ViewerDocument {
                number: document.number,
                name: "",
                pages: document.pages,
                view: save.clone(),
                download: Some(save),
                source: deps.site.path(&CONSOLE_SOURCE.path_of(&[&id, &number])),
            }
        };
        let named = seen.iter().map(|document| ViewerDocument { name: &document.name, ..view(document) });
        let viewer = DocumentViewer::new(language, named.collect()).saving_only();
        // What is in the view is told there, but for a document that is on its way or was refused.
        let is_told = |document: &&Document| !is_seen(document, may_fetch) || document.state != DocumentState::Ready;
        Self {
            viewer: (!seen.is_empty()).then(|| viewer.to_string()),
            rows: envelope
                .documents
                .iter()
                .filter(is_told)
                .map(|document| DocumentRow::of(document, envelope.status, language))
                .collect(),
        }
    }
}

/// A file that was made, or the upload of a draft; as far as whoever visits may have it.
const fn is_seen(document: &Document, may_fetch: bool) -> bool {
    match document.state {
        DocumentState::Ready => document.download.is_some(),
        DocumentState::Uploaded | DocumentState::Checked | DocumentState::Refused => may_fetch,
        DocumentState::Awaited => false,
    }
}

impl DocumentRow {
    fn of(document: &Document, status: Status, language: Language) -> Self {
        let pages = document.pages.map(|pages| match (language, pages) {
            (Language::Ja, pages) => format!("{pages}ページ"),
            (Language::En, 1) => "1 page".to_owned(),
            (Language::En, pages) => format!("{pages} pages"),
        });
        // Nothing is sent before its upload is there: who looks at it is what is waited for.
        let state = match (document.state, status) {
            (DocumentState::Awaited, Status::Sending) => DocumentState::Uploaded,
            (state, _) => state,
        };
        let facts = [Some(words::document(state, language).to_owned()), pages, Some(words::size(document.size))];
        let refusal = document.refusal.as_ref();
        Self {
            name: document.name.clone(),
            facts: facts.into_iter().flatten().collect::<Vec<_>>().join(language.t("・", ", ")),
            refusal: refusal.map(|why| if language.is_ja() { why.detail_ja.clone() } else { why.detail.clone() }),
        }
    }
}
