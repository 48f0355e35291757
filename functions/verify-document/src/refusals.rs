//! What this function says when it does not look at a file.

use api::problem::Problem;
use axum::http::StatusCode;
use pades::InputError;

/// For other methods than a URL has.
pub(crate) async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "この操作は受け付けていません",
        "Method not allowed",
    )
    .detail("「PDFの署名を確認する」のページを開き直してください。", "Open the page “Check a PDF's signatures” again.")
}

pub(crate) fn no_file() -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-file", "ファイルが選ばれていません", "No file was chosen")
        .detail("確認したいPDFファイルを選んでください。", "Choose the PDF file to be checked.")
}

/// The request's body is not what the URL takes.
pub(crate) fn unreadable_request() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "unreadable-request",
        "送信内容を読み取れませんでした",
        "The request cannot be read",
    )
    .detail("もう一度ファイルを選んで送ってください。", "Choose the file and send it again.")
}

/// The API takes two kinds of content.
pub(crate) fn other_content() -> Problem {
    Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported-content",
        "この形式では受け付けていません",
        "Unsupported content",
    )
    .detail(
        "PDFを「application/pdf」で、またはアップロードの番号をJSON({\"upload\":\"…\"})で送ってください。",
        "Send the PDF as application/pdf, or the token of an upload as JSON: {\"upload\":\"…\"}.",
    )
}

/// For a file in the request; large ones have another way.
pub(crate) fn too_large_for_a_request() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large-for-a-request",
        "ファイルが大きすぎて、このままでは送れません",
        "The file is too large to be sent this way",
    )
    .detail(
        "4 MBを超えるファイルは、JavaScriptを有効にしたブラウザで確認できます(50 MBまで)。\
         有効にできないときは、お使いのPDFソフトの署名パネルで確認してください。",
        "Files above 4 MB can be checked with JavaScript switched on (up to 50 MB). If you cannot switch it on, use the \
         signature panel of your PDF reader.",
    )
}

pub(crate) fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "ファイルが大きすぎます", "The file is too large")
        .detail("確認できるのは50 MBまでのPDFです。", "PDFs of up to 50 MB can be checked.")
}

/// Nothing lies under the token.
pub(crate) fn no_such_upload() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "unknown-upload",
        "アップロードされたファイルが見つかりません",
        "No such upload",
    )
    .detail(
        "ファイルは確認が終わるとすぐに削除されます。もう一度ファイルを選んでください。",
        "Files are deleted as soon as they have been checked. Choose the file again.",
    )
}

/// The verifier gave up.
pub(crate) fn too_hard() -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "not-verifiable",
        "このファイルは確認できませんでした",
        "This file could not be checked",
    )
    .detail(
        "ファイルの作りが複雑すぎるか、壊れています。発行元に、作り直したファイルを依頼してください。",
        "It is too complex or damaged. Ask whoever issued it for a sound copy.",
    )
}

/// The file is no PDF that can be followed; nothing can be said of signatures in it.
pub(crate) fn unreadable_file(error: &InputError) -> Problem {
    let (title_ja, title_en) = ("PDFとして読めません", "This cannot be read as a PDF");
    let (ja, en) = match error {
        InputError::Empty => ("ファイルが空です。もう一度入手してください。", "The file is empty. Get it again."),
        InputError::NotPdf => (
            "PDFファイルではありません。署名されたPDFファイルそのものを選んでください。",
            "It is not a PDF file. Choose the signed PDF file itself.",
        ),
        InputError::Encrypted | InputError::Restricted | InputError::EncryptedAndSigned => (
            "パスワードなどで保護されているため、署名を確認できません。",
            "It is protected by encryption, so that its signatures cannot be checked.",
        ),
        _ => (
            "ファイルが壊れているか、途中で切れています。もう一度入手してから確認してください。",
            "The file is damaged or cut off. Get it again, then check that.",
        ),
    };
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), title_ja, title_en).detail(ja, en)
}
