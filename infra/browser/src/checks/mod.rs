//! What must hold on every page: WCAG 2.2 AA as far as machines can judge it.

mod axe;
mod fits;
mod keyboard;

use anyhow::{Context, Result};

use crate::Page;

pub use axe::Axe;

impl Page<'_> {
    /// [`Page::axe`], [`Page::keyboard`] and [`Page::fits`], on the page as it is now.
    pub async fn checked(&self, axe: &Axe) -> Result<()> {
        self.axe(axe).await.with_context(|| self.url())?;
        self.keyboard().await.with_context(|| self.url())?;
        self.fits().await.with_context(|| self.url())
    }
}
