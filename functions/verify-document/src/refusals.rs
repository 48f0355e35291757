//! What this function says when it does not look at a file.

use api::problem::Problem;
use api::problem::kinds::{self, ProblemKind};
use domain::language::Localized;
use pades::InputError;

/// The form or the upload that a file comes in cannot be read.
pub(crate) fn unreadable_request() -> Problem {
    Problem::of(&kinds::UNREADABLE_REQUEST)
        .detail(Localized::fixed("もう一度ファイルを選んで送ってください。", "Choose the file and send it again."))
}

/// The API takes two kinds of content.
pub(crate) fn other_content() -> Problem {
    Problem::of(&kinds::UNSUPPORTED_CONTENT).detail(Localized::fixed(
        "PDFを「application/pdf」で、またはアップロードの番号をJSON（{\"upload\":\"…\"}）で送ってください。",
        "Send the PDF as application/pdf, or the token of an upload as JSON: {\"upload\":\"...\"}.",
    ))
}

/// For a file in the form of the page; large ones have another way.
pub(crate) fn too_large_for_the_form() -> Problem {
    Problem::of(&kinds::TOO_LARGE_FOR_A_REQUEST).detail(Localized::fixed(
        "4 MBを超えるファイルは、JavaScriptを有効にしたブラウザで確認できます（50 MBまで）。\
         有効にできないときは、お使いのPDFソフトの署名パネルで確認してください。",
        "Files above 4 MB can be checked with JavaScript switched on (up to 50 MB). If you cannot switch it on, use the \
         signature panel of your PDF reader.",
    ))
}

/// For a file in a call of the API.
pub(crate) fn too_large_for_a_call() -> Problem {
    Problem::of(&kinds::TOO_LARGE_FOR_A_REQUEST).detail(Localized::fixed(
        "4 MBを超えるファイルは POST /v1/verify/uploads でアップロードしてください（50 MBまで）。",
        "Leave files above 4 MB by POST /v1/verify/uploads, up to 50 MB.",
    ))
}

/// The file is no PDF that can be followed; nothing can be said of signatures in it.
pub(crate) const fn kind_of(error: &InputError) -> &'static ProblemKind {
    match error {
        InputError::Empty => &kinds::PDF_EMPTY,
        InputError::NotPdf => &kinds::PDF_NOT_A_PDF,
        InputError::Stopped => &kinds::NOT_VERIFIABLE,
        InputError::Encrypted | InputError::Restricted | InputError::EncryptedAndSigned => &kinds::PDF_ENCRYPTED,
        _ => &kinds::PDF_DAMAGED,
    }
}
