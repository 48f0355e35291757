//! What an event says, as one sentence and, where there is more to say, a line below it.

use domain::document::Sealer;
use domain::evidence::{EventKind, Session};
use domain::ids::{DocumentNumber, RecipientNumber};
use domain::mail::{Addressee, Bounce};
use web::{Language, local_time};

use crate::answers::Envelope;
use crate::words;

/// The names of those whom events tell of by number.
pub(super) struct Cast<'a> {
    envelope: &'a Envelope,
    language: Language,
}

impl<'a> Cast<'a> {
    pub(super) const fn of(envelope: &'a Envelope, language: Language) -> Self {
        Self { envelope, language }
    }

    fn recipient(&self, number: RecipientNumber) -> String {
        let found = self.envelope.recipients.iter().find(|recipient| recipient.number == number);
        match (found, self.language) {
            (Some(recipient), Language::Ja) => format!("{}様", recipient.name),
            (Some(recipient), Language::En) => recipient.name.clone(),
            (None, Language::Ja) => format!("相手{number}"),
            (None, Language::En) => format!("recipient {number}"),
        }
    }

    fn document(&self, number: DocumentNumber) -> String {
        let found = self.envelope.documents.iter().find(|document| document.number == number);
        let name = found.map_or_else(|| number.to_string(), |document| document.name.clone());
        if self.language.is_ja() { format!("「{name}」") } else { format!("“{name}”") }
    }

    fn addressee(&self, addressee: Addressee) -> String {
        match addressee {
            Addressee::Sender => self.language.t("送信者", "the sender").to_owned(),
            Addressee::Recipient(number) => self.recipient(number),
        }
    }
}

