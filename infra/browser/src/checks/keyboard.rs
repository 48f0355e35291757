//! The keyboard alone reaches everything, and it shows where it is.

use anyhow::{Result, bail, ensure};
use serde::Deserialize;

use crate::Page;

/// Remembers what must be reached, and how each thing looks without the focus.
const PREPARE: &str = include_str!("keyboard/prepare.js");
/// Tells what has the focus now.
const LOOK: &str = "keiin.look()";

#[derive(Deserialize)]
struct Prepared {
    /// What must be reached.
    expected: Vec<String>,
}

#[derive(Deserialize)]
struct Seen {
    /// Which of the expected; none for the page itself.
    at: Option<usize>,
    /// What it is.
    what: String,
    is_visible: bool,
    is_in_window: bool,
}

impl Page<'_> {
    /// `Tab` reaches every link, button, field and summary in the order of the page (WCAG 2.2, 2.1.1 and 2.4.3), never
    /// stays caught (2.1.2), and what has the focus looks different (2.4.7) and is in the window (2.4.11).
    pub async fn keyboard(&self) -> Result<()> {
        let world = Some(self.world().await?);
        let Prepared { expected } = self.evaluate_in(world, PREPARE).await?;
        let mut reached = vec![false; expected.len()];
        let mut last = None;
        // Once around: the page itself comes before the first and after the last.
        for _ in 0..expected.len() * 2 + 4 {
            self.press("Tab").await?;
            let seen: Seen = self.evaluate_in(world, LOOK).await?;
            let Some(at) = seen.at else {
                if last.is_some() && reached.iter().all(|reached| *reached) {
                    break;
                }
                continue;
            };
            ensure!(seen.is_visible, "the focus does not show on {}", seen.what);
            ensure!(seen.is_in_window, "the focus is out of sight on {}", seen.what);
            if reached[at] {
                break;
            }
            if let Some(last) = last {
                // Where a field or an error took the focus, Tab starts there and goes around once.
                let is_around = at == 0 && last + 1 == expected.len();
                ensure!(at > last || is_around, "Tab jumps back from {} to {}", expected[last], seen.what);
            }
            reached[at] = true;
            last = Some(at);
        }
        let missed: Vec<&String> =
            expected.iter().zip(&reached).filter(|(_, reached)| !**reached).map(|(e, _)| e).collect();
        if !missed.is_empty() {
            bail!("Tab does not reach {missed:?}");
        }
        Ok(())
    }
}
