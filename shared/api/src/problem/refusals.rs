//! What each refusal of the domain means to a client.

use axum::http::StatusCode;
use domain::command::Refusal;
use domain::envelope::Status;
use domain::field_error::FieldError;
use domain::text::TextCause;

use super::Problem;

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        let conflict = |ja, en| Self::new(StatusCode::CONFLICT, refusal.code(), ja, en);
        let missing = |ja, en| Self::new(StatusCode::NOT_FOUND, refusal.code(), ja, en);
        match refusal {
            Refusal::AlreadySent => conflict("この封筒はすでに送信されています", "Already sent").detail(
                "内容を変える場合は、取り下げたうえで新しい封筒を作成してください。",
                "To change it, void this envelope and create a new one.",
            ),
            Refusal::DraftTooOld => conflict("下書きが古いため送信できません", "The draft is too old to be sent").detail(
                "作成から日数がたち、宛先に設定したアクセスコードや認証アプリの鍵を、署名の期限まで保管できません。同じ内容で新しい封筒を作成し、送信してください。",
                "It was made so long ago that its recipients' access codes and authenticator keys are not kept until the deadline. Create a new envelope with the same content and send that.",
            ),
            Refusal::TooLarge => conflict("封筒が大きすぎるため送信できません", "The envelope is too large to be sent").detail(
                "文書の整理の記録を含めると、1つの封筒で扱える量を超えます。文書を複数の封筒に分けて送信してください。",
                "With the record of what was put in order in its documents it holds more than one envelope can. Split the documents over several envelopes.",
            ),
            Refusal::DocumentCount { documents, prepared } => {
                conflict("文書がそろっていません", "Documents are missing").detail(
                    format!("{documents}件のうち{prepared}件だけが準備できています。残りの文書をアップロードしてから、もう一度送信してください。"),
                    format!("{prepared} of {documents} documents are ready. Upload the others, then send again."),
                )
            }
            Refusal::WrongStatus { status } => wrong_status(*status),
            Refusal::EverybodyHasActed => {
                conflict("全員の手続きが済んでいます", "Everybody has acted").detail(
                    "全員が署名または確認を終えたため、取り下げられません。変更が必要な場合は、新しい封筒で合意解除や変更契約を行ってください。",
                    "Everybody has signed or confirmed, so the envelope cannot be taken back. To end or change the contract, send a new envelope.",
                )
            }
            Refusal::NothingToRetry => conflict("再試行する処理はありません", "There is nothing to try again").detail(
                "電子署名、タイムスタンプ、依頼メールのいずれも、完了を待っている処理はありません。封筒の状態を確認してください。",
                "No signature, timestamp or request mail is waited for. Look at the envelope's state.",
            ),
            Refusal::RetriedJustNow => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                refusal.code(),
                "再試行を受け付けたばかりです",
                "It is being tried again",
            )
            .detail(
                "結果が出るまで、1分ほどお待ちください。処理は自動でも繰り返しています。",
                "Wait a minute for what comes of it. The service keeps trying by itself as well.",
            )
            .retry_after(60),
            Refusal::DeadlinePassed => Self::new(
                StatusCode::GONE,
                refusal.code(),
                "署名の期限を過ぎています",
                "The deadline has passed",
            )
            .detail(
                "この封筒の手続きはできません。必要な場合は、新しい封筒を送るよう送信者に依頼してください。",
                "Nothing can be done with this envelope any more. Ask the sender for a new one.",
            ),
            Refusal::UnknownRecipient(number) => missing("宛先が見つかりません", "No such recipient").detail(
                format!("この封筒に{number}番の宛先はありません。番号を確認してください。"),
                format!("This envelope has no recipient {number}. Check the number."),
            ),
            Refusal::UnknownDocument(number) => missing("文書が見つかりません", "No such document").detail(
                format!("この封筒に{number}番の文書はありません。番号を確認してください。"),
                format!("This envelope has no document {number}. Check the number."),
            ),
            Refusal::NotYourTurn => conflict("まだ順番ではありません", "Not your turn yet").detail(
                "前の方の手続きが終わると、メールでお知らせします。",
                "You will get a mail when those before you have finished.",
            ),
            Refusal::NotAskedYet => conflict("まだ順番の来ていない方です", "Not this recipient's turn yet").detail(
                "順番が来ると、依頼のメールを自動でお送りします。それまでは、メールアドレスと電話番号の訂正だけができます。",
                "The request goes out by itself when those before have acted. Until then, only the address and the telephone number can be corrected.",
            ),
            Refusal::LinkRevoked => Problem::new(
                StatusCode::GONE,
                refusal.code(),
                "このリンクは使えなくなりました",
                "This link was replaced",
            )
            .detail(
                "新しいリンクをお送りしています。最新のメールからお手続きください。",
                "Use the link in the newest mail.",
            ),
            Refusal::AlreadyActed => conflict("手続きはすでに完了しています", "You have acted already").detail(
                "あらためて操作する必要はありません。",
                "There is nothing left for you to do.",
            ),
            Refusal::NotAsked => conflict("手続きの対象ではありません", "You are not asked to act").detail(
                "すべての手続きが完了すると、文書をメールでご案内します。",
                "You will get the documents by mail when everybody has finished.",
            ),
            Refusal::NotWhatWasShown => conflict("文書を確認し直してください", "The documents have to be read again")
                .detail(
                    "表示した文書と現在の文書が一致しません。メールのリンクを開き直して、文書をもう一度確認してください。",
                    "What was shown is not what there is now. Open the link in the mail again and read the documents anew.",
                ),
            Refusal::FactorNeeded => Self::new(
                StatusCode::FORBIDDEN,
                refusal.code(),
                "追加認証が必要です",
                "A code is needed first",
            )
            .detail(
                "メールのリンクを開き直し、画面の案内に従って認証してください。",
                "Open the link in the mail again and give the code that the page asks for.",
            ),
            Refusal::SecondFactorNeeded => Self::new(
                StatusCode::FORBIDDEN,
                refusal.code(),
                "実印タイプの署名には追加認証が必要です",
                "A registered seal needs a second factor",
            )
            .detail(
                "メール以外の方法による追加認証を設定した新しい封筒を送るよう、送信者に依頼してください。",
                "Ask the sender for a new envelope in which you identify yourself by something besides your mailbox.",
            ),
            Refusal::LockedOut => Self::new(
                StatusCode::FORBIDDEN,
                refusal.code(),
                "認証が停止されています",
                "Locked after wrong codes",
            )
            .detail(
                "認証に続けて失敗したため、手続きを停止しました。送信者に再送を依頼してください。",
                "Too many wrong codes were given. Ask the sender to send the request again.",
            ),
            Refusal::CodeJustSent => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                refusal.code(),
                "認証コードは送信済みです",
                "The code is on its way",
            )
            .detail("届かない場合は、30秒ほど待ってから操作してください。", "If it does not arrive, wait half a minute and ask again."),
            Refusal::TooManyCodes => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                refusal.code(),
                "認証コードの送信回数が上限に達しました",
                "No more codes are sent",
            )
            .detail(
                "届いている認証コードを入力するか、送信者に再送を依頼してください。",
                "Use the code that you have, or ask the sender to send the request again.",
            ),
            Refusal::NoTelephone => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                refusal.code(),
                "電話番号は変更できません",
                "There is no telephone number to correct",
            )
            .detail(
                "この宛先の認証方法はSMSではありません。phoneを省略してください。",
                "No codes are sent by SMS to this recipient. Leave phone out.",
            )
            .errors(vec![FieldError {
                pointer: "/phone".to_owned(),
                code: "not-allowed",
                detail: "Leave it out: this recipient's factor is not sms.".to_owned(),
                detail_ja: "認証方法がSMSではないため、省略してください。".to_owned(),
            }]),
            Refusal::MarkNotAllowed => conflict("この位置に印影は置けません", "A seal cannot be put there").detail(
                "印影の位置を選び直すか、印影なしで署名してください。",
                "Choose another place for the seal, or sign without one.",
            ),
            Refusal::ForwardingNotAllowed => {
                conflict("この依頼は転送できません", "This task cannot be forwarded").detail(
                    "担当者の変更は、送信者にお問い合わせください。",
                    "Ask the sender if somebody else is to act.",
                )
            }
            Refusal::PersonInvalid => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                refusal.code(),
                "氏名またはメールアドレスを確認してください",
                "Name or address are wrong",
            )
            .detail(
                "氏名と、これまでと異なる正しいメールアドレスを入力してください。",
                "Give a name and a good e-mail address that is not the same as before.",
            ),
            Refusal::Reason(fault) => {
                let (title_ja, title_en) = match fault.cause {
                    TextCause::Missing => ("理由を入力してください", "A reason is needed"),
                    _ => ("理由を確認してください", "The reason cannot be taken"),
                };
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, refusal.code(), title_ja, title_en)
                    .detail(fault.japanese(), fault.english())
                    .errors(vec![fault.at("/reason")])
            }
            Refusal::AlreadyRecorded => conflict("すでに記録されています", "Recorded already")
                .detail("あらためて操作する必要はありません。", "There is nothing left to do."),
            Refusal::OutOfStep => conflict("いまはこの操作を行えません", "Out of step").detail(
                "封筒の状態を確認してから、もう一度お試しください。",
                "Look at the envelope's state, then try again.",
            ),
            Refusal::NotDue => conflict("まだその時期ではありません", "Not due yet")
                .detail("時期が来ると自動で行われます。", "It happens by itself when it is due."),
            Refusal::Unwritable(_) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                refusal.code(),
                "記録できませんでした",
                "It could not be recorded",
            )
            .detail(
                "何も変更されていません。お問い合わせ窓口へご連絡ください。",
                "Nothing was changed. Tell the operator.",
            ),
        }
    }
}