/// The sentence, and a line below it.
pub(super) fn sentence(kind: &EventKind, cast: &Cast<'_>, language: Language) -> (String, Option<String>) {
    let say = |ja: String, en: String| if language.is_ja() { ja } else { en };
    let fixed = |ja: &str, en: &str| (say(ja.to_owned(), en.to_owned()), None);
    let from = |session: &Session| {
        Some(match language {
            Language::Ja => format!("IPアドレス：{}", session.ip),
            Language::En => format!("IP address: {}", session.ip),
        })
    };
    let person = |number: &RecipientNumber, ja: &str, en: &str| {
        let name = cast.recipient(*number);
        say(format!("{name}{ja}"), format!("{name} {en}"))
    };
    match kind {
        EventKind::Drafted => fixed("下書きを作成しました。", "The draft was made."),
        EventKind::DraftChanged { .. } => fixed("下書きを変更しました。", "The draft was changed."),
        EventKind::Moved { .. } => fixed("フォルダーを移動しました。", "It was moved to another folder."),
        EventKind::NotNeeded { recipients, by } => {
            let names: Vec<String> = recipients.iter().map(|number| cast.recipient(*number)).collect();
            let by = cast.recipient(*by);
            let text = say(
                format!("{by}が手続きをしたため、{}の手続きは不要になりました。", names.join("、")),
                format!("{by} acted for the group: {} need not act.", names.join(", ")),
            );
            (text, None)
        }
        EventKind::DocumentAdded { document, .. } => {
            let document = cast.document(*document);
            (say(format!("文書{document}を追加しました。"), format!("The document {document} was added.")), None)
        }
        EventKind::DocumentRemoved { .. } => fixed("文書を1つ取り除きました。", "A document was removed."),
        EventKind::DraftDeleted => fixed("下書きを削除しました。", "The draft was deleted."),
        EventKind::SendingRequested { .. } => fixed("送信を指示しました。", "Sending was asked for."),
        EventKind::SendingRefused { documents, .. } => {
            let names: Vec<String> = documents.iter().map(|refused| cast.document(refused.document)).collect();
            let text = say(
                "送信できない文書があったため、下書きに戻りました。".to_owned(),
                "Not every document could be sent: it is a draft again.".to_owned(),
            );
            (text, Some(names.join(language.t("、", ", "))))
        }
        EventKind::Sent { deadline, .. } => {
            let deadline = local_time(*deadline, language);
            let detail = say(format!("署名期限：{deadline}"), format!("Deadline: {deadline}"));
            (say("送信しました。".to_owned(), "It was sent.".to_owned()), Some(detail))
        }
        EventKind::DocumentSealed { document, by, .. } => {
            let document = cast.document(*document);
            let text = match by {
                Sealer::Operator => say(
                    format!("文書{document}に、送信時の内容を証明する電子署名を付けました。"),
                    format!("The document {document} got the signature that proves what was sent."),
                ),
                Sealer::Recipient(number) => {
                    let name = cast.recipient(*number);
                    say(
                        format!("{name}のご指示に基づき、文書{document}に電子署名を付けました。"),
                        format!("On {name}’s instruction the document {document} was signed."),
                    )
                }
            };
            (text, None)
        }
        EventKind::SealDiscarded { .. } => fixed(
            "電子署名を付け直します（タイムスタンプの大きさのため）。",
            "The signature is made anew, with more room for its timestamp.",
        ),
        EventKind::DocumentTimestamped { document, timestamp, .. } => {
            let document = cast.document(*document);
            let accredited = if timestamp.accredited { "" } else { language.t("（認定外）", " (not accredited)") };
            let detail = format!("{}{accredited} {}", timestamp.authority, local_time(timestamp.time, language));
            let text = say(
                format!("文書{document}にタイムスタンプを付けました。"),
                format!("The document {document} was timestamped."),
            );
            (text, Some(detail))
        }
        EventKind::OriginalsFixed => {
            fixed("すべての文書の準備が整いました。", "All documents are ready for the recipients.")
        }
        EventKind::Invited { recipient, .. } => (person(recipient, "に依頼しました。", "was asked."), None),
        EventKind::Reminded { recipient, reminder, .. } => {
            let text = person(recipient, "に自動で催促しました。", "was reminded automatically.");
            (text, Some(say(format!("{reminder}回目"), format!("Reminder {reminder}"))))
        }
        EventKind::RemindedBySender { recipient, .. } => {
            (person(recipient, "に催促のメールを送りました。", "was reminded by the sender."), None)
        }
        EventKind::Opened { recipient, session } => {
            (person(recipient, "が文書を開きました。", "opened the documents."), from(session))
        }
        EventKind::Approved { recipient, session, .. } => (
            person(recipient, "が署名を指示しました（承認）。", "approved and gave the instruction to sign."),
            from(session),
        ),
        EventKind::Confirmed { recipient, session, .. } => {
            (person(recipient, "が内容を確認しました。", "confirmed the documents."), from(session))
        }
        EventKind::Declined { recipient, reason, .. } => {
            let detail = say(format!("理由：{reason}"), format!("Reason: {reason}"));
            (person(recipient, "が辞退しました。", "declined."), Some(detail))
        }
        EventKind::CodeRequested { recipient, session, .. } => {
            (person(recipient, "が認証コードを請求しました。", "asked for a one-time code."), from(session))
        }
        EventKind::FactorTried { recipient, session, .. } => {
            (person(recipient, "が認証コードを入力しました。", "entered a code."), from(session))
        }
        EventKind::CodesUsedUp { recipient, session, .. } => (
            person(
                recipient,
                "の認証コードの請求が上限に達しました。",
                "has asked for as many codes as are sent to one link.",
            ),
            from(session),
        ),
        EventKind::Authenticated { recipient, session } => {
            (person(recipient, "の認証が済みました。", "was identified."), from(session))
        }
        EventKind::LockedOut { recipient, session, .. } => (
            person(recipient, "のリンクを、コードの誤りによりロックしました。", "was locked out after wrong codes."),
            from(session),
        ),
        EventKind::Delegated { recipient, name, email, reason, .. } => {
            let text = say(
                format!("{}が{name}様（{email}）に転送しました。", cast.recipient(*recipient)),
                format!("{} forwarded the task to {name} ({email}).", cast.recipient(*recipient)),
            );
            (text, Some(say(format!("理由：{reason}"), format!("Reason: {reason}"))))
        }
        EventKind::Bounced { addressee, bounce, .. } => {
            let to = cast.addressee(*addressee);
            let text = match bounce {
                Bounce::Complaint => say(
                    format!("{to}が、メールを迷惑メールとして報告しました。"),
                    format!("{to} reported the email as spam."),
                ),
                _ => say(
                    format!("{to}宛てのメールが届きませんでした。"),
                    format!("The email to {to} was not delivered."),
                ),
            };
            (text, None)
        }
        EventKind::AddressCorrected { recipient, from, to } => (
            person(recipient, "のメールアドレスを訂正しました。", "now has another email address."),
            Some(format!("{from} → {to}")),
        ),
        EventKind::TelephoneCorrected { recipient, .. } => {
            (person(recipient, "の電話番号を訂正しました。", "has another telephone number."), None)
        }
        EventKind::Delayed { document, .. } => {
            let document = cast.document(*document);
            (say(format!("文書{document}の処理が遅れています。"), format!("The document {document} is delayed.")), None)
        }
        EventKind::WaitReported { .. } => {
            fixed("処理の遅れをお知らせしました。", "It was told that this takes longer than usual.")
        }
        EventKind::Retried { .. } => fixed("もう一度試すよう指示しました。", "It was asked to try again."),
        EventKind::Sealed { recipient } => {
            (person(recipient, "の署名が完了しました。", "has signed: all seals are made."), None)
        }
        EventKind::Completed { .. } => fixed("すべての手続きが完了しました。", "Everybody has finished."),
        EventKind::Voided { reason, .. } => {
            let detail = say(format!("理由：{reason}"), format!("Reason: {reason}"));
            (say("取り下げました。".to_owned(), "It was withdrawn.".to_owned()), Some(detail))
        }
        EventKind::Expired { .. } => fixed("期限が切れました。", "It expired."),
        EventKind::Failed { .. } => fixed("送信できませんでした。", "It could not be sent."),
        EventKind::Mailed { mail, addressee, .. } => {
            let (to, mail) = (cast.addressee(*addressee), words::mail(*mail, language));
            (say(format!("{to}に{mail}のメールを送りました。"), format!("{mail}: email sent to {to}.")), None)
        }
        EventKind::MailRefused { mail, addressee, .. } => {
            let (to, mail) = (cast.addressee(*addressee), words::mail(*mail, language));
            let text = say(
                format!("{to}宛ての{mail}のメールを送れませんでした。"),
                format!("{mail}: the email to {to} was refused."),
            );
            (text, None)
        }
        EventKind::Downloaded { document, addressee, session } => {
            let (document, who) = (cast.document(*document), cast.addressee(*addressee));
            let text = say(
                format!("{who}が文書{document}をダウンロードしました。"),
                format!("{who} downloaded the document {document}."),
            );
            (text, from(session))
        }
        EventKind::Retained { until } => {
            let until = local_time(*until, language);
            (
                say(
                    format!("完成した文書を{until}まで削除できないようにしました。"),
                    format!("The finished documents are locked until {until}."),
                ),
                None,
            )
        }
        EventKind::RevisionsRemoved { .. } => {
            fixed("作成途中のファイルを削除しました。", "Files of before the finished ones were removed.")
        }
        EventKind::RevisionsKept { .. } => fixed(
            "作成途中のファイルを残しました（確認が必要です）。",
            "Files of before the finished ones were kept: somebody has to look.",
        ),
        EventKind::DocumentsRemoved { .. } => fixed("文書を削除しました。", "The documents were removed."),
        EventKind::RetentionEnded => fixed("保存期間が終わりました。", "The time for which it is kept is over."),
    }
}
