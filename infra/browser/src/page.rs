//! A tab: going somewhere, and asking the page things.

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::connection::Connection;
use crate::registry::{SharedRecord, lock};
use crate::setup::Setup;
use crate::{Device, Weight, eventually};

/// A tab. Everything that it is asked or told waits for a page to settle, and for what it is about to come.
#[derive(Debug)]
pub struct Page<'a> {
    connection: &'a Connection,
    pub(crate) target: String,
    session: String,
    record: SharedRecord,
    pub(crate) setup: Setup,
}

impl<'a> Page<'a> {
    pub(crate) fn new(
        connection: &'a Connection,
        target: String,
        session: String,
        record: SharedRecord,
        setup: Setup,
    ) -> Self {
        Self { connection, target, session, record, setup }
    }

    /// Goes to an address.
    pub async fn goto(&self, url: &str) -> Result<()> {
        let answer = self.call("Page.navigate", json!({"url": url})).await?;
        if let Some(error) = answer["errorText"].as_str() {
            bail!("going to {url}: {error}");
        }
        self.settle().await
    }

    /// The back button.
    pub async fn back(&self) -> Result<()> {
        let history = self.call("Page.getNavigationHistory", json!({})).await?;
        let at = history["currentIndex"].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
        ensure!(at > 0, "there is nowhere to go back to");
        let entry = &history["entries"][at - 1];
        let before = lock(&self.record).navigations;
        self.call("Page.navigateToHistoryEntry", json!({"entryId": entry["id"]})).await?;
        // The page before may lead on to another, and even to the one that was shown.
        eventually("the page before", async || Ok((lock(&self.record).navigations > before).then_some(()))).await?;
        self.settle().await
    }

    /// The reload button.
    pub async fn reload(&self) -> Result<()> {
        lock(&self.record).is_loading = true;
        self.call("Page.reload", json!({})).await?;
        self.settle().await
    }

    /// Closes the tab.
    pub async fn close(self) -> Result<()> {
        self.connection.call("", "Target.closeTarget", json!({"targetId": self.target})).await?;
        eventually("the tab to close", async || Ok(lock(&self.record).is_closed.then_some(()))).await
    }

    /// Waits until no document is on its way and the one that is there is complete.
    pub async fn settle(&self) -> Result<()> {
        eventually("the page to load", async || {
            if lock(&self.record).is_loading {
                return Ok(None);
            }
            let is_complete: bool = self.evaluate("document.readyState === 'complete'").await?;
            Ok(is_complete.then_some(()))
        })
        .await
    }

    /// Where it is.
    pub fn url(&self) -> String {
        lock(&self.record).url.clone()
    }

    /// HTTP status of the document that is shown; 0 where there is none.
    pub fn status(&self) -> u16 {
        self.weight().map_or(0, |weight| weight.status)
    }

    /// What the document that is shown cost so far.
    pub fn weight(&self) -> Option<Weight> {
        lock(&self.record).weights().pop()
    }

    /// Cuts the tab off from the network, or connects it again.
    pub async fn offline(&self, is_offline: bool) -> Result<()> {
        lock(&self.record).is_offline = is_offline;
        let params = json!({"offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        self.call("Network.emulateNetworkConditions", params).await.map(drop)
    }

    /// Gives the window another size, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.view(json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false})).await
    }

    /// Zooms a desktop's window, as its menu does: fewer and larger CSS pixels in the same window.
    pub async fn zoom(&self, percent: u32) -> Result<()> {
        let (width, height) = Device::Desktop.size();
        let (width, height) = (width * 100 / percent, height * 100 / percent);
        let scale = f64::from(percent) / 100.0;
        self.view(json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false})).await
    }

    /// The window as it was at first.
    pub async fn as_before(&self) -> Result<()> {
        self.view(self.setup.device.metrics()).await
    }

    async fn view(&self, metrics: Value) -> Result<()> {
        self.call("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// The value of a JavaScript expression; a promise's is waited for. Neither a policy nor switched-off scripts forbid it.
    pub async fn evaluate<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        self.evaluate_in(None, expression).await
    }

    /// Waits until a JavaScript expression is true.
    pub async fn wait(&self, what: &str, expression: &str) -> Result<()> {
        eventually(what, async || Ok(self.evaluate::<bool>(expression).await?.then_some(()))).await
    }

    /// A world of its own beside the page's: the same document, other variables.
    pub(crate) async fn world(&self) -> Result<u64> {
        let params = json!({"frameId": self.target, "worldName": "keiin"});
        let made = self.call("Page.createIsolatedWorld", params).await?;
        made["executionContextId"].as_u64().context("a world")
    }

    /// The value of an expression, in the page's world or another one.
    pub(crate) async fn evaluate_in<T: DeserializeOwned>(&self, world: Option<u64>, expression: &str) -> Result<T> {
        let mut params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        if let Some(world) = world {
            params["contextId"] = world.into();
        }
        let answer = self.call("Runtime.evaluate", params).await?;
        serde_json::from_value(result(&answer)?["value"].clone()).context("reading what a script gave")
    }

    /// The same where the value is an element; gives its handle.
    pub(crate) async fn evaluate_to_element(&self, expression: &str) -> Result<Option<String>> {
        let answer = self.call("Runtime.evaluate", json!({"expression": expression})).await?;
        Ok(result(&answer)?["objectId"].as_str().map(str::to_owned))
    }

    /// Calls a function on an element's handle.
    pub(crate) async fn call_on<T: DeserializeOwned>(
        &self,
        element: &str,
        function: &str,
        arguments: &[Value],
    ) -> Result<T> {
        let arguments: Vec<Value> = arguments.iter().map(|value| json!({"value": value})).collect();
        let params = json!({"objectId": element, "functionDeclaration": function, "arguments": arguments,
            "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.callFunctionOn", params).await?;
        serde_json::from_value(result(&answer)?["value"].clone()).context("reading what a function gave")
    }

    pub(crate) async fn call(&self, method: &str, params: Value) -> Result<Value> {
        ensure!(!lock(&self.record).is_closed, "{method}: the tab was closed");
        self.connection.call(&self.session, method, params).await
    }
}

fn result(answer: &Value) -> Result<&Value> {
    if let Some(details) = answer.get("exceptionDetails") {
        let description = details["exception"]["description"].as_str().or(details["text"].as_str());
        bail!("a script failed: {}", description.unwrap_or_default());
    }
    Ok(&answer["result"])
}
