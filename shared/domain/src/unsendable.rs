//! Why a document cannot be sent, in words for its sender.

use std::borrow::Cow;

use crate::document::{Document, MAX_DOCUMENT_BYTES};
use crate::field_error::FieldError;
use crate::ids::DocumentNumber;
use crate::language::Localized;
use crate::text::shows_something;

/// Characters of a sentence. With as many in each language for all documents an envelope's refusal is still one item of the
/// store.
pub const MAX_SENTENCE: usize = 500;

/// Why an upload cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsendable {
    /// Stable code.
    pub code: Cow<'static, str>,
    /// What is wrong and what to do.
    pub detail: Localized,
}

/// A document that cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsendableDocument {
    /// Which.
    pub document: DocumentNumber,
    /// Why not.
    pub why: Unsendable,
}

impl Unsendable {
    /// Why, in both languages. Sentences may quote what stands in the file: of each the first [`MAX_SENTENCE`] characters are
    /// kept, without what shows nothing, such as control characters and direction controls.
    pub fn new(
        code: impl Into<Cow<'static, str>>,
        ja: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { code: code.into(), detail: Localized::new(told(ja.into()), told(en.into())) }
    }

    /// Nothing lies where the sender was to put it.
    pub fn not_uploaded() -> Self {
        Self::new(
            "not-uploaded",
            "ファイルがアップロードされていません。アップロード用URLへ送ってから送信してください。",
            "The file has not been uploaded. Put it to the upload URL, then send.",
        )
    }

    /// More bytes than a document may have.
    pub fn too_large() -> Self {
        Self::new(
            "too-large",
            "1文書の上限は50MBです。ファイルを小さくするか分割してください。",
            "A document has at most 50 MB. Make the file smaller or split it.",
        )
    }

    /// What is wrong with an upload of this size, where one lies there.
    pub fn of_size(size: Option<u64>) -> Option<Self> {
        match size {
            None => Some(Self::not_uploaded()),
            Some(size) if size > MAX_DOCUMENT_BYTES => Some(Self::too_large()),
            Some(_) => None,
        }
    }

    /// The work on it never came to a result.
    pub fn not_checkable() -> Self {
        Self::new(
            "pdf-not-checkable",
            "このPDFは、確認の処理が何度も途中で止まったため受け付けられません。「PDFとして印刷」などで新しいPDFを作成してください。",
            "The check of this PDF broke off again and again, so it cannot be taken. Make a new PDF, for example by printing to PDF.",
        )
    }

    /// With what was noted of its documents the envelope outgrows what the store keeps of one.
    pub fn envelope_too_large() -> Self {
        Self::new(
            "envelope-too-large",
            "文書の整理の記録を含めると、1つの封筒で扱える量を超えます。文書を複数の封筒に分けて送信してください。",
            "With the record of what was put in order in its documents the envelope holds more than one can. Split the documents over several envelopes.",
        )
    }

    /// As a wrong field of the envelope, of whose documents it is the one at this place, from 0: numbers are not places where a
    /// document was removed.
    pub fn into_field_error(self, place: usize, document: &Document) -> FieldError {
        let (name, Localized { ja, en }) = (&document.name, self.detail);
        let detail = Localized::new(format!("「{name}」: {ja}"), format!("{name}: {en}"));
        FieldError::new(format!("/documents/{place}"), self.code, detail)
    }
}

/// The sentence as it can be kept and shown.
fn told(sentence: Cow<'static, str>) -> Cow<'static, str> {
    if sentence.chars().all(shows_something) && sentence.chars().count() <= MAX_SENTENCE {
        return sentence;
    }
    sentence.chars().filter(|character| shows_something(*character)).take(MAX_SENTENCE).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_quotes_a_file_is_bounded_and_turns_nothing_around() {
        let quoted = format!("「{}」は、\u{202e}別のファイルです。\n", "あ".repeat(200_000));
        let why = Unsendable::new("pdf-external", quoted.clone(), quoted);
        for sentence in [&why.detail.ja, &why.detail.en] {
            assert_eq!(sentence.chars().count(), MAX_SENTENCE);
        }
        let short = Unsendable::new("pdf-external", "契約\u{202e}\u{61c}\u{200b}書\u{0}。", "a \u{2066}file\r\n");
        assert_eq!((&*short.detail.ja, &*short.detail.en), ("契約書。", "a file"));
    }
}
