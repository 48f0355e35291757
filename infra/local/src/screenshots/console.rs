//! The pages of those who have signed in: the console's list and envelopes in each state, the forms, and what they say where
//! something is wrong. Each device and language is a person of the organisation, who signs in as anybody does.

use anyhow::{Context, Result};
use browser::{Browser, Device, Page, Person, Role};
use domain::authorisation::Role as PersonRole;
use domain::language::Language;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::gallery::Gallery;
use super::pages::{DRAWN, When, fill};
use super::scenario::mail;
use super::setup;
use crate::client::{Client, declare, fresh_key, link_in};
use crate::sample;
use crate::stack::Stack;
use crate::user_pool;

const PASSWORD: &str = "Correct-Horse-7-Battery";

/// What the names of these pictures begin with.
pub(super) const NAME: &str = "console-";

/// Where a page is.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// At this address.
    At(&'static str),
    /// The list of what is in the folder of the language, in this state.
    In(&'static str),
    /// Below the page of an envelope in this state.
    Of(&'static str, &'static str),
    /// Below the page of the envelope that waits for its seals.
    Sealing,
    /// The question before something is done to all that is in this state.
    Several(&'static str, &'static str),
    /// A form whose fields were filled in so, sent to its own address.
    Filled(&'static str, &'static [(&'static str, &'static str)]),
    /// The list, with the dialog that a key opens.
    Pressed(&'static str),
}

/// A page: its file's name, what it is, when it is to be seen, and where.
type Shot = (&'static str, &'static str, When, Place);

const NO_ADDRESS: &[(&str, &str)] = &[("title", "業務委託契約"), ("name", "鈴木 太郎"), ("email", "suzuki")];

/// All of them.
const SHOTS: &[Shot] = &[
    ("console-list", "文書管理 Documents", When::InTime, Place::In("")),
    ("console-list-empty", "文書のない一覧 Nothing in the list", When::InTime, Place::In("&status=expired")),
    ("console-draft", "下書き Draft", When::InTime, Place::Of("draft", "")),
    ("console-envelope", "署名手続き中 Being signed", When::InTime, Place::Of("in_progress", "")),
    ("console-completed", "締結済み Completed", When::InTime, Place::Of("completed", "")),
    ("console-declined", "辞退 Declined", When::InTime, Place::Of("declined", "")),
    ("console-voided", "取り下げ Withdrawn", When::InTime, Place::Of("voided", "")),
    ("console-failed", "続けられない封筒 Could not go on", When::InTime, Place::Of("failed", "")),
    ("console-sealing", "封印待ち Waiting to be sealed", When::Overdue, Place::Sealing),
    ("console-history", "操作の記録 History", When::InTime, Place::Of("completed", "/history")),
    ("console-mails", "メールの送信状況 Emails", When::InTime, Place::Of("completed", "/mails")),
    ("console-access", "閲覧できる人 Who can see it", When::InTime, Place::Of("completed", "/access")),
    (
        "console-several",
        "まとめて取り下げる前の確認 Before several are withdrawn",
        When::InTime,
        Place::Several("void", "in_progress"),
    ),
    ("console-folders", "フォルダー Folders", When::InTime, Place::At("/console/folders")),
    ("console-new", "新しい依頼 New request", When::InTime, Place::At("/console/new")),
    (
        "console-new-error",
        "入力誤りのある依頼 New request, errors",
        When::InTime,
        Place::Filled("/console/new", NO_ADDRESS),
    ),
    ("console-shortcuts", "キーボード操作 Keyboard shortcuts", When::InTime, Place::Pressed("?")),
    ("console-settings", "設定 Settings", When::InTime, Place::At("/console/settings")),
];

/// Somebody who has signed in before a browser, and what they look at.
pub(super) struct Visitor<'b> {
    person: Person<'b>,
    device: Device,
    language: Language,
    api: Client,
    /// The folder of what was sent in their language.
    folder: String,
    /// The envelope that is going to wait for its seals.
    sealing: String,
}

/// Lets somebody sign in for each device, and puts what was sent in this language into a folder.
pub(super) async fn sign_in<'b>(
    stack: &Stack,
    browser: &'b Browser,
    sender: &Client,
    language: Language,
    sealing: &str,
) -> Result<Vec<Visitor<'b>>> {
    let mut visitors: Vec<Visitor<'b>> = Vec::new();
    for device in Device::BOTH {
        let person = browser.person(setup(device, language)).await?;
        let email = format!("console-{}-{}@city.takikawa.example", language.tag(), device.name());
        comes_in(stack, &person, &email, language).await.with_context(|| email.clone())?;
        let cookies = person.cookies().await?;
        let (name, value) = cookies.iter().find(|(name, _)| name == "__Host-session").context("a session")?;
        let api = stack.client().in_session(name, value);
        let folder = match visitors.first() {
            Some(other) => other.folder.clone(),
            None => folder(&api, sender, language).await.context("the folder")?,
        };
        visitors.push(Visitor { person, device, language, api, folder, sealing: sealing.to_owned() });
    }
    Ok(visitors)
}

