//! The contract's way, step by step.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use browser::pause_since;
use jiff::Timestamp;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::time::{Instant, sleep};
use url::Url;

use super::contract::Contract;
use super::people::Person;
use super::{Client as Sender, python};
use crate::client::{Answer, Client};
use crate::eml;
use crate::form::{Form, forms};
use crate::logs;
use crate::report::{Steps, Timings};
use crate::stack::{Mail, Stack};

/// How long anything may take that comes by itself.
const LIMIT: Duration = Duration::from_secs(180);
/// Through which functions everything goes between a click and a mail.
const CHAIN: [&str; 5] = ["route-events", "prepare-document", "seal-document", "timestamp-seal", "dispatch-email"];
const LOG_LINES: usize = 6;

/// Somebody who walks with a contract.
pub(super) struct Walk<'a> {
    stack: &'a Stack,
    steps: &'a mut Steps,
    /// Mails that were there before; a running emulator may have had other guests.
    old_mails: HashSet<String>,
}

/// What came of it.
pub(super) struct Finished {
    pub(super) envelope: Value,
    pub(super) events: Value,
    /// In the order of the contract's documents.
    pub(super) documents: Vec<Vec<u8>>,
    /// With their kinds, oldest first.
    pub(super) mails: Vec<(&'static str, Mail)>,
    pub(super) timings: Timings,
}

impl<'a> Walk<'a> {
    pub(super) async fn new(stack: &'a Stack, steps: &'a mut Steps) -> Result<Self> {
        let old_mails = stack.mails().await?.into_iter().map(|mail| mail.id).collect();
        Ok(Self { stack, steps, old_mails })
    }

    pub(super) async fn take(mut self, contract: &Contract, client: Sender) -> Result<Finished> {
        let id = match client {
            Sender::Api => self.send(contract).await?,
            Sender::Python => self.send_by_python(contract).await?,
        };
        let mut approved = 0;
        for (index, person) in contract.people.iter().enumerate() {
            let request = self.mail(person, "/sign/").await.with_context(|| stuck("request mail", person))?;
            if index == 0 {
                self.tell_of_the_originals(&id).await?;
            }
            self.steps.did_at(
                &format!("依頼メール Request mail to {}様 <{}>", person.name, person.email),
                arrival(&request)?,
            );
            self.sign(person, &request, contract.documents.len())
                .await
                .with_context(|| format!("{} signs", person.name))?;
            approved = self.steps.did(&format!("署名 Signed by {}様 ({})", person.name, person.company));
        }

        let mut last = None;
        for person in &contract.people {
            last = Some(self.mail(person, "/download/").await.with_context(|| stuck("completion mail", person))?);
        }
        let mut events = self.client().events(&id).await?;
        for number in 1..=contract.documents.len() {
            let checked = self.client().check_evidence(&id, u16::try_from(number)?).await?;
            // The documents agree with the evidence, or it is not said to be whole.
            if checked["intact"] != true {
                events["intact"] = false.into();
            }
        }
        self.steps.did_at("完了 Completed", completed_at(&events)?);
        let last = last.context("nobody signs")?;
        let mailed = self.steps.did_at("完了メール Completion mails to everybody", arrival(&last)?);

        let first = contract.people.first().context("nobody signs")?;
        let link = link(&self.mail(first, "/download/").await?, "/download/")?;
        let documents = self.download(&link).await.context("downloading by the link in the completion mail")?;
        ensure!(documents.len() == contract.documents.len(), "the page has {} documents", documents.len());
        let contract_ms = self.steps.did(&format!("ダウンロード Downloaded by {}様", first.name));

        Ok(Finished {
            envelope: self.client().envelope(&id).await?,
            events,
            documents,
            mails: self.new_mails().await?.into_iter().map(|mail| (kind(&mail), mail)).collect(),
            timings: Timings { approval_to_completion_mail_ms: mailed.saturating_sub(approved), contract_ms },
        })
    }

    /// The sender's part; gives the envelope's identifier.
    async fn send(&mut self, contract: &Contract) -> Result<String> {
        let envelope = self.client().create(&contract.request()).await.context("creating the envelope")?;
        let id = envelope["id"].as_str().context("the envelope has no id")?.to_owned();
        let number = envelope["number"].as_str().unwrap_or_default();
        self.steps.did(&format!("作成 Created 封筒：{number} {}", contract.title));

        for (index, document) in contract.documents.iter().enumerate() {
            let upload = self.client().upload(&envelope["documents"][index], document.bytes.clone());
            upload.await.with_context(|| format!("uploading {}", document.name))?;
            self.steps.did(&format!(
                "アップロード Uploaded {}.pdf ({} KB)",
                document.name,
                document.bytes.len().div_ceil(1000)
            ));
        }
        let draft = self.client().checked(&id).await.context("waiting for the check of the uploads")?;
        for document in draft["documents"].as_array().into_iter().flatten() {
            let refusal = &document["refusal"];
            ensure!(
                document["state"] == "checked",
                "{} cannot be sent: {} {}",
                document["name"].as_str().unwrap_or_default(),
                refusal["detail_ja"].as_str().unwrap_or_default(),
                refusal["detail"].as_str().unwrap_or_default()
            );
        }
        self.steps.did("確認 Uploads checked");
        self.client().send(&id).await.context("sending")?;
        self.steps.did("送信 Sending");
        Ok(id)
    }