fn wrong_status(status: Status) -> Problem {
    let code = Refusal::WrongStatus { status }.code();
    let problem = |ja, en| Problem::new(StatusCode::CONFLICT, code, ja, en);
    const NEW_JA: &str = "必要な場合は、新しい封筒を作成してください。";
    const NEW_EN: &str = "If it is still needed, create a new envelope.";
    match status {
        Status::Draft => problem("この封筒はまだ送信されていません", "Not sent yet")
            .detail("先に封筒を送信してください。", "Send the envelope first."),
        Status::Sent => problem("文書を準備しています", "The documents are being prepared")
            .detail("準備が終わるまで、少しお待ちください。", "Wait until they are sealed, then try again."),
        Status::InProgress => problem("手続きがまだ完了していません", "Not completed yet")
            .detail("全員の手続きが完了するまでお待ちください。", "Wait until everybody has acted."),
        Status::Completed => problem("すべての手続きが完了しています", "Completed already")
            .detail("この封筒の内容は変更できません。", "This envelope cannot be changed any more."),
        Status::Declined => problem("この封筒は辞退されています", "Declined already").detail(NEW_JA, NEW_EN),
        Status::Voided => problem("この封筒は取り下げられています", "Voided already").detail(NEW_JA, NEW_EN),
        Status::Expired => problem("この封筒は期限切れです", "Expired already").detail(NEW_JA, NEW_EN),
        Status::Failed => problem("この封筒は処理を続けられませんでした", "The envelope failed").detail(NEW_JA, NEW_EN),
    }
}