/// Follows an invitation, and signs in at the stack's own provider.
async fn comes_in(stack: &Stack, person: &Person<'_>, email: &str, language: Language) -> Result<()> {
    let pools = user_pool::call(stack.endpoint(), "ListUserPools", &json!({"MaxResults": 10})).await?;
    let pool = pools["UserPools"][0]["Id"].as_str().context("a user pool")?;
    user_pool::add_account(stack.endpoint(), pool, email, PASSWORD).await?;
    let roles = vec![PersonRole::DocumentManager, PersonRole::Sender];
    stack.invite_as(language.t("佐藤 花子", "Hanako Sato"), email, language, roles).await?;
    let invited =
        |mail: &crate::stack::Mail| mail.to.contains(&email.to_owned()) && link_in(&mail.html, "/invitation/").is_ok();
    let invitation = mail(stack, &format!("an invitation of {email}"), invited).await?;
    let page = person.open(&link_in(&invitation.html, "/invitation/")?).await?;
    page.click(Role::Button, language.t("登録に進む", "Continue")).await?;
    page.fill("Username", email).await?;
    page.click(Role::Button, "Next").await?;
    page.fill(&format!("Password for {email}"), PASSWORD).await?;
    page.click(Role::Button, "Sign in").await?;
    let last = language.t("ログインを完了する", "Complete the sign-in");
    if page.has(Role::Button, last).await? {
        page.click(Role::Button, last).await?;
    }
    page.close().await
}

/// Makes the folder, and puts into it all that this sender has sent.
async fn folder(api: &Client, sender: &Client, language: Language) -> Result<String> {
    let name = language.t("総務課", "General affairs");
    let made = api.api(Method::POST, "/v1/folders", Some(&fresh_key()?), Some(&json!({ "name": name }))).await?;
    let made = made.expect(StatusCode::CREATED)?.json()?;
    let folder = made["id"].as_str().context("a folder has an id")?.to_owned();
    draft(sender, language).await?;
    for envelope in in_list(sender, "limit=100").await? {
        let path = format!("/v1/envelopes/{}/move", envelope["id"].as_str().context("an id")?);
        // Two senders share the organisation: each title is in the sender's language.
        let is_japanese = envelope["title"].as_str().is_some_and(|title| !title.is_ascii());
        if is_japanese == language.is_ja() {
            api.api(Method::POST, &path, Some(&fresh_key()?), Some(&json!({ "folder": folder })))
                .await?
                .expect(StatusCode::OK)?;
        }
    }
    Ok(folder)
}

/// A draft with a document that can be sent.
async fn draft(sender: &Client, language: Language) -> Result<()> {
    let (title, pdf) = (language.t("清掃業務委託", "Cleaning"), sample::contract(sample::PAGES)?);
    let recipient = json!({"kind": "signer", "order": 1, "name": language.t("鈴木 太郎", "Taro Suzuki"),
        "email": "suzuki@vendor.example", "language": language.tag()});
    let draft = json!({"title": title, "documents": [declare(title, &pdf)], "recipients": [recipient]});
    let made = sender.create(&draft).await?;
    sender.upload(&made["documents"][0], pdf).await?;
    sender.checked(made["id"].as_str().context("a draft has an id")?).await.map(drop)
}

async fn in_list(client: &Client, query: &str) -> Result<Vec<Value>> {
    Ok(client.envelopes(query).await?["envelopes"].as_array().context("envelopes")?.clone())
}

impl Visitor<'_> {
    /// Takes the pictures of this time.
    pub(super) async fn take(&self, stack: &Stack, when: When, gallery: &mut Gallery) -> Result<()> {
        for (name, title, _, place) in SHOTS.iter().filter(|(_, _, at, _)| *at == when) {
            let Some(file) = gallery.place("page", name, title, self.language, self.device.name())? else { continue };
            let page = self.open(stack, *place).await.with_context(|| format!("the page {name}"))?;
            page.screenshot(&file).await?;
            page.close().await?;
        }
        Ok(())
    }

    async fn open(&self, stack: &Stack, place: Place) -> Result<Page<'_>> {
        let console = format!("{}/console", stack.public_url());
        match place {
            Place::At(path) => self.person.open(&format!("{}{path}", stack.public_url())).await,
            Place::In(query) => self.person.open(&format!("{console}/envelopes?folder={}{query}", self.folder)).await,
            Place::Of(status, below) => {
                let id = self.ids(status).await?.into_iter().next().with_context(|| format!("one that is {status}"))?;
                let page = self.person.open(&format!("{console}/envelopes/{id}{below}")).await?;
                if below.is_empty() && page.evaluate::<bool>(HAS_VIEWER).await? {
                    page.wait("the document to be drawn", DRAWN).await?;
                    page.settle().await?;
                }
                Ok(page)
            }
            Place::Sealing => self.person.open(&format!("{console}/envelopes/{}", self.sealing)).await,
            Place::Several(act, status) => {
                let ids = self.ids(status).await?.into_iter().take(3).map(|id| format!("&id={id}"));
                self.person
                    .open(&format!("{console}/envelopes/acts/several?act={act}{}", ids.collect::<String>()))
                    .await
            }
            Place::Filled(path, fields) => {
                let page = self.person.open(&format!("{}{path}", stack.public_url())).await?;
                page.evaluate::<bool>(&fill(path, fields)).await.context("filling the form in")?;
                page.wait("the errors", "document.querySelector('.errors') !== null").await?;
                page.settle().await?;
                Ok(page)
            }
            Place::Pressed(key) => {
                let page = self.person.open(&format!("{console}/envelopes?folder={}", self.folder)).await?;
                page.press(key).await?;
                page.wait("the dialog", "document.querySelector('dialog[open]') !== null").await?;
                Ok(page)
            }
        }
    }

    async fn ids(&self, status: &str) -> Result<Vec<String>> {
        let found = in_list(&self.api, &format!("folder={}&status={status}", self.folder)).await?;
        Ok(found.iter().filter_map(|envelope| envelope["id"].as_str().map(str::to_owned)).collect())
    }
}

/// Whether there is a document. On phones it stands below what is said of the signers, and is drawn where somebody looks at it.
const HAS_VIEWER: &str = "(() => { const viewer = document.querySelector('[data-viewer]'); viewer?.scrollIntoView(); \
                          return viewer !== null; })()";
