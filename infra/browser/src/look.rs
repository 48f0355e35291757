//! What people see.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::{Page, eventually};

/// Higher pages are cut: no GPU draws them in one piece.
const HIGHEST: f64 = 12_000.0;

impl Page<'_> {
    /// Waits until this text is to be seen.
    pub async fn sees(&self, text: &str) -> Result<()> {
        self.sees_when(text, true).await
    }

    /// Waits until this text is not to be seen.
    pub async fn sees_not(&self, text: &str) -> Result<()> {
        self.sees_when(text, false).await
    }

    async fn sees_when(&self, text: &str, wanted: bool) -> Result<()> {
        let what = format!("the text 「{text}」{}", if wanted { "" } else { " to go" });
        let seen = eventually(&what, async || Ok((self.text().await?.contains(text) == wanted).then_some(())));
        match seen.await {
            Ok(()) => self.settle().await,
            Err(error) => Err(anyhow!("{error:#}\non {}:\n{}", self.url(), self.text().await.unwrap_or_default())),
        }
    }

    /// Waits until the address holds this.
    pub async fn at(&self, part: &str) -> Result<()> {
        let arrived =
            eventually(format!("an address with {part}"), async || Ok(self.url().contains(part).then_some(())));
        arrived.await.with_context(|| format!("it is {}", self.url()))?;
        self.settle().await
    }

    /// Waits until the page's address is this one.
    pub async fn exactly_at(&self, address: &str) -> Result<()> {
        let arrived = eventually(format!("the address {address}"), async || Ok((self.url() == address).then_some(())));
        arrived.await.with_context(|| format!("it is {}", self.url()))?;
        self.settle().await
    }

    /// The text of the page, as it is to be seen.
    pub async fn text(&self) -> Result<String> {
        self.evaluate("document.body ? document.body.innerText : ''").await
    }

    /// The page's title.
    pub async fn title(&self) -> Result<String> {
        self.evaluate("document.title").await
    }

    /// A picture (PNG) of the whole page, however long.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        let metrics = self.call("Page.getLayoutMetrics", json!({})).await?;
        let side = |name: &str| metrics["cssContentSize"][name].as_f64().unwrap_or(1.0);
        let clip = json!({"x": 0, "y": 0, "width": side("width"), "height": side("height").min(HIGHEST), "scale": 1});
        self.capture(json!({"format": "png", "captureBeyondViewport": true, "clip": clip})).await
    }

    /// A picture (PNG) of what is in the window.
    pub async fn view_picture(&self) -> Result<Vec<u8>> {
        self.capture(json!({"format": "png"})).await
    }

    /// Writes a picture of the whole page.
    pub async fn screenshot(&self, path: &Path) -> Result<()> {
        fs::write(path, self.picture().await?).with_context(|| format!("writing {}", path.display()))
    }

    /// Writes a picture of what is in the window.
    pub async fn screenshot_view(&self, path: &Path) -> Result<()> {
        fs::write(path, self.view_picture().await?).with_context(|| format!("writing {}", path.display()))
    }

    /// Shows this HTML instead of a page: a mail, for instance.
    pub async fn show(&self, html: &str) -> Result<()> {
        self.call("Page.setDocumentContent", json!({"frameId": self.target, "html": html})).await?;
        self.settle().await
    }

    /// Prefers dark colours, or does not.
    pub async fn dark(&self, is_dark: bool) -> Result<()> {
        let value = if is_dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        self.call("Emulation.setEmulatedMedia", features).await.map(drop)
    }

    async fn capture(&self, params: Value) -> Result<Vec<u8>> {
        let answer = self.call("Page.captureScreenshot", params).await?;
        Ok(STANDARD.decode(answer["data"].as_str().context("no picture")?)?)
    }
}
