//! Why a document cannot be sent, in words for its sender.

use std::borrow::Cow;

use crate::document::{Document, MAX_DOCUMENT_BYTES};
use crate::field_error::FieldError;
use crate::ids::DocumentNumber;
use crate::language::Localized;

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
    /// Why, in both languages.
    pub fn new(
        code: impl Into<Cow<'static, str>>,
        ja: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { code: code.into(), detail: Localized::new(ja, en) }
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

    /// As a wrong field of the envelope.
    pub fn into_field_error(self, document: &Document) -> FieldError {
        let place = usize::from(document.number.0).saturating_sub(1);
        let (name, Localized { ja, en }) = (&document.name, self.detail);
        let detail = Localized::new(format!("「{name}」: {ja}"), format!("{name}: {en}"));
        FieldError::new(format!("/documents/{place}"), self.code, detail)
    }
}
