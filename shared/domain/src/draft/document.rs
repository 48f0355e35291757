//! The documents of a new envelope, and those that are added to a draft.

use std::collections::HashSet;

use super::errors::Errors;
use super::{MAX_DOCUMENTS, MAX_ENVELOPE_BYTES};
use crate::digest::Digest;
use crate::document::{Document, KeptFiles, MAX_DOCUMENT_BYTES, ObjectKey, TIMESTAMP_RESERVE, Upload};
use crate::envelope::Envelope;
use crate::field_error::FieldError;
use crate::ids::{DocumentId, DocumentNumber, EnvelopeId, ManagementNumber};
use crate::text::{TextRule, comparable_name};

/// A document to be uploaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentRequest {
    /// Its name (文書名), without a path; `.pdf` at its end is left out.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of the file, 64 hexadecimal characters.
    pub sha256: String,
}

/// A document that can be uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedDocument {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) sha256: Digest,
}

/// What a document of a draft has to get from outside: numbers and randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentSeeds {
    /// The organisation's next number.
    pub management_number: ManagementNumber,
    /// A random identifier.
    pub document_id: DocumentId,
}

impl AcceptedDocument {
    /// As a document of this envelope, under this number.
    pub(crate) fn into_document(self, envelope: EnvelopeId, number: DocumentNumber, seeds: DocumentSeeds) -> Document {
        let Self { name, size, sha256 } = self;
        let DocumentSeeds { management_number, document_id } = seeds;
        Document {
            number,
            name,
            management_number,
            document_id,
            upload: Upload { object: ObjectKey::of_upload(envelope, number), size, sha256 },
            prepared: None,
            revisions: Vec::new(),
            timestamp_reserve: TIMESTAMP_RESERVE,
            retained_until: None,
            kept: KeptFiles::All,
        }
    }
}

/// Reads the documents of a request.
pub(super) fn accept(documents: &[DocumentRequest], errors: &mut Errors) -> Vec<AcceptedDocument> {
    if documents.is_empty() {
        errors.add("/documents", "missing", "PDF文書を1件以上指定してください。", "Add at least one PDF document.");
    }
    if documents.len() > MAX_DOCUMENTS {
        add_too_many("/documents", errors);
        return Vec::new();
    }
    let mut names = HashSet::new();
    let accepted = documents
        .iter()
        .enumerate()
        .filter_map(|(i, document)| document.accept(&format!("/documents/{i}"), &mut names, errors))
        .collect();
    let total: u64 = documents.iter().map(|d| d.size.min(MAX_DOCUMENT_BYTES)).sum();
    if total > MAX_ENVELOPE_BYTES {
        add_too_large("/documents", errors);
    }
    accepted
}

fn add_too_many(at: &str, errors: &mut Errors) {
    errors.add(
        at,
        "too-many",
        format!("1つの封筒に入れられる文書は{MAX_DOCUMENTS}件までです。封筒を分けてください。"),
        format!("An envelope holds {MAX_DOCUMENTS} documents: split it."),
    );
}

fn add_too_large(at: &str, errors: &mut Errors) {
    errors.add(
        at,
        "too-large",
        "1つの封筒の上限は200MBです。封筒を分けてください。",
        "An envelope has at most 200 MB: split it.",
    );
}

impl DocumentRequest {
    /// Reads a document that is added to a draft, or tells every wrong field.
    ///
    /// # Errors
    /// The wrong fields.
    pub fn accept_into(&self, envelope: &Envelope) -> Result<AcceptedDocument, Vec<FieldError>> {
        let mut errors = Errors::default();
        let others = &envelope.documents;
        let mut names = others.iter().map(|document| comparable_name(&document.name)).collect();
        let accepted = self.accept("", &mut names, &mut errors);
        if others.len() >= MAX_DOCUMENTS || envelope.next_document().is_none() {
            add_too_many("", &mut errors);
        }
        let total = others.iter().map(|document| document.upload.size).sum::<u64>();
        if total.saturating_add(self.size.min(MAX_DOCUMENT_BYTES)) > MAX_ENVELOPE_BYTES {
            add_too_large("/size", &mut errors);
        }
        accepted.filter(|_| errors.0.is_empty()).ok_or(errors.0)
    }

    /// Reads it. `names` are those of the others.
    fn accept(&self, at: &str, names: &mut HashSet<String>, errors: &mut Errors) -> Option<AcceptedDocument> {
        let at = |field: &str| format!("{at}/{field}");
        let name = errors.text(&at("name"), &TextRule::DOCUMENT_NAME, &self.name);
        if !name.is_empty() && !names.insert(comparable_name(&name)) {
            errors.add(
                at("name"),
                "duplicate",
                "同じ文書名が重複しています。どちらかを変更してください。",
                "Another document has this name: change one of them.",
            );
        }
        Some(AcceptedDocument { name, size: self.accepted_size(&at, errors), sha256: self.digest(&at, errors)? })
    }

    fn accepted_size(&self, at: &impl Fn(&str) -> String, errors: &mut Errors) -> u64 {
        if self.size == 0 {
            errors.add(
                at("size"),
                "empty",
                "ファイルが空です。PDFの大きさをバイト数で指定してください。",
                "The file is empty: give the size of the PDF in bytes.",
            );
        }
        if self.size > MAX_DOCUMENT_BYTES {
            errors.add(
                at("size"),
                "too-large",
                "1文書の上限は50MBです。ファイルを小さくするか分割してください。",
                "A document has at most 50 MB: make the file smaller or split it.",
            );
        }
        self.size
    }

    fn digest(&self, at: &impl Fn(&str) -> String, errors: &mut Errors) -> Option<Digest> {
        let digest = self.sha256.parse().ok();
        if digest.is_none() {
            errors.add(
                at("sha256"),
                "invalid",
                "ファイルのSHA-256を16進数64文字で指定してください。",
                "Give the file's SHA-256 as 64 hexadecimal characters.",
            );
        }
        digest
    }
}
