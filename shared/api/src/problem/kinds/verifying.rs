//! Why nothing can be said of a PDF whose signatures are to be checked.

use axum::http::StatusCode;
use domain::language::Localized;

use super::{ProblemKind, Topic};

kinds! {
    /// Why nothing can be said of a PDF whose signatures are to be checked.
    VERIFYING: "PDFの署名の確認" / "Checking a PDF's signatures";

    NO_FILE: "no-file", UNPROCESSABLE_ENTITY,
        "ファイルが選ばれていません" / "No file was chosen",
        "確認したいPDFファイルを選んでください。" / "Choose the PDF file to be checked.";

    TOO_LARGE_FOR_A_REQUEST: "too-large-for-a-request", PAYLOAD_TOO_LARGE,
        "ファイルが大きすぎて、このままでは送れません" / "The file is too large to be sent this way",
        "4 MBを超えるファイルは、JavaScriptを有効にしたブラウザで確認できます（50 MBまで）。有効にできないときは、お使いのPDFソフトの署名パネルで確認してください。プログラムから送るときは、POST /v1/verify/uploadsでアップロードしてください。" /
        "Files above 4 MB can be checked with JavaScript switched on (up to 50 MB). If you cannot switch it on, use the signature panel of your PDF reader. A program uploads them by POST /v1/verify/uploads.";

    TOO_LARGE: "too-large", PAYLOAD_TOO_LARGE,
        "ファイルが大きすぎます" / "The file is too large",
        "確認できるのは50 MBまでのPDFです。" / "PDFs of up to 50 MB can be checked.";

    UNKNOWN_UPLOAD: "unknown-upload", NOT_FOUND,
        "アップロードされたファイルが見つかりません" / "No such upload",
        "ファイルは確認が終わるとすぐに削除されます。もう一度ファイルを選んでください。" /
        "Files are deleted as soon as they have been checked. Choose the file again.";

    NOT_VERIFIABLE: "not-verifiable", UNPROCESSABLE_ENTITY,
        "このファイルは確認できませんでした" / "This file could not be checked",
        "ファイルの作りが複雑すぎるか、壊れています。発行元に、作り直したファイルを依頼してください。" /
        "It is too complex or damaged. Ask whoever issued it for a sound copy.";

    PDF_EMPTY: "pdf-empty", UNPROCESSABLE_ENTITY,
        "空のファイルです" / "The file is empty",
        "もう一度入手してください。" / "Get it again.";

    PDF_NOT_A_PDF: "pdf-not-a-pdf", UNPROCESSABLE_ENTITY,
        "PDFファイルではありません" / "This is not a PDF file",
        "署名されたPDFファイルそのものを選んでください。" / "Choose the signed PDF file itself.";

    PDF_ENCRYPTED: "pdf-encrypted", UNPROCESSABLE_ENTITY,
        "保護されたPDFの署名は確認できません" / "The PDF is protected by encryption",
        "パスワードなどで保護されているため、署名を確認できません。発行元に、保護されていないファイルを依頼してください。" /
        "Its signatures cannot be checked. Ask whoever issued it for a copy without protection.";

    PDF_DAMAGED: "pdf-damaged", UNPROCESSABLE_ENTITY,
        "PDFとして読めません" / "This cannot be read as a PDF",
        "ファイルが壊れているか、途中で切れています。もう一度入手してから確認してください。" /
        "The file is damaged or cut off. Get it again, then check that.";
}
