//! What becomes of an upload before it is sent: it is checked as soon as it has arrived, and prepared when the sender sends.

use std::borrow::Cow;

use jiff::SignedDuration;

use crate::document::{Document, MAX_DOCUMENT_BYTES, Origin, Prepared};
use crate::envelope::{Envelope, State};
use crate::field_error::FieldError;
use crate::ids::{DocumentNumber, EnvelopeId};
use crate::language::Localized;
use crate::rewriting::Rewriting;

/// Work that ended its function this often before it came to a result is not begun again: the file is at fault.
pub const MAX_BEGINNINGS: u32 = 3;
/// Who has begun is left alone for so long: longer than the function may run.
pub const PREPARATION_LEASE: SignedDuration = SignedDuration::from_secs(130);

/// What is done to an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It is checked, when it has arrived.
    Check,
    /// It is prepared for its seals, when the envelope is being sent.
    Preparation {
        /// The event by which sending was asked for: another try to send prepares anew.
        request: u64,
    },
}

/// Work on an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UploadTask {
    /// The envelope.
    pub envelope: EnvelopeId,
    /// The document.
    pub document: DocumentNumber,
    /// What is done.
    pub stage: Stage,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It was begun, and has not come to a result yet.
    Begun,
    /// The upload was checked, and can be sent.
    Checked(CheckedUpload),
    /// It is prepared.
    Prepared(Prepared),
    /// It cannot be sent.
    Refused(Unsendable),
}

/// An upload that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedUpload {
    /// Number of pages.
    pub pages: u32,
    /// Whether it was signed before.
    pub origin: Origin,
    /// What will be done to it so that everybody sees the same; nothing where it is clean, or signed.
    pub rewriting: Vec<Rewriting>,
}

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

/// What follows from how far the documents of an envelope that is being sent have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preparedness {
    /// Some are still worked on.
    Incomplete,
    /// All are prepared, in the envelope's order.
    Ready(Vec<Prepared>),
    /// All are done with, and these cannot be sent.
    Refused(Vec<UnsendableDocument>),
}

impl Preparedness {
    /// Of this envelope, given how far each of its documents has come. One of which nothing is known has not begun.
    pub fn of(envelope: &Envelope, mut progress: impl FnMut(DocumentNumber) -> Option<Progress>) -> Self {
        let (mut ready, mut refused) = (Vec::new(), Vec::new());
        for document in &envelope.documents {
            match progress(document.number) {
                None | Some(Progress::Begun | Progress::Checked(_)) => return Self::Incomplete,
                Some(Progress::Prepared(prepared)) => ready.push(prepared),
                Some(Progress::Refused(why)) => refused.push(UnsendableDocument { document: document.number, why }),
            }
        }
        if refused.is_empty() { Self::Ready(ready) } else { Self::Refused(refused) }
    }
}

impl Envelope {
    /// The event by which sending was asked for, while its documents are being prepared.
    pub const fn sending_request(&self) -> Option<u64> {
        match self.state {
            State::Sending { request, .. } => Some(request),
            State::Draft
            | State::Sent { .. }
            | State::InProgress { .. }
            | State::Completed { .. }
            | State::Declined { .. }
            | State::Voided { .. }
            | State::Expired { .. }
            | State::Failed { .. } => None,
        }
    }
}
