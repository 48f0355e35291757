//! The list of mails. A new mail is one line.

use anyhow::{Context, Result};
use browser::{Browser, Device};
use domain::language::Language;

use super::cast::mail;
use super::gallery::Gallery;
use super::setup;
use crate::stack::{Mail, Stack};

/// A mail.
struct MailShot {
    /// Its file's name.
    name: &'static str,
    language: Language,
    /// What only its subject holds.
    subject: &'static str,
    /// To whom: a part of the address.
    to: &'static str,
}

const AGAIN: &str = "[再送]";

/// All of them.
const MAILS: &[MailShot] = &[
    shot("request", Language::Ja, "署名依頼が届いています", "asked-ja"),
    shot("reminder", Language::Ja, AGAIN, "asked-ja"),
    shot("completed", Language::Ja, "電子署名完了のお知らせ", "completed-ja"),
    shot("declined", Language::Ja, "辞退されました", "declined-ja"),
    shot("declined-sender", Language::Ja, "辞退されました", "sato@"),
    shot("voided", Language::Ja, "取り下げられました", "voided-ja"),
    shot("expired", Language::Ja, "期限切れになりました", "asked-ja"),
    shot("expired-sender", Language::Ja, "期限切れになりました", "sato@"),
];

const fn shot(name: &'static str, language: Language, subject: &'static str, to: &'static str) -> MailShot {
    MailShot { name, language, subject, to }
}

impl MailShot {
    /// Waits for it.
    async fn arrives(&self, stack: &Stack) -> Result<Mail> {
        let is_it = |mail: &Mail| {
            // A reminder's subject is the request's with something before it.
            let is_reminder = mail.subject.starts_with(AGAIN) == self.subject.starts_with(AGAIN);
            is_reminder && mail.subject.contains(self.subject) && mail.to.iter().any(|to| to.contains(self.to))
        };
        mail(stack, &format!("the mail {}", self.name), is_it).await
    }
}

/// Waits for all mails of this name.
pub(super) async fn arrive(stack: &Stack, name: &str) -> Result<()> {
    for shot in MAILS.iter().filter(|shot| shot.name == name) {
        shot.arrives(stack).await?;
    }
    Ok(())
}

/// Every mail, at a desk, on a phone, and on a phone at night.
pub(super) async fn take(stack: &Stack, browser: &Browser, gallery: &mut Gallery) -> Result<()> {
    for (device, is_dark) in [(Device::Desktop, false), (Device::Phone, false), (Device::Phone, true)] {
        let person = browser.person(setup(device, Language::Ja)).await?;
        let page = person.tab().await?;
        page.dark(is_dark).await?;
        for shot in MAILS {
            let look = if is_dark { "phone-dark" } else { device.name() };
            let mail = shot.arrives(stack).await?;
            if let Some(file) = gallery.place("mail", shot.name, &mail.subject, shot.language, look)? {
                page.show(&mail.html).await?;
                page.screenshot(&file).await.with_context(|| format!("the mail {}", shot.name))?;
            }
        }
        person.leave().await?;
    }
    Ok(())
}
