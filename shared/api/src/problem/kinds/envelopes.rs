//! What stands against something that is asked of an envelope.

use axum::http::StatusCode;
use domain::language::Localized;

use super::{ProblemKind, Topic};

kinds! {
    /// What stands against something that is asked of an envelope.
    ENVELOPES: "封筒" / "Envelopes";

    UNKNOWN_ENVELOPE: "unknown-envelope", NOT_FOUND,
        "封筒が見つかりません" / "No such envelope",
        "封筒のIDを確認してください。" / "Check the envelope's id.";

    UNKNOWN_RECIPIENT: "unknown-recipient", NOT_FOUND,
        "宛先が見つかりません" / "No such recipient",
        "この番号の宛先は、封筒にありません。番号を確認してください。" /
        "The envelope has no recipient of this number. Check the number.";

    UNKNOWN_DOCUMENT: "unknown-document", NOT_FOUND,
        "文書が見つかりません" / "No such document",
        "この番号の文書は、封筒にありません。番号を確認してください。" /
        "The envelope has no document of this number. Check the number.";

    ALREADY_SENT: "already-sent", CONFLICT,
        "この封筒はすでに送信されています" / "This envelope was sent already",
        "内容を変える場合は、取り下げたうえで新しい封筒を作成してください。" /
        "To change it, void this envelope and create a new one.";

    DRAFT_ENDED: "draft-ended", CONFLICT,
        "下書きの保存期限が過ぎています" / "The draft has ended",
        "下書きは、最後の変更から30日以内に送信されないと終了します（作成から60日が限度です）。同じ内容で新しい封筒を作成し、送信してください。" /
        "A draft ends when it is not sent within 30 days after its last change, and 60 days after it was made at the latest. Create a new envelope with the same content and send that.";

    QUOTA_REACHED: "quota-reached", FORBIDDEN,
        "今月の送信数の上限に達しています" / "No more envelopes can be sent this month",
        "下書きは残っています。翌月に送信するか、システムの運営者に上限の変更を依頼してください。" /
        "The draft stays: send it next month, or ask the operator to raise the limit.";

    ENVELOPE_TOO_LARGE: "envelope-too-large", CONFLICT,
        "封筒が大きすぎるため送信できません" / "The envelope is too large to be sent",
        "文書の整理の記録を含めると、1つの封筒で扱える量を超えます。文書を複数の封筒に分けて送信してください。" /
        "With the record of what was put in order in its documents it holds more than one envelope can. Split the documents over several envelopes.";

    DOCUMENT_COUNT: "document-count", CONFLICT,
        "文書がそろっていません" / "Documents are missing",
        "準備のできていない文書があります。残りの文書をアップロードしてから、もう一度送信してください。" /
        "Not all documents are ready. Upload the others, then send again.";

    NO_DOCUMENTS: "no-documents", CONFLICT,
        "文書がありません" / "There is no document",
        "下書きに文書がないため送信できません。PDF文書を1件以上追加してから送信してください。" /
        "The draft has no document, so it cannot be sent. Add at least one PDF document, then send.";

    TOO_MANY_DOCUMENTS: "too-many-documents", CONFLICT,
        "これ以上文書を追加できません" / "No more documents can be added",
        "この下書きでは、文書の追加と削除の回数が上限に達しました。新しい封筒を作成してください。" /
        "Documents were added to this draft and removed as often as one may. Create a new envelope.";

    UNSENDABLE_DOCUMENTS: "unsendable-documents", UNPROCESSABLE_ENTITY,
        "送信できない文書があります" / "Some documents cannot be sent",
        "errorsに示した文書を直し、もう一度アップロードしてから送信してください。" /
        "Correct the documents listed in errors, upload them again and send.";

    ENVELOPE_NOT_SENT: "envelope-not-sent", CONFLICT,
        "この封筒はまだ送信されていません" / "This envelope has not been sent yet",
        "先に封筒を送信してください。" / "Send the envelope first.";

    ENVELOPE_IN_PREPARATION: "envelope-in-preparation", CONFLICT,
        "文書を準備しています" / "The documents are being prepared",
        "準備が終わるまで、少しお待ちください。" / "Wait until they are sealed, then try again.";

    ENVELOPE_IN_PROGRESS: "envelope-in-progress", CONFLICT,
        "手続きがまだ完了していません" / "Not everybody has acted yet",
        "全員の手続きが完了するまでお待ちください。" / "Wait until everybody has acted.";

    ENVELOPE_COMPLETED: "envelope-completed", CONFLICT,
        "すべての手続きが完了しています" / "This envelope is completed",
        "この封筒の内容は変更できません。" / "It cannot be changed any more.";

    ENVELOPE_DECLINED: "envelope-declined", GONE,
        "この依頼は辞退されました" / "This request was declined",
        "この封筒の手続きは終了しました。改めて手続きを行うには、送信者が新しい封筒を作成する必要があります。" /
        "Nothing more can be done with it. To start over, the sender has to create a new envelope.";

    ENVELOPE_VOIDED: "envelope-voided", GONE,
        "この封筒は取り下げられました" / "This envelope was withdrawn",
        "送信者が取り下げたため、この封筒の手続きは終了しました。改めて手続きを行うには、送信者が新しい封筒を作成する必要があります。" /
        "The sender withdrew this request, so nothing more can be done with it. To start over, the sender has to create a new envelope.";

    ENVELOPE_EXPIRED: "envelope-expired", GONE,
        "署名の期限を過ぎています" / "The deadline has passed",
        "この封筒の手続きはできません。必要な場合は、新しい封筒を送るよう送信者に依頼してください。" /
        "Nothing can be done with this envelope any more. Ask the sender for a new one.";

    ENVELOPE_FAILED: "envelope-failed", GONE,
        "システムの都合により、手続きを続けられませんでした" / "A fault in the system stopped this envelope",
        "送信者へお問い合わせください。あらためて封筒をお送りする場合があります。" /
        "Ask the sender, who may send a new envelope.";

    EVERYBODY_HAS_ACTED: "everybody-has-acted", CONFLICT,
        "全員の手続きが済んでいます" / "Everybody has acted",
        "全員が署名または確認を終えたため、取り下げられません。変更が必要な場合は、新しい封筒で合意解除や変更契約を行ってください。" /
        "Everybody has signed or confirmed, so the envelope cannot be taken back. To end or change the contract, send a new envelope.";

    NOTHING_TO_RETRY: "nothing-to-retry", CONFLICT,
        "再試行する処理はありません" / "There is nothing to try again",
        "電子署名、タイムスタンプ、依頼メールのいずれも、完了を待っている処理はありません。封筒の状態を確認してください。" /
        "No signature, timestamp or request email is waited for. Look at the envelope's state.";

    RETRIED_JUST_NOW: "retried-just-now", TOO_MANY_REQUESTS again after 60 s,
        "再試行を受け付けたばかりです" / "It is being tried again",
        "結果が出るまで、1分ほどお待ちください。処理は自動でも繰り返しています。" /
        "Wait a minute for the result. The service keeps trying by itself as well.";

    NOBODY_TO_REMIND: "nobody-to-remind", CONFLICT,
        "リマインドの対象者がいません" / "There is nobody to remind",
        "手続き中の方がいないか、依頼メールが届いていない方、または認証が停止されている方だけです。届いていない方には、宛先を確認して依頼を送り直してください。" /
        "Nobody is about to act, or only those whose request did not arrive or who are locked out. Ask these again, at a corrected address if need be.";

    REMINDED_JUST_NOW: "reminded-just-now", TOO_MANY_REQUESTS again after 3600 s,
        "リマインドは送信済みです" / "They were reminded a moment ago",
        "同じ方へのリマインドは、1時間に1回までです。時間をおいてからお試しください。" /
        "Nobody is reminded more than once in an hour. Try again later.";

    TOO_MANY_REMINDERS: "too-many-reminders", CONFLICT,
        "リマインドの回数が上限に達しました" / "No more reminders",
        "この方へのリマインドは上限に達しました。電話など、ほかの方法で連絡してください。" /
        "They were reminded as often as one may. Reach them by another way.";

    NO_FILE_YET: "no-file-yet", CONFLICT,
        "ファイルはまだありません" / "There is no such file yet",
        "アップロード前の文書、または手続きが完了していない文書です。封筒の状態を確認してください。" /
        "The document has not been uploaded, or not everybody has acted. Look at the envelope's state.";

    NOT_ASKED_YET: "not-asked-yet", CONFLICT,
        "まだ順番の来ていない方です" / "Not this recipient's turn yet",
        "順番が来ると、依頼のメールを自動でお送りします。それまでは、メールアドレスと電話番号の訂正だけができます。" /
        "The request goes out by itself when those before have acted. Until then, only the address and the telephone number can be corrected.";

    NO_TELEPHONE: "no-telephone", UNPROCESSABLE_ENTITY,
        "電話番号は変更できません" / "There is no telephone number to correct",
        "この宛先の認証方法はSMSではありません。phoneを省略してください。" /
        "No codes are sent by SMS to this recipient. Leave phone out.";

    REASON_NEEDED: "reason-needed", UNPROCESSABLE_ENTITY,
        "理由を入力してください" / "A reason is needed",
        "取り下げや辞退の理由を入力してください。" / "Enter the reason.";

    REASON_REFUSED: "reason-refused", UNPROCESSABLE_ENTITY,
        "理由を確認してください" / "The reason cannot be taken",
        "理由が長すぎるか、使えない文字が含まれています。入力し直してください。" /
        "The reason is too long or has characters that cannot be used. Enter it again.";

    ALREADY_RECORDED: "already-recorded", CONFLICT,
        "すでに記録されています" / "Recorded already",
        "あらためて操作する必要はありません。" / "There is nothing left to do.";

    OUT_OF_STEP: "out-of-step", CONFLICT,
        "いまはこの操作を行えません" / "This cannot be done now",
        "封筒の状態を確認してから、もう一度お試しください。" /
        "Look at the envelope's state, then try again.";

    DOCUMENTS_REMOVED: "documents-removed", GONE,
        "文書は保管されていません" / "The documents are not kept any more",
        "保管期間が終わったため、文書のファイルは削除されました。封筒の内容と操作の記録は残っています。" /
        "The time for which they are kept is over, and the files were removed. The envelope and the record of what happened remain.";

    NOT_DUE: "not-due", CONFLICT,
        "まだその時期ではありません" / "Not due yet",
        "時期が来ると自動で行われます。" / "It happens by itself when it is due.";

    UNWRITABLE: "unwritable", INTERNAL_SERVER_ERROR,
        "記録できませんでした" / "It could not be recorded",
        "何も変更されていません。お問い合わせ窓口へご連絡ください。" /
        "Nothing was changed. Tell the operator.";
}
