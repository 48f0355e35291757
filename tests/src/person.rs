//! People who get mails and follow the links in them.

use anyhow::{Context, Result, ensure};
use local::client::{Answer, Client, link_in};
use local::stack::{Mail, Stack};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::mail_to;

/// A recipient.
#[derive(Clone, Debug)]
pub struct Person {
    /// Address; tells the envelope as well, so that mails of different tests are never mixed up.
    pub email: String,
    name: String,
    company: String,
    seal: Value,
    /// Shown besides the link.
    access_code: Option<&'static str>,
}

/// What the city tells its own signer.
const ACCESS_CODE: &str = "sakura-2026";

impl Person {
    /// The city's own signer, with the contract seal.
    pub fn city(title: &str) -> Self {
        Self {
            email: format!("sato-{}@city.takikawa.example", tag(title)),
            name: "佐藤 花子".into(),
            company: "滝川市".into(),
            seal: json!({"type": "contract"}),
            access_code: None,
        }
    }

    /// The same with the city's registered seal, which takes an access code. The seal's row has to name the address.
    pub fn city_with_registered_seal(title: &str) -> Self {
        let seal = json!({"type": "registered", "organisation": "takikawa"});
        Self { seal, access_code: Some(ACCESS_CODE), ..Self::city(title) }
    }

    /// The `n`th contractor, with the contract seal.
    pub fn contractor(title: &str, n: usize) -> Self {
        Self {
            email: format!("suzuki{n}-{}@vendor.example", tag(title)),
            name: "鈴木 太郎".into(),
            company: "株式会社〇〇".into(),
            seal: json!({"type": "contract"}),
            access_code: None,
        }
    }

    /// As the API wants a recipient.
    pub fn as_recipient(&self, order: usize) -> Value {
        let factor = self.access_code.map(|code| json!({"type": "access_code", "code": code}));
        json!({"kind": "signer", "order": order, "name": self.name, "company": self.company,
            "email": self.email, "seal": self.seal, "factor": factor})
    }

    /// The link in the request mail, once it is there.
    pub async fn sign_link(&self, stack: &Stack) -> Result<String> {
        link_in(&mail_to(stack, &self.email, "依頼が届いています").await?.html, "/sign/")
    }

    /// This person's browser at the link: it has shown the access code, where one is asked for.
    pub async fn browser(&self, stack: &Stack, link: &str) -> Result<Client> {
        match self.access_code {
            Some(code) => stack.client().sign_in(link, code).await.context("showing the access code"),
            None => Ok(stack.client().clone()),
        }
    }

    /// The completion mail.
    pub async fn completion_mail(&self, stack: &Stack) -> Result<Mail> {
        mail_to(stack, &self.email, "電子署名完了のお知らせ").await
    }

    /// Reads, presses 「完了する」 and 「署名手続きを完了する」.
    pub async fn sign(&self, stack: &Stack) -> Result<()> {
        let link = self.sign_link(stack).await?;
        let answer = complete_by(&self.browser(stack, &link).await?, &link).await?;
        ensure!(answer.status == StatusCode::SEE_OTHER, "signing: {}: {}", answer.status, answer.text());
        Ok(())
    }

    /// The files behind the completion mail's link, each by its button.
    pub async fn download(&self, stack: &Stack) -> Result<Vec<(Answer, Vec<u8>)>> {
        let link = link_in(&self.completion_mail(stack).await?.html, "/download/")?;
        let page = stack.client().page(&link).await?;
        ensure!(page.status == StatusCode::OK, "the download page: {}", page.status);
        let mut files = Vec::new();
        for number in 1..=page.text().matches("↓ ダウンロード").count() {
            files.push(download(stack, &link, number).await?);
        }
        Ok(files)
    }
}

/// Presses one download button.
pub async fn download(stack: &Stack, link: &str, number: usize) -> Result<(Answer, Vec<u8>)> {
    let click = stack.client().post_form(&format!("{link}/documents/{number}"), &[]).await?;
    ensure!(click.status == StatusCode::SEE_OTHER, "the click: {}: {}", click.status, click.text());
    let url = click.header("location").to_owned();
    let answer = stack.client().page(&url).await?;
    ensure!(answer.status == StatusCode::OK, "the store: {}", answer.status);
    let bytes = answer.body.clone();
    Ok((answer, bytes))
}

/// The page with the message, and what its form would send, for whoever needs nothing but the link.
pub async fn confirmation(stack: &Stack, link: &str) -> Result<Vec<(String, String)>> {
    confirmation_by(stack.client(), link).await
}

/// The same in this browser.
pub async fn confirmation_by(browser: &Client, link: &str) -> Result<Vec<(String, String)>> {
    let review = browser.page(link).await?;
    ensure!(review.status == StatusCode::OK && review.text().contains("完了する"), "the page: {}", review.text());
    let confirm = browser.page(&format!("{link}/confirm")).await?;
    ensure!(confirm.status == StatusCode::OK, "the message: {}", confirm.status);
    let html = confirm.text();
    ensure!(html.contains("署名手続きを完了する"), "the message has no button: {html}");
    // The box that has to be ticked, and what goes with it unseen.
    let is_of_act = |name: &str| name.starts_with("document_") || name == "confirmed";
    let fields = html.split("<input ").skip(1).filter_map(|tag| {
        Some((attribute(tag, "name")?, attribute(tag, "value")?)).filter(|(name, _)| is_of_act(name))
    });
    Ok(fields.collect())
}

/// Presses both buttons; whatever comes back. For whoever needs nothing but the link.
pub async fn complete(stack: &Stack, link: &str) -> Result<Answer> {
    complete_by(stack.client(), link).await
}

/// The same in this browser.
pub async fn complete_by(browser: &Client, link: &str) -> Result<Answer> {
    let fields = confirmation_by(browser, link).await.context("the pages before the act")?;
    browser.post_form(&format!("{link}/complete"), &fields).await
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

/// Letters and digits that tell a title from others.
fn tag(title: &str) -> String {
    title.bytes().fold(0_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte))).to_string()
}
