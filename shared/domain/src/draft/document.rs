//! The documents of a new envelope.

use std::collections::HashSet;

use super::errors::Errors;
use super::{MAX_DOCUMENTS, MAX_ENVELOPE_BYTES};
use crate::digest::Digest;
use crate::document::MAX_DOCUMENT_BYTES;
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
pub(super) struct AcceptedDocument {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) sha256: Digest,
}

/// Reads the documents of a request.
pub(super) fn accept(documents: &[DocumentRequest], errors: &mut Errors) -> Vec<AcceptedDocument> {
    if documents.is_empty() {
        errors.add("/documents", "missing", "PDF文書を1件以上指定してください。", "Add at least one PDF document.");
    }
    if documents.len() > MAX_DOCUMENTS {
        errors.add(
            "/documents",
            "too-many",
            format!("1つの封筒に入れられる文書は{MAX_DOCUMENTS}件までです。封筒を分けてください。"),
            format!("An envelope holds {MAX_DOCUMENTS} documents: split it."),
        );
        return Vec::new();
    }
    let mut names = HashSet::new();
    let accept_at = |(i, document): (usize, &DocumentRequest)| {
        let at = |field: &str| format!("/documents/{i}/{field}");
        let name = errors.text(&at("name"), &TextRule::DOCUMENT_NAME, &document.name);
        if !name.is_empty() && !names.insert(comparable_name(&name)) {
            errors.add(
                at("name"),
                "duplicate",
                "同じ文書名が重複しています。どちらかを変更してください。",
                "Another document has this name: change one of them.",
            );
        }
        Some(AcceptedDocument {
            name,
            size: document.accepted_size(&at, errors),
            sha256: document.digest(&at, errors)?,
        })
    };
    let accepted = documents.iter().enumerate().filter_map(accept_at).collect();
    let total: u64 = documents.iter().map(|d| d.size.min(MAX_DOCUMENT_BYTES)).sum();
    if total > MAX_ENVELOPE_BYTES {
        errors.add(
            "/documents",
            "too-large",
            "1つの封筒の上限は200MBです。封筒を分けてください。",
            "An envelope has at most 200 MB: split it.",
        );
    }
    accepted
}

impl DocumentRequest {
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
