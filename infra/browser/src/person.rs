//! People: a device, a language, and a browser profile of their own.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::registry::{SharedRecord, lock};
use crate::setup::Setup;
use crate::{Browser, Page, Weight, eventually};

/// A file that somebody downloaded.
#[derive(Clone, Debug)]
pub struct Download {
    /// The name that the browser gives it.
    pub name: String,
    /// Where it came from.
    pub url: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Browser {
    /// Somebody with a device and an empty profile of their own.
    pub async fn person(&self, setup: Setup) -> Result<Person<'_>> {
        let created = self.connection.call("", "Target.createBrowserContext", json!({})).await?;
        let context = created["browserContextId"].as_str().context("a context")?.to_owned();
        let downloads = self.dir.join("downloads").join(&context);
        fs::create_dir_all(&downloads)?;
        let behaviour = json!({"behavior": "allowAndName", "browserContextId": context,
            "downloadPath": downloads, "eventsEnabled": true});
        self.connection.call("", "Browser.setDownloadBehavior", behaviour).await?;
        self.registry.expect(&context, setup.clone());
        Ok(Person::new(self, context, downloads, setup))
    }
}

/// Somebody at a browser. Leaving closes all tabs and forgets the profile.
#[derive(Debug)]
pub struct Person<'a> {
    browser: &'a Browser,
    context: String,
    downloads: PathBuf,
    setup: Setup,
    /// How many tabs have been handed out.
    handed_out: AtomicUsize,
}

impl<'a> Person<'a> {
    pub(crate) fn new(browser: &'a Browser, context: String, downloads: PathBuf, setup: Setup) -> Self {
        Self { browser, context, downloads, setup, handed_out: AtomicUsize::new(0) }
    }

    /// How this one came.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// A new, empty tab.
    pub async fn tab(&self) -> Result<Page<'a>> {
        let params = json!({"url": "about:blank", "browserContextId": self.context});
        let created = self.call("Target.createTarget", params).await?;
        let target = created["targetId"].as_str().context("a target")?.to_owned();
        let session = eventually("a new tab", async || {
            let tabs = lock(&self.browser.tabs);
            Ok(tabs.of(&self.context).find(|(known, _)| *known == target).map(|(_, session)| session.to_owned()))
        });
        let session = session.await?;
        self.handed_out.fetch_add(1, Ordering::Relaxed);
        self.page(target, session)
    }

    /// A new tab with this page.
    pub async fn open(&self, url: &str) -> Result<Page<'a>> {
        let page = self.tab().await?;
        page.goto(url).await?;
        Ok(page)
    }

    /// The next tab that a page opened by itself: a link to a new tab was followed.
    pub async fn new_tab(&self) -> Result<Page<'a>> {
        let nth = self.handed_out.load(Ordering::Relaxed);
        let (target, session) = eventually("a tab that the page opens", async || {
            let tabs = lock(&self.browser.tabs);
            Ok(tabs.of(&self.context).nth(nth).map(|(target, session)| (target.to_owned(), session.to_owned())))
        })
        .await?;
        self.handed_out.fetch_add(1, Ordering::Relaxed);
        let page = self.page(target, session)?;
        page.settle().await?;
        Ok(page)
    }

    /// The next file that was downloaded.
    pub async fn download(&self) -> Result<Download> {
        eventually("a download", async || {
            let is_ours = |id: &str| self.downloads.join(id);
            let taken = self.browser.registry.take_download(|download| is_ours(&download.id).exists());
            let Some(taken) = taken else { return Ok(None) };
            let bytes = fs::read(is_ours(&taken.id))?;
            Ok(Some(Download { name: taken.name, url: taken.url, bytes }))
        })
        .await
    }

    /// Cookies: name and value of each.
    pub async fn cookies(&self) -> Result<Vec<(String, String)>> {
        let answer = self.call("Storage.getCookies", json!({"browserContextId": self.context})).await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let cookies = answer["cookies"].as_array().into_iter().flatten();
        Ok(cookies.map(|cookie| (text(&cookie["name"]), text(&cookie["value"]))).collect())
    }

    /// Forgets all cookies: as good as another device.
    pub async fn clear_cookies(&self) -> Result<()> {
        self.call("Storage.clearCookies", json!({"browserContextId": self.context})).await.map(drop)
    }

    /// What went wrong so far, on all tabs.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self.records().iter().flat_map(|record| lock(record).faults.clone()).collect();
        let budget = self.setup.budget.unwrap_or(u64::MAX);
        let heavy = self.weights().into_iter().filter(|weight| weight.bytes > budget);
        faults.extend(heavy.map(|weight| Fault::Heavy { page: weight.page, bytes: weight.bytes, budget }));
        faults
    }

    /// What every page so far cost.
    pub fn weights(&self) -> Vec<Weight> {
        self.records().iter().flat_map(|record| lock(record).weights()).collect()
    }

    /// Closes all tabs and forgets the profile.
    pub async fn leave(self) -> Result<()> {
        self.call("Target.disposeBrowserContext", json!({"browserContextId": self.context})).await.map(drop)
    }

    fn records(&self) -> Vec<SharedRecord> {
        let tabs = lock(&self.browser.tabs);
        tabs.of(&self.context).filter_map(|(_, session)| self.browser.registry.record(session)).collect()
    }

    fn page(&self, target: String, session: String) -> Result<Page<'a>> {
        let record = self.browser.registry.record(&session).context("the tab was closed")?;
        Ok(Page::new(&self.browser.connection, target, session, record, self.setup.clone()))
    }

    async fn call(&self, method: &str, params: Value) -> Result<Value> {
        self.browser.connection.call("", method, params).await
    }
}
