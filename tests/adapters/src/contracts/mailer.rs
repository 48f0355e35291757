//! The mail service.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use async_trait::async_trait;
use domain::email_address::EmailAddress;
use domain::ids::RecipientNumber;
use domain::mail::{Addressee, MailId, MailOrigin};
use domain::ports::{Mailer, OutgoingMail};

use crate::contract::contract;
use crate::fixtures::{envelope_id, fresh};

/// A service, and what it was given.
pub struct Mailing {
    /// The service.
    pub mailer: Arc<dyn Mailer>,
    /// What it was given.
    pub taken: Box<dyn TakenMails>,
}

/// What a service was given.
#[async_trait]
pub trait TakenMails: Send + Sync {
    /// The mails to this address, oldest first: subject, plain text, HTML.
    async fn to(&self, address: &EmailAddress) -> Result<Vec<[String; 3]>>;
}

contract!(
    Mailing: a_mail_goes_to_one_address_as_it_is, every_mail_has_an_identifier_of_its_own, a_mail_without_reply_to_goes_too,
);

fn mail() -> Result<OutgoingMail> {
    mail_from("noreply@keiin.example")
}

/// A mail from this address to one that nobody else has.
pub fn mail_from(address: &str) -> Result<OutgoingMail> {
    let to: EmailAddress = format!("suzuki-{}@example.jp", fresh()).parse().context("an address")?;
    Ok(OutgoingMail {
        from_name: "滝川市".to_owned(),
        from_address: address.parse().context("an address")?,
        to,
        reply_to: Some("sato@city.example".parse().context("an address")?),
        subject: "【電子契約】「電子契約サービス委託」への署名のお願い".to_owned(),
        text: "いつもお世話になっております。\nhttps://keiin.example/s/token\n".to_owned(),
        html: "<p>いつもお世話になっております。</p><a href=\"https://keiin.example/s/token?a=1&amp;b=2\">署名</a>"
            .to_owned(),
        id: MailId::Envelope(MailOrigin {
            envelope: envelope_id(),
            sequence: 7,
            addressee: Addressee::Recipient(RecipientNumber(1)),
        }),
    })
}

async fn a_mail_goes_to_one_address_as_it_is(mailing: &Mailing) -> Result<()> {
    let (mail, nobody) = (mail()?, mail()?.to);
    mailing.mailer.send(&mail).await?;
    let taken = mailing.taken.to(&mail.to).await?;
    ensure!(taken == [[mail.subject, mail.text, mail.html]], "{taken:?}");
    ensure!(mailing.taken.to(&nobody).await?.is_empty());
    Ok(())
}

async fn every_mail_has_an_identifier_of_its_own(mailing: &Mailing) -> Result<()> {
    let mail = mail()?;
    let mut ids = BTreeSet::new();
    for _ in 0..3 {
        ids.insert(mailing.mailer.send(&mail).await?);
    }
    ensure!(ids.len() == 3 && !ids.contains(""), "{ids:?}");
    Ok(())
}

async fn a_mail_without_reply_to_goes_too(mailing: &Mailing) -> Result<()> {
    let mail = OutgoingMail { reply_to: None, ..mail()? };
    mailing.mailer.send(&mail).await?;
    ensure!(mailing.taken.to(&mail.to).await?.len() == 1);
    Ok(())
}
