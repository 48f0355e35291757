//! What is checked of an upload, and what is done to it before it is sent. Pure.

mod rewriting;
mod seals;

use domain::digest::Digest;
use domain::document::{Document, MAX_DOCUMENT_BYTES, Origin, PageRun};
use domain::envelope::Envelope;
use domain::rewriting::Rewriting;
use domain::unsendable::Unsendable;
use pades::Document as PdfDocument;
use pades::input::InputError;
use pades::prepare::{DocumentId, Preparation, PrepareError};
use pades::rewrite::RewriteError;

/// An upload that can be sent.
#[derive(Debug)]
pub(crate) struct Checked {
    /// The file that the first seal goes on.
    pub(crate) bytes: Vec<u8>,
    /// Number of pages.
    pub(crate) pages: u32,
    /// Their sizes, where a signer may put a seal anywhere.
    pub(crate) sizes: Vec<PageRun>,
    /// Whether it was signed before.
    pub(crate) origin: Origin,
    /// What was done to it.
    pub(crate) rewriting: Vec<Rewriting>,
}

/// Checks an upload against what was declared and against what can be signed, rewrites it as one clean revision if it is
/// none, and prepares it: the document ID on every page and all signature fields (F24). A document that was signed before is
/// left as it is.
pub(crate) fn check(envelope: &Envelope, document: &Document, upload: Vec<u8>) -> Result<Checked, Unsendable> {
    if upload.len() as u64 > MAX_DOCUMENT_BYTES {
        return Err(Unsendable::too_large());
    }
    if Digest::of(&upload) != document.upload.sha256 {
        return Err(Unsendable::new(
            "checksum-mismatch",
            "アップロードされたファイルのSHA-256が申告と一致しません。もう一度アップロードしてください。",
            "The uploaded file is not the one that was declared (its SHA-256 differs). Upload it again.",
        ));
    }
    let rewritten = pades::rewrite::rewrite(&upload).map_err(|error| rewriting::refusal(&error))?;
    let upload = rewritten.bytes.unwrap_or(upload);
    let opened = PdfDocument::open(&upload).map_err(|error| unsendable(&error))?;
    let inspection = opened.inspect().map_err(|error| unsendable(&error))?;
    let pages = u32::try_from(inspection.pages).unwrap_or(u32::MAX);
    if rewritten.is_signed {
        let sizes = seals::check(envelope, document, &opened, inspection.certified.is_some())?;
        drop(opened);
        return Ok(Checked { bytes: upload, pages, sizes, origin: Origin::Signed, rewriting: Vec::new() });
    }
    let fields = seals::fields(envelope, document).map_err(|e| unpreparable(&e))?;
    let document_id = DocumentId::new(&document.document_id.to_string()).map_err(|e| unpreparable(&e))?;
    let preparation =
        Preparation::new().with_document_id(document_id).with_fields(fields.unseen).with_visible_fields(fields.seen);
    let prepared = opened.prepare(&preparation).map_err(|error| match error {
        PrepareError::Appearance(error) => seals::off_the_page(&error),
        error => unpreparable(&error),
    })?;
    // To prepare a page does not change its size.
    let sizes = seals::check(envelope, document, &opened, false)?;
    drop(opened);
    let bytes = prepared.apply(&upload);
    drop(upload);
    if let Some(fault) = pades::rewrite::fault(&bytes) {
        return Err(rewriting::refusal(&RewriteError::Ambiguous { fault }));
    }
    let rewriting = rewritten.changes.into_iter().map(rewriting::recorded).collect();
    Ok(Checked { bytes, pages, sizes, origin: Origin::Unsigned, rewriting })
}

fn unpreparable(error: &dyn std::error::Error) -> Unsendable {
    Unsendable::new(
        "pdf-not-preparable",
        "このPDFには署名欄を追加できません。元のソフトでPDFを作り直してください。",
        format!("the PDF cannot be prepared for signing: {error}"),
    )
}

fn unsendable(error: &InputError) -> Unsendable {
    let ja = match error {
        InputError::Unreadable { .. } => "ファイルを読み込めません。もう一度お試しください。",
        InputError::Empty => "ファイルが空です。PDFを選び直してください。",
        InputError::NotPdf => "PDFではありません。PDFとして保存したファイルを指定してください。",
        InputError::Truncated => "PDFが途中で切れています。もう一度アップロードしてください。",
        InputError::Damaged { .. } => "PDFが壊れています。元のソフトで保存し直してください。",
        InputError::DamagedAndSigned { .. } => {
            "署名済みPDFが壊れています。修復すると署名が無効になるため受け付けられません。正しいファイルを入手してください。"
        }
        InputError::Encrypted => "パスワードで保護されています。パスワードを解除して保存し直してください。",
        InputError::Restricted => {
            "編集制限付きで暗号化されています。セキュリティ設定を「なし」にして保存し直してください。"
        }
        InputError::EncryptedAndSigned => {
            "署名済みのPDFが暗号化されています。暗号化を解除すると署名が無効になるため受け付けられません。暗号化せずに署名されたファイルを署名者から入手してください。"
        }
        InputError::XmlForm => {
            "XFA形式のフォームです。多くの閲覧ソフトでは内容が表示されないため受け付けられません。「PDFとして印刷」などで新しいPDFを作成してください。"
        }
        InputError::NoPages => "ページがありません。1ページ以上あるPDFを指定してください。",
        InputError::LockedByCertification => {
            "変更を許可しない証明(DocMDP)が付いているため署名を追加できません。作成者に確認してください。"
        }
        InputError::LockedByField { .. } => "既存の署名によって欄の追加が禁止されています。署名者に確認してください。",
        // A reason that `pades` learns to tell later; it has a code and English words of its own.
        _ => "このPDFは受け付けられません。「PDFとして印刷」などで新しいPDFを作成してください。",
    };
    Unsendable::new(error.code(), ja, error.to_string())
}