    /// The same by the client for Python.
    async fn send_by_python(&mut self, contract: &Contract) -> Result<String> {
        let id = python::send(self.stack, contract).await.context("sending by the client for Python")?;
        self.steps.did(&format!("送信 Sent by the client for Python {}", contract.title));
        Ok(id)
    }

    /// By the time of the first request mail the originals are fixed; the service knows since when.
    async fn tell_of_the_originals(&mut self, id: &str) -> Result<()> {
        let envelope = self.client().envelope(id).await?;
        let documents = envelope["documents"].as_array().context("the envelope has no documents")?;
        let timestamps = documents.iter().filter_map(|document| document["seals"][0]["timestamped_at"].as_str());
        let timestamps = timestamps.map(str::parse::<Timestamp>).collect::<Result<Vec<_>, _>>()?;
        ensure!(
            timestamps.len() == documents.len(),
            "somebody was asked to sign before all originals were timestamped"
        );
        let last = timestamps.into_iter().max().context("nothing was timestamped")?;
        // Timestamps tell whole seconds: that of the second in which it was sent would seem to be from before.
        let at = last.max(self.steps.done.last().map_or(last, |step| step.at));
        self.steps.did_at("原本の封印とタイムスタンプ Originals sealed and timestamped", at);
        Ok(())
    }

    /// What a person does: open the link, show the access code if there is one, read, go on, tick the box, confirm.
    async fn sign(&self, person: &Person, request: &Mail, documents: usize) -> Result<()> {
        let link = link(request, "/sign/")?;
        let client = match person.access_code {
            Some(code) => &self.client().sign_in(&link, code).await?,
            None => self.client(),
        };
        expect(client.page(&link).await?, StatusCode::OK)?;
        let confirm = expect(client.page(&format!("{link}/confirm")).await?, StatusCode::OK)?;
        let form = form(&confirm.text(), |form| form.action.ends_with("/complete"))?;
        // The others are the box that a reader ticks, and the like.
        let named = form.fields.iter().filter(|(name, _)| name.starts_with("document_")).count();
        ensure!(named == documents, "the form names {named} documents");
        let action = Url::parse(&link)?.join(&form.action)?;
        expect(client.post_form(action.as_str(), &form.fields).await?, StatusCode::SEE_OTHER).map(drop)
    }

    async fn download(&self, link: &str) -> Result<Vec<Vec<u8>>> {
        let page = expect(self.client().page(link).await?, StatusCode::OK)?;
        let mut documents = Vec::new();
        for form in forms(&page.text()).into_iter().filter(|form| form.action.contains("/documents/")) {
            let action = Url::parse(link)?.join(&form.action)?;
            let answer = self.client().post_form(action.as_str(), &form.fields).await?;
            let answer = expect(answer, StatusCode::SEE_OTHER)?;
            documents.push(self.client().fetch(answer.header("location")).await?);
        }
        Ok(documents)
    }

    /// The first new mail to somebody with a link to `path`, as soon as it is there.
    async fn mail(&self, person: &Person, path: &str) -> Result<Mail> {
        let start = Instant::now();
        loop {
            let is_it = |mail: &Mail| mail.to.contains(&person.email) && link(mail, path).is_ok();
            if let Some(mail) = self.new_mails().await?.into_iter().find(is_it) {
                return Ok(mail);
            }
            if start.elapsed() > LIMIT {
                bail!("nothing came within {} s\n{}", LIMIT.as_secs(), self.what_functions_say().await);
            }
            sleep(pause_since(start)).await;
        }
    }

    async fn new_mails(&self) -> Result<Vec<Mail>> {
        let mails = self.stack.mails().await?;
        Ok(mails.into_iter().filter(|mail| !self.old_mails.contains(&mail.id)).collect())
    }

    async fn what_functions_say(&self) -> String {
        let mut text = String::new();
        for function in CHAIN {
            let lines = match logs::tail(self.stack.endpoint(), function, LOG_LINES).await {
                Ok(lines) if lines.is_empty() => vec!["(it never ran)".to_owned()],
                Ok(lines) => lines,
                Err(error) => vec![format!("({error:#})")],
            };
            text.push_str(&format!("— {function}\n{}\n", lines.join("\n")));
        }
        text
    }

    fn client(&self) -> &'a Client {
        self.stack.client()
    }
}

fn stuck(what: &str, person: &Person) -> String {
    format!("waiting for the {what} to {} <{}>", person.name, person.email)
}

fn link(mail: &Mail, path: &str) -> Result<String> {
    crate::client::link_in(&mail.text, path)
}

fn arrival(mail: &Mail) -> Result<Timestamp> {
    eml::sent_at(mail)
}

fn kind(mail: &Mail) -> &'static str {
    let leads_to = |path| link(mail, path).is_ok();
    match () {
        () if leads_to("/sign/") => "request",
        () if leads_to("/download/") => "completed",
        () => "notice",
    }
}

fn completed_at(events: &Value) -> Result<Timestamp> {
    let mut events = events["events"].as_array().into_iter().flatten();
    let completed = events.find(|event| event["type"] == "completed").context("no event tells of the completion")?;
    Ok(completed["at"].as_str().context("the event has no time")?.parse()?)
}

fn form(html: &str, is_it: impl Fn(&Form) -> bool) -> Result<Form> {
    forms(html).into_iter().find(is_it).with_context(|| format!("the page has no such form: {html}"))
}

fn expect(answer: Answer, status: StatusCode) -> Result<Answer> {
    ensure!(answer.status == status, "expected {status}, got {}: {}", answer.status, answer.text());
    Ok(answer)
}
