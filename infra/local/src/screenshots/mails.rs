//! The list of mails. A new mail is one line.

use anyhow::{Context, Result};
use browser::{Browser, Device};
use domain::language::Language;
use futures::future::try_join_all;

use super::fixtures::{SENDER, SENDER_EN};
use super::gallery::Gallery;
use super::scenario::{address, mail};
use super::setup;
use crate::stack::{Mail, Stack};
use To::{Guest, Sender};

/// A mail.
struct MailShot {
    /// Its file's name.
    name: &'static str,
    to: To,
    /// What only it holds, in subject or text: Japanese, English.
    holds: [&'static str; 2],
}

/// To whom it goes.
#[derive(Clone, Copy)]
enum To {
    /// The person with this number in the scenario of this name.
    Guest(&'static str, usize),
    Sender,
}

/// How a reminder's subject begins: the rest is the request's.
const AGAIN: [&str; 2] = ["[再送]", "[Reminder]"];
const REQUEST: [&str; 2] = ["依頼が届いています", " asks you to "];
const DECLINED: [&str; 2] = ["辞退されました", "Declined: "];
const EXPIRED: [&str; 2] = ["期限切れになりました", "Expired: "];
const FAILED: [&str; 2] = ["手続きを続けられませんでした", "Could not be completed: "];

/// All of them.
const MAILS: &[MailShot] = &[
    shot("request", Guest("asked", 1), REQUEST),
    shot("request-next", Guest("signed", 2), REQUEST),
    shot("request-viewer", Guest("viewed", 1), REQUEST),
    shot("request-forwarded", Guest("forwarded", 9), REQUEST),
    shot("request-corrected", Guest("bounced", 9), REQUEST),
    shot("request-access-code", Guest("factor", 1), REQUEST),
    shot("request-totp", Guest("factor", 2), REQUEST),
    shot("request-sms", Guest("factor", 3), REQUEST),
    shot("request-email-code", Guest("factor", 4), REQUEST),
    shot("invitation", Guest("invited", 1), ["利用者登録のご案内", " invites you to its electronic contract service"]),
    shot(
        "seal-expiry",
        Guest("administrator", 1),
        ["電子証明書の有効期限のお知らせ", "of your registered seal expires"],
    ),
    shot("reminder", Guest("asked", 1), AGAIN),
    shot("code", Guest("factor", 6), ["コードのお知らせ", "Your confirmation code"]),
    shot("completed", Guest("completed", 1), ["電子署名完了のお知らせ", "Your documents are signed"]),
    shot("completed-copy", Guest("completed", 3), ["電子署名完了のお知らせ", "Your documents are signed"]),
    shot("declined", Guest("declined", 2), DECLINED),
    shot("declined-sender", Sender, DECLINED),
    shot("forwarded-sender", Sender, ["転送されました", "Forwarded: "]),
    shot("voided", Guest("voided", 1), ["取り下げられました", "Withdrawn: "]),
    shot("expired", Guest("asked", 1), EXPIRED),
    shot("expired-not-asked", Guest("asked", 2), EXPIRED),
    shot("expired-sender", Sender, EXPIRED),
    shot("request-registered", Guest("registered", 1), REQUEST),
    shot("delayed-sender", Sender, ["時間がかかっています", "Taking longer than usual: "]),
    shot("failed", Guest("failed", 1), FAILED),
    shot("failed-sender", Sender, FAILED),
    shot("bounced-sender", Sender, ["メールアドレスが存在しないか", "The address does not exist"]),
    shot("mailbox-full-sender", Sender, ["容量がいっぱい", "The mailbox is full"]),
    shot("suppressed-sender", Sender, ["送信停止リスト", "its list of blocked addresses"]),
    shot("content-refused-sender", Sender, ["内容または大きさ", "its content or its size"]),
    shot("came-back-sender", Sender, ["原因の通知はありません", "The receiving server gave no reason"]),
    shot("complaint-sender", Sender, ["迷惑メールとして報告されました", "Reported as spam: "]),
    shot("refused-code-sender", Sender, ["認証コードを送信できませんでした", "Code not sent: "]),
    shot("no-more-codes-sender", Sender, ["認証コードが上限に達しました", "No more codes sent: "]),
    shot("locked-sender", Sender, ["手続きが停止しました", "Locked after wrong codes"]),
];

const fn shot(name: &'static str, to: To, holds: [&'static str; 2]) -> MailShot {
    MailShot { name, to, holds }
}

const fn in_language([ja, en]: [&str; 2], language: Language) -> &str {
    language.t(ja, en)
}

impl MailShot {
    /// Waits for it.
    async fn arrives(&self, stack: &Stack, language: Language) -> Result<Mail> {
        let to = match self.to {
            Guest(scenario, number) => address(scenario, language, number),
            Sender => language.t(SENDER, SENDER_EN).to_owned(),
        };
        let holds = in_language(self.holds, language);
        let again = in_language(AGAIN, language);
        let is_it = |mail: &Mail| {
            let is_reminder = mail.subject.starts_with(again) == holds.starts_with(again);
            is_reminder && mail.to.contains(&to) && (mail.subject.contains(holds) || mail.text.contains(holds))
        };
        mail(stack, &format!("the mail {} to {to}", self.name), is_it).await
    }
}

/// Waits for all mails of this name.
pub(super) async fn arrive(stack: &Stack, name: &str) -> Result<()> {
    for shot in MAILS.iter().filter(|shot| shot.name == name) {
        for language in Language::ALL {
            shot.arrives(stack, language).await?;
        }
    }
    Ok(())
}

/// Every mail: its text, and its looks at a desk and on a phone, by day and at night. Text messages have no looks.
pub(super) async fn take(stack: &Stack, browser: &Browser, gallery: &mut Gallery) -> Result<()> {
    let mut mails = Vec::new();
    for shot in MAILS {
        for language in Language::ALL {
            let mail = shot.arrives(stack, language).await?;
            let words = format!("{}\n\n{}", mail.subject, mail.text);
            gallery.text("mail", shot.name, &mail.subject, language, &words)?;
            mails.push((shot, language, mail));
        }
    }
    for (text, language) in stack.texts().await?.iter().zip(Language::ALL) {
        gallery.text("sms", "code", "SMS", language, &text.text)?;
    }
    let mut looks = Vec::new();
    for device in Device::BOTH {
        for is_dark in [false, true] {
            let look = format!("{}{}", device.name(), if is_dark { "-dark" } else { "" });
            let mut shots = Vec::new();
            for (shot, language, mail) in &mails {
                if let Some(file) = gallery.place("mail", shot.name, &mail.subject, *language, &look)? {
                    shots.push((file, mail));
                }
            }
            looks.push((device, is_dark, shots));
        }
    }
    let taken = looks.into_iter().map(async |(device, is_dark, shots)| {
        let person = browser.person(setup(device, Language::Ja)).await?;
        let page = person.tab().await?;
        page.dark(is_dark).await?;
        for (file, mail) in shots {
            page.show(&mail.html).await?;
            page.screenshot(&file).await.with_context(|| file.display().to_string())?;
        }
        person.leave().await
    });
    try_join_all(taken).await.map(drop)
}
