//! One envelope and the people in it, by the same calls, links and forms that people use.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::language::Language;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use url::Url;

use crate::client::{Answer, Client, declare, link_in};
use crate::form::forms;
use crate::sample;
use crate::stack::{Mail, Stack};

/// How long anything is waited for.
pub(super) const LIMIT: Duration = Duration::from_secs(90);
/// How often it is looked for.
pub(super) const POLL: Duration = Duration::from_millis(100);

/// Who plays: the sender of one language, before one stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stage<'a> {
    pub(super) stack: &'a Stack,
    pub(super) sender: &'a Client,
    pub(super) language: Language,
}

/// One envelope, sent.
#[derive(Clone, Debug)]
pub(super) struct Scenario<'a> {
    stage: Stage<'a>,
    name: &'static str,
    /// The envelope's identifier.
    pub(super) id: String,
}

/// A recipient as the API takes it, but for name, address and language.
pub(super) type Part = Value;

/// Somebody who signs in this place.
pub(super) fn signer(order: usize) -> Part {
    json!({"kind": "signer", "order": order, "seal": {"type": "contract"}})
}

/// Somebody who signs first and has to show this as well.
pub(super) fn with_factor(factor: &Value) -> Part {
    let mut part = signer(1);
    part["factor"] = factor.clone();
    part
}

/// The address of somebody in an envelope's scenario.
pub(super) fn address(name: &str, language: Language, person: usize) -> String {
    format!("{name}-{}-{person}@vendor.example", language.tag())
}

/// Waits for a mail.
pub(super) async fn mail(stack: &Stack, what: &str, is_it: impl Fn(&Mail) -> bool) -> Result<Mail> {
    let deadline = Instant::now() + LIMIT;
    loop {
        if let Some(mail) = stack.mails().await?.into_iter().find(&is_it) {
            return Ok(mail);
        }
        ensure!(Instant::now() < deadline, "{what} did not come within {} s", LIMIT.as_secs());
        sleep(POLL).await;
    }
}

impl<'a> Stage<'a> {
    /// Sends an envelope with two documents to these people.
    pub(super) async fn send(self, name: &'static str, parts: &[Part]) -> Result<Scenario<'a>> {
        let language = self.language;
        let documents = [sample::contract(sample::PAGES)?, sample::contract(sample::PAGES + 1)?];
        let names = [
            language.t("電子契約サービス委託", "Electronic contract service"),
            language.t("電子契約サービス委託 付属書", "Electronic contract service, annex"),
        ];
        let recipients = parts.iter().zip(1..).map(|(part, number)| self.recipient(name, part, number));
        let envelope = json!({
            "title": names[0],
            "message": language.t(
                "お世話になっております。\n内容をご確認のうえ、ご署名をお願いいたします。",
                "Thank you for the good talk last week.\nPlease read the contract and sign it.",
            ),
            "documents": names.iter().zip(&documents).map(|(name, pdf)| declare(name, pdf)).collect::<Vec<_>>(),
            "recipients": recipients.collect::<Vec<Value>>(),
        });
        let created = self.sender.create(&envelope).await?;
        for (place, pdf) in documents.into_iter().enumerate() {
            self.sender.upload(&created["documents"][place], pdf).await?;
        }
        let id = created["id"].as_str().context("an envelope has an id")?.to_owned();
        self.sender.send(&id).await?;
        Ok(Scenario { stage: self, name, id })
    }

    fn recipient(self, name: &str, part: &Part, number: usize) -> Value {
        let language = self.language;
        let people = [
            (language.t("株式会社〇〇", "Example Ltd"), language.t("鈴木 太郎", "Taro Suzuki")),
            (language.t("株式会社△△", "Sample Ltd"), language.t("高橋 一郎", "Ichiro Takahashi")),
        ];
        let (company, person) = people[(number - 1) % people.len()];
        let mut recipient = part.clone();
        recipient["company"] = company.into();
        recipient["name"] = person.into();
        recipient["email"] = address(name, language, number).into();
        recipient["language"] = language.tag().into();
        recipient
    }
}

impl Scenario<'_> {
    /// The address of somebody in it.
    pub(super) fn address(&self, person: usize) -> String {
        address(self.name, self.stage.language, person)
    }

    /// The link in the newest such mail to somebody.
    pub(super) async fn link(&self, person: usize, path: &str) -> Result<String> {
        let address = self.address(person);
        let leads = |mail: &Mail| mail.to.contains(&address) && link_in(&mail.html, path).is_ok();
        let mail = mail(self.stage.stack, &format!("a mail with {path} to {address}"), leads).await?;
        link_in(&mail.html, path)
    }

    /// The link in the mail that tells the sender of this envelope's wait.
    pub(super) async fn told(&self, path: &str) -> Result<String> {
        let envelope = self.stage.sender.envelope(&self.id).await?;
        let number = envelope["number"].as_str().context("an envelope has a number")?;
        let leads = |mail: &Mail| mail.text.contains(number) && link_in(&mail.html, path).is_ok();
        let mail = mail(self.stage.stack, &format!("a mail with {path} about {number}"), leads).await?;
        link_in(&mail.html, path)
    }

    /// Whether it is recorded why it waits.
    pub(super) async fn has_cause(&self) -> Result<bool> {
        Ok(!self.stage.sender.envelope(&self.id).await?["waiting"]["cause"].is_null())
    }

    /// Signs, with everything ticked.
    pub(super) async fn sign(&self, person: usize) -> Result<()> {
        self.act(person, "/confirm", "/complete", &[]).await
    }

    /// Sends the form with this action on a page below somebody's link, with these fields filled in, and is taken on.
    pub(super) async fn act(&self, person: usize, page: &str, action: &str, fields: &[(&str, &str)]) -> Result<()> {
        let answer = self.post(person, page, action, fields).await?;
        ensure!(answer.status == StatusCode::SEE_OTHER, "{action}: {}: {}", answer.status, answer.text());
        Ok(())
    }

    /// The same, whatever comes back.
    pub(super) async fn post(
        &self,
        person: usize,
        page: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer> {
        let url = format!("{}{page}", self.link(person, "/sign/").await?);
        let client = self.stage.stack.client();
        let html = client.page(&url).await?.text();
        let form = forms(&html).into_iter().find(|form| form.action.ends_with(action));
        let mut form = form.with_context(|| format!("the page has no form for {action}: {html}"))?;
        form.fields.retain(|(known, _)| fields.iter().all(|(name, _)| name != known));
        form.fields.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        client.post_form(Url::parse(&url)?.join(&form.action)?.as_str(), &form.fields).await
    }

    /// Asks somebody anew, at another address if there is one.
    pub(super) async fn ask_again(&self, person: usize, email: Option<&str>) -> Result<()> {
        let correction = email.map_or_else(|| json!({}), |email| json!({ "email": email }));
        self.stage.sender.request_again(&self.id, u16::try_from(person)?, &correction).await.map(drop)
    }
}
