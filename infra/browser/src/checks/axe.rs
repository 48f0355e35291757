//! axe-core, the engine of most accessibility checkers.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Page;

const REQUIREMENTS: &str = include_str!("../../python/axe.txt");
/// WCAG 2.0, 2.1 and 2.2, levels A and AA, and what axe recommends beyond.
const TAGS: [&str; 7] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/// The engine's script, ready to be used.
#[derive(Clone, Debug)]
pub struct Axe {
    script: String,
}

impl Axe {
    /// Installs it under `target_dir`; after the first time this takes no network and no time.
    pub fn load(target_dir: &Path) -> Result<Self> {
        let venv = venv::install(target_dir, "axe", REQUIREMENTS, |_| {}).context("loading axe-core")?;
        for entry in fs::read_dir(venv.dir().join("lib"))? {
            let script = entry?.path().join("site-packages/axe_playwright_python/axe.min.js");
            if script.exists() {
                return Ok(Self { script: fs::read_to_string(script)? });
            }
        }
        bail!("the package holds no axe.min.js")
    }
}

#[derive(Deserialize)]
struct Violation {
    id: String,
    impact: Option<String>,
    help: String,
    nodes: Vec<Place>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    target: Value,
    html: String,
    failure_summary: Option<String>,
}

/// Bars that stay at an edge of the window cover what can be scrolled out from under them, which axe takes for covered: it judges
/// the page with each bar where it stands at the page's end.
const IN_FLOW: &str = "var bars = [...document.querySelectorAll('body *')]
  .filter(element => getComputedStyle(element).position === 'sticky');
for (const bar of bars) bar.style.position = 'static';
var asBefore = () => { for (const bar of bars) bar.style.position = ''; }";

impl Page<'_> {
    /// axe-core finds nothing against WCAG 2.2 AA or its own best practice. It runs beside the page's own scripts, so that
    /// neither the page's policy nor switched-off scripts matter.
    pub async fn axe(&self, axe: &Axe) -> Result<()> {
        let world = self.world().await?;
        self.evaluate_in::<Value>(Some(world), &format!("{};null", axe.script)).await.context("loading axe-core")?;
        let options = json!({"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"],
            "preload": false});
        let run = format!(
            "{IN_FLOW}; axe.run(document, {options}).then(results => results.violations).finally(() => asBefore())"
        );
        // Where scripts are off, timers are too, and axe waits on some. What is loaded already does not start by this.
        self.scripts(true).await?;
        let violations: Result<Vec<Violation>> = self.evaluate_in(Some(world), &run).await.context("running axe-core");
        self.scripts(self.setup.javascript).await?;
        let violations = violations?;
        if violations.is_empty() {
            return Ok(());
        }
        bail!("axe-core objects to {}:\n{}", self.url(), violations.iter().map(told).collect::<String>())
    }

    async fn scripts(&self, are_on: bool) -> Result<()> {
        self.call("Emulation.setScriptExecutionDisabled", json!({"value": !are_on})).await.map(drop)
    }
}

fn told(violation: &Violation) -> String {
    let impact = violation.impact.as_deref().unwrap_or("?");
    let mut text = format!("- {} ({impact}): {}\n", violation.id, violation.help);
    for place in &violation.nodes {
        let html: String = place.html.chars().take(200).collect();
        let why = place.failure_summary.as_deref().unwrap_or_default().replace('\n', " ");
        text.push_str(&format!("    {} {html}\n      {why}\n", place.target));
    }
    text
}
