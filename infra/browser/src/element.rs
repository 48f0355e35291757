//! One element: where it is, and reaching it with mouse or finger.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::find::Node;
use crate::{Page, eventually};

/// What stands at a point instead of this element; empty where it is the element itself, its label or a part of it.
const COVERED_BY: &str = "function (x, y) {
  const hit = document.elementFromPoint(x, y);
  if (!hit || this.contains(hit) || hit.contains(this)) return '';
  return hit.outerHTML.slice(0, 160);
}";
/// In which a page that was clicked on begins to load, if it does.
const REACTION: Duration = Duration::from_millis(60);

impl Page<'_> {
    /// The element of a node, by a handle.
    pub(crate) async fn handle(&self, node: &Node) -> Result<String> {
        let resolved = self.call("DOM.resolveNode", json!({"backendNodeId": node.id})).await?;
        resolved["object"]["objectId"].as_str().map(str::to_owned).context("the element is gone")
    }

    /// Presses so many times in the middle of an element, as fast as people do, and lets the page react.
    pub(crate) async fn press_on(&self, element: &str, times: u32) -> Result<()> {
        let (x, y) = eventually("a place to press on", async || self.middle(element).await.map(Some)).await?;
        for nth in 1..=times {
            if self.setup.device.has_touch() { self.tap(x, y).await? } else { self.mouse(x, y, nth).await? }
        }
        sleep(REACTION).await;
        Ok(())
    }

    /// The middle of its first box, scrolled into view, in CSS pixels of the window.
    async fn middle(&self, element: &str) -> Result<(f64, f64)> {
        let params = json!({"objectId": element});
        self.call("DOM.scrollIntoViewIfNeeded", params.clone()).await?;
        let quads = self.call("DOM.getContentQuads", params).await?;
        let corners = |quad: &Value| -> Option<Vec<f64>> { quad.as_array()?.iter().map(Value::as_f64).collect() };
        let quads = quads["quads"].as_array().into_iter().flatten().filter_map(corners);
        let middles = quads.filter_map(|q| match q[..] {
            [x1, y1, _, _, x2, y2, _, _] if (x2 - x1).abs() >= 1.0 => Some(((x1 + x2) / 2.0, (y1 + y2) / 2.0)),
            _ => None,
        });
        let (x, y) = middles.into_iter().next().context("it has no size")?;
        let cover: String = self.call_on(element, COVERED_BY, &[json!(x), json!(y)]).await?;
        if !cover.is_empty() {
            bail!("it is covered by {cover}");
        }
        Ok((x, y))
    }

    async fn mouse(&self, x: f64, y: f64, nth: u32) -> Result<()> {
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let params = json!({"type": kind, "x": x, "y": y, "button": button, "clickCount": nth});
            self.call("Input.dispatchMouseEvent", params).await?;
        }
        Ok(())
    }

    async fn tap(&self, x: f64, y: f64) -> Result<()> {
        for (kind, points) in [("touchStart", json!([{"x": x, "y": y}])), ("touchEnd", json!([]))] {
            self.call("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points})).await?;
        }
        Ok(())
    }
}
