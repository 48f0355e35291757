//! No sideways scrolling.

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::{Device, Page};

/// How wide the content is, how wide the window, and what sticks out.
const MEASURE: &str = "(() => {
  const width = window.innerWidth;
  const out = [...document.body.querySelectorAll('*')]
    .filter(element => element.getBoundingClientRect().right > width + 1).slice(-3)
    .map(element => element.outerHTML.slice(0, 120));
  return { content: document.scrollingElement.scrollWidth, window: width, out };
})()";

#[derive(Deserialize)]
struct Measured {
    content: u32,
    window: u32,
    out: Vec<String>,
}

impl Page<'_> {
    /// Nothing sticks out sideways on this device, at 320 CSS pixels (WCAG 2.2, 1.4.10), nor on a desktop at 200 % (1.4.4).
    pub async fn fits(&self) -> Result<()> {
        self.fits_now("as it is").await?;
        let (width, height) = Device::Narrow.size();
        self.resize(width, height).await?;
        let narrow = self.fits_now("at 320 px").await;
        self.zoom(200).await?;
        let zoomed = self.fits_now("at 200 %").await;
        self.as_before().await?;
        narrow.and(zoomed)
    }

    async fn fits_now(&self, how: &str) -> Result<()> {
        let Measured { content, window, out } = self.evaluate(MEASURE).await?;
        ensure!(content <= window, "{how}, the page is {content} px wide in a window of {window}: {}", out.join("\n"));
        Ok(())
    }
}
