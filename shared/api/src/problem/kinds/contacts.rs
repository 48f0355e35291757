//! What stands against something that is asked of an address book.

use axum::http::StatusCode;
use domain::language::Localized;

use super::{ProblemKind, Topic};

kinds! {
    /// What stands against something that is asked of an address book.
    CONTACTS: "アドレス帳" / "Address books";

    UNKNOWN_CONTACT: "unknown-contact", NOT_FOUND,
        "連絡先が見つかりません" / "No such contact",
        "連絡先のIDを確認してください。メールアドレスを変更した連絡先は、IDも変わります。" /
        "Check the contact's id. A contact whose address was changed has another id.";

    CONTACT_EXISTS: "contact-exists", CONFLICT,
        "このメールアドレスの連絡先はすでに登録されています" / "A contact has this address already",
        "1つのアドレス帳に、同じメールアドレスは1件だけ登録できます。登録済みの連絡先を確認してください。" /
        "A book holds an address once. Look at the contact that has it.";

    TOO_MANY_CONTACTS: "too-many-contacts", CONFLICT,
        "連絡先の上限に達しています" / "Too many contacts",
        "1つのアドレス帳に登録できる連絡先は10,000件までです。使わない連絡先を削除してから、もう一度操作してください。" /
        "A book holds 10,000 contacts. Remove those that are not used, and try again.";

    IMPORT_RUNNING: "import-running", CONFLICT again after 5 s,
        "アドレス帳の取り込み中です" / "An import is being written",
        "取り込みが終わるまで、このアドレス帳は変更できません。少し待ってから、もう一度操作してください。" /
        "The book cannot be changed until the import is done. Wait a moment and try again.";

    IMPORT_UNFINISHED: "import-unfinished", SERVICE_UNAVAILABLE again after 1 s,
        "取り込みの途中です" / "The import is not done yet",
        "1回の処理では終わりませんでした。同じIdempotency-Keyで、同じファイルをもう一度送ると、続きから取り込みます。" /
        "It was too much for one call. Send the same file again under the same Idempotency-Key: it goes on where it was.";

    INVALID_CSV: "invalid-csv", UNPROCESSABLE_ENTITY,
        "CSVファイルに誤りがあります" / "The CSV file is wrong",
        "1件も取り込んでいません。errorsに示した行を直して、もう一度送ってください。" /
        "Nothing was taken. Correct the lines that errors names, and send it again.";

    LETTERS_NOT_IN_ENCODING: "letters-not-in-encoding", UNPROCESSABLE_ENTITY,
        "Shift_JISで保存できない文字があります" / "Some letters cannot be written in Shift_JIS",
        "errorsに示した連絡先に、Shift_JIS（CP932）にない文字があります。UTF-8で保存してください。" /
        "The contacts that errors names have letters that Shift_JIS (code page 932) lacks. Save them in UTF-8.";

    EXPORT_TOO_LARGE: "export-too-large", CONFLICT,
        "保存するファイルが大きすぎます" / "The file would be too large",
        "1回に保存できる大きさを超えています。一覧（GET /v1/contacts）から、ページごとに取得してください。" /
        "The contacts are more than one answer holds. Read them page by page (GET /v1/contacts).";
}
