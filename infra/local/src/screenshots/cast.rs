//! Envelopes in every state, and the links by which people come to them.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::language::Language;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use url::Url;

use crate::client::{declare, link_in};
use crate::form::forms;
use crate::sample;
use crate::stack::{Mail, Stack};

const LIMIT: Duration = Duration::from_secs(90);
const POLL: Duration = Duration::from_millis(100);
const DAY: i64 = 24 * 3600;

/// What somebody comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scene {
    /// It is their turn.
    Asked,
    /// They have signed, somebody else has not.
    Signed,
    /// Everybody has signed.
    Completed,
    /// The same, by the link in the completion mail.
    Download,
    /// They have declined.
    Declined,
    /// Somebody else has declined.
    DeclinedByAnother,
    /// The sender took it back.
    Voided,
    /// The link leads nowhere.
    Wrong,
}

/// The links of one language's people.
#[derive(Debug)]
pub(super) struct Cast {
    pub(super) language: Language,
    links: Vec<(Scene, String)>,
}

impl Cast {
    /// Brings envelopes into every state.
    pub(super) async fn new(stack: &Stack, language: Language) -> Result<Self> {
        let play = |name| Play { stack, language, name };
        let wrong = format!("{}/sign/{}", stack.public_url(), "A".repeat(43));

        let asked = play("asked");
        asked.send([1, 2]).await?;
        let signed = play("signed");
        signed.send([1, 2]).await?;
        signed.act(1, "/complete", "").await?;
        let completed = play("completed");
        completed.send([1, 1]).await?;
        completed.act(1, "/complete", "").await?;
        completed.act(2, "/complete", "").await?;
        let declined = play("declined");
        declined.send([1, 1]).await?;
        let another = declined.link(2, "/sign/").await?;
        declined
            .act(1, "/decline", language.t("金額が見積書と異なります。", "The amount is not the one of your offer."))
            .await?;
        let voided = play("voided");
        let id = voided.send([1, 2]).await?;
        let taken_back = voided.link(1, "/sign/").await?;
        stack.client().void(&id, language.t("内容に誤りがあったため", "There was a mistake in it")).await?;

        let links = vec![
            (Scene::Asked, asked.link(1, "/sign/").await?),
            (Scene::Signed, signed.link(1, "/sign/").await?),
            (Scene::Completed, completed.link(1, "/sign/").await?),
            (Scene::Download, completed.link(1, "/download/").await?),
            (Scene::Declined, declined.link(1, "/sign/").await?),
            (Scene::DeclinedByAnother, another),
            (Scene::Voided, taken_back),
            (Scene::Wrong, wrong),
        ];
        Ok(Self { language, links })
    }

    /// The link to a scene.
    pub(super) fn link(&self, scene: Scene) -> Result<&str> {
        let found = self.links.iter().find(|(known, _)| *known == scene);
        found.map(|(_, link)| link.as_str()).with_context(|| format!("nobody comes to {scene:?}"))
    }
}

/// Lets time pass until so many days after now, and the schedule do its work.
pub(super) async fn let_pass(stack: &Stack, days: i64) -> Result<()> {
    stack.move_clock(days * DAY)?;
    stack.invoke("expire-envelopes", &json!({"source": "schedule"})).await.map(drop)
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

/// One envelope for two people.
struct Play<'a> {
    stack: &'a Stack,
    language: Language,
    name: &'static str,
}

impl Play<'_> {
    fn address(&self, person: usize) -> String {
        format!("{}-{}-{person}@vendor.example", self.name, self.language.tag())
    }

    /// Sends it to both, in this order; gives its identifier.
    async fn send(&self, order: [usize; 2]) -> Result<String> {
        let documents = [sample::contract(sample::PAGES)?, sample::contract(sample::PAGES + 1)?];
        let language = self.language;
        let names = [
            language.t("電子契約サービス委託", "Electronic contract service"),
            language.t("電子契約サービス委託 付属書", "Electronic contract service, annex"),
        ];
        let people = [
            (language.t("株式会社〇〇", "Example Ltd"), language.t("鈴木 太郎", "Taro Suzuki")),
            (language.t("株式会社△△", "Sample Ltd"), language.t("高橋 一郎", "Ichiro Takahashi")),
        ];
        let recipients = people.iter().zip(order).zip(1..).map(|(((company, name), order), number)| {
            json!({"kind": "signer", "order": order, "company": company, "name": name,
                "email": self.address(number), "seal": {"type": "contract"}})
        });
        let envelope = json!({
            "title": names[0],
            "message": language.t("お世話になっております。\n内容をご確認のうえ、ご署名をお願いいたします。", "Please read and sign."),
            "documents": names.iter().zip(&documents).map(|(name, pdf)| declare(name, pdf)).collect::<Vec<_>>(),
            "recipients": recipients.collect::<Vec<Value>>(),
        });
        let client = self.stack.client();
        let created = client.create(&envelope).await?;
        for (place, pdf) in documents.into_iter().enumerate() {
            client.upload(&created["documents"][place], pdf).await?;
        }
        let id = created["id"].as_str().context("an envelope has an id")?.to_owned();
        client.send(&id).await?;
        Ok(id)
    }

    /// The link in the newest such mail to somebody.
    async fn link(&self, person: usize, path: &str) -> Result<String> {
        let address = self.address(person);
        let leads = |mail: &Mail| mail.to.contains(&address) && link_in(&mail.html, path).is_ok();
        let mail = mail(self.stack, &format!("a mail with {path} to {address}"), leads).await?;
        link_in(&mail.html, path)
    }

    /// Sends the form of the last page whose action ends so, with everything ticked and this reason.
    async fn act(&self, person: usize, action: &str, reason: &str) -> Result<()> {
        let link = self.link(person, "/sign/").await?;
        let url = format!("{link}/confirm");
        let html = self.stack.client().page(&url).await?.text();
        let form = forms(&html).into_iter().find(|form| form.action.ends_with(action));
        let mut form = form.with_context(|| format!("the page has no form for {action}: {html}"))?;
        if !reason.is_empty() {
            form.fields.push(("reason".to_owned(), reason.to_owned()));
        }
        let target = Url::parse(&url)?.join(&form.action)?;
        let answer = self.stack.client().post_form(target.as_str(), &form.fields).await?;
        ensure!(answer.status == StatusCode::SEE_OTHER, "{action}: {}: {}", answer.status, answer.text());
        Ok(())
    }
}
