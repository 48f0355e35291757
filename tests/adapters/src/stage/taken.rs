//! What an emulator's services were given.

use std::sync::Arc;

use anyhow::Result;
use async_trait::async_trait;
use domain::email_address::EmailAddress;
use domain::factor::PhoneNumber;
use local::emulator::Emulator;
use local::{mail, text};

use crate::contracts::mailer::TakenMails;
use crate::contracts::text_messages::TakenTexts;
use crate::http;

pub(super) struct Texts(pub(super) Arc<Emulator>);

#[async_trait]
impl TakenTexts for Texts {
    async fn to(&self, number: &PhoneNumber) -> Result<Vec<String>> {
        let all = text::all(&self.0, &http::client()?).await?;
        Ok(all.into_iter().filter(|text| text.to == number.as_str()).map(|text| text.text).collect())
    }
}

pub(super) struct Mails(pub(super) Arc<Emulator>);

#[async_trait]
impl TakenMails for Mails {
    async fn to(&self, address: &EmailAddress) -> Result<Vec<[String; 3]>> {
        let all = mail::all(&self.0, &http::client()?).await?;
        let ours = all.into_iter().filter(|mail| mail.to == [address.as_str()]);
        Ok(ours.map(|mail| [mail.subject, mail.text, mail.html]).collect())
    }
}
