//! What a document is called by its number: in one way on every page.

use domain::document::Document;
use domain::ids::DocumentNumber;

use super::Language;

/// `文書1（3ページ）` or `Document 1 (3 pages)`; without the pages as long as they are not counted.
pub fn document_label(document: &Document, language: Language) -> String {
    label(document.number, document.prepared.as_ref().map(|prepared| prepared.pages), language)
}

/// The same of its parts.
pub(crate) fn label(number: DocumentNumber, pages: Option<u32>, language: Language) -> String {
    match (language, pages) {
        (Language::Ja, None) => format!("文書{number}"),
        (Language::Ja, Some(pages)) => format!("文書{number}（{pages}ページ）"),
        (Language::En, None) => format!("Document {number}"),
        (Language::En, Some(1)) => format!("Document {number} (1 page)"),
        (Language::En, Some(pages)) => format!("Document {number} ({pages} pages)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_where_they_are_counted() {
        let told = |pages, language| label(DocumentNumber(2), pages, language);
        assert_eq!(told(Some(3), Language::Ja), "文書2（3ページ）");
        assert_eq!(told(None, Language::Ja), "文書2");
        assert_eq!(told(Some(1), Language::En), "Document 2 (1 page)");
        assert_eq!(told(Some(3), Language::En), "Document 2 (3 pages)");
    }
}
