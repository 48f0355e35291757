//! What stands against what a recipient does on the pages behind a link.

use axum::http::StatusCode;
use domain::language::Localized;

use super::{ProblemKind, Topic};

kinds! {
    /// What stands against what a recipient does on the pages behind a link.
    SIGNING: "署名と確認" / "Signing and confirming";

    LINK_REVOKED: "link-revoked", GONE,
        "このリンクは使えなくなりました" / "This link was replaced",
        "新しいリンクをお送りしています。最新のメールからお手続きください。" /
        "Use the link in the latest email.";

    LINK_EXPIRED: "link-expired", GONE,
        "このリンクの有効期限が切れています" / "This link has expired",
        "手続きが完了している場合は、「電子署名完了のお知らせ」のメールをご覧ください。" /
        "If everybody has finished, see the completion email.";

    DOWNLOAD_EXPIRED: "download-expired", GONE,
        "ダウンロードの有効期間が過ぎています" / "The download link has expired",
        "保存済みの文書をお使いください。お手元にないときは、送信者に文書の送付を依頼してください。" /
        "Use the documents that you have saved. If you do not have them, ask the sender for a copy.";

    NOT_YOUR_TURN: "not-your-turn", CONFLICT,
        "まだ順番ではありません" / "Not your turn yet",
        "前の方の手続きが終わると、メールでお知らせします。" /
        "You will get an email when those before you have finished.";

    ALREADY_ACTED: "already-acted", CONFLICT,
        "手続きはすでに完了しています" / "You have acted already",
        "あらためて操作する必要はありません。" / "There is nothing left for you to do.";

    TOO_MANY_DOWNLOADS: "too-many-downloads", FORBIDDEN,
        "ダウンロードの回数が上限に達しました" / "No more downloads by this link",
        "保存済みの文書をお使いください。見つからないときは、送信者に文書の送付を依頼してください。" /
        "Use the documents that you have saved. If you cannot find them, ask the sender for a copy.";

    NOT_ASKED: "not-asked", CONFLICT,
        "手続きの対象ではありません" / "You are not asked to act",
        "すべての手続きが完了すると、文書をメールでご案内します。" /
        "You will get the documents by email when everybody has finished.";

    DOCUMENTS_CHANGED: "documents-changed", CONFLICT,
        "文書を確認し直してください" / "The documents have to be read again",
        "表示した文書と現在の文書が一致しません。メールのリンクを開き直して、文書をもう一度確認してください。" /
        "What was shown is not what there is now. Open the link in the email again and read the documents anew.";

    FACTOR_NEEDED: "factor-needed", FORBIDDEN,
        "追加認証が必要です" / "A code is needed first",
        "メールのリンクを開き直し、画面の案内に従って認証してください。" /
        "Open the link in the email again and give the code that the page asks for.";

    SECOND_FACTOR_NEEDED: "second-factor-needed", FORBIDDEN,
        "実印タイプの署名には追加認証が必要です" / "A registered seal needs a second factor",
        "メール以外の方法による追加認証を設定した新しい封筒を送るよう、送信者に依頼してください。" /
        "Ask the sender for a new envelope in which you identify yourself by something besides your mailbox.";

    LOCKED_OUT: "locked-out", FORBIDDEN,
        "認証が停止されています" / "Locked after wrong codes",
        "コードの入力を続けて間違えたため、手続きを停止しました。送信者に再送を依頼してください。" /
        "Wrong codes were entered too many times. Ask the sender to send the request again.";

    CODE_JUST_SENT: "code-just-sent", TOO_MANY_REQUESTS again after 30 s,
        "認証コードは送信済みです" / "The code is on its way",
        "届かない場合は、30秒ほど待ってから操作してください。" /
        "If it does not arrive, wait half a minute and ask again.";

    TOO_MANY_CODES: "too-many-codes", TOO_MANY_REQUESTS,
        "認証コードの送信回数が上限に達しました" / "No more codes are sent",
        "時間をおいても、このリンクでは認証コードを送信できません。届いている認証コードを入力するか、送信者に再送を依頼してください。" /
        "Waiting does not help: no more codes are sent for this link. Use the code that you have, or ask the sender to send the request again.";

    VISIBLE_SEAL_NOT_ALLOWED: "visible-seal-not-allowed", CONFLICT,
        "この位置に印影は置けません" / "A seal cannot be put there",
        "印影の位置を選び直すか、印影なしで署名してください。" /
        "Choose another place for the seal, or sign without one.";

    REGISTERED_SEAL_REFUSED: "registered-seal-refused", FORBIDDEN,
        "実印タイプでは署名できません" / "You cannot sign with the registered seal",
        "署名は行われていません。送信者または貴組織の担当の方にお問い合わせください。" /
        "Nothing was signed. Ask the sender, or whoever looks after the seal in your organisation.";

    FORWARDING_NOT_ALLOWED: "forwarding-not-allowed", CONFLICT,
        "この依頼は転送できません" / "This task cannot be forwarded",
        "担当者の変更は、送信者にお問い合わせください。" /
        "Ask the sender if somebody else is to act.";

    PERSON_INVALID: "person-invalid", UNPROCESSABLE_ENTITY,
        "氏名またはメールアドレスを確認してください" / "The name or the address is wrong",
        "氏名と、これまでと異なる正しいメールアドレスを入力してください。" /
        "Give a name and a good email address that is not the same as before.";

    UNREADABLE_FORM: "unreadable-form", UNPROCESSABLE_ENTITY,
        "送信内容を確認できませんでした" / "The form cannot be read",
        "メールのリンクを開き直して、もう一度操作してください。" /
        "Open the link in the email again and repeat.";
}
