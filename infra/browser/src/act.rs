//! What people do on a page.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::find::Node;
use crate::keys::Key;
use crate::{Page, Role, eventually};

/// The innermost visible element that holds this text.
const WITH_TEXT: &str = "(text => {
  const holds = element => element.innerText && element.innerText.includes(text) && element.checkVisibility();
  let found = null;
  for (const element of document.body.querySelectorAll('*')) if (holds(element)) {
    if (!found || found.contains(element)) found = element; else break;
  }
  return found;
})";
const CHOOSE: &str = "function (label) {
  const option = [...this.options].find(option => option.label === label);
  if (!option) return false;
  this.value = option.value;
  this.dispatchEvent(new Event('input', { bubbles: true }));
  this.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}";

/// In how many steps a finger swipes.
const STEPS: i64 = 12;

impl Page<'_> {
    /// Clicks or taps on something, and waits until the page that comes has settled.
    pub async fn click(&self, role: Role, name: &str) -> Result<()> {
        self.press_node(&self.node(role, name).await?, 1).await
    }

    /// Clicks or taps twice, as people do who are used to desktops.
    pub async fn double_click(&self, role: Role, name: &str) -> Result<()> {
        self.press_node(&self.node(role, name).await?, 2).await
    }

    /// Clicks or taps on the innermost thing that shows this text.
    pub async fn click_text(&self, text: &str) -> Result<()> {
        let expression = format!("{WITH_TEXT}({})", json!(text));
        let element =
            eventually(format!("the text 「{text}」"), async || self.evaluate_to_element(&expression).await);
        self.press_on(&element.await?, 1).await?;
        self.settle().await
    }

    /// Types into the field with this label, instead of what it held.
    pub async fn fill(&self, name: &str, text: &str) -> Result<()> {
        let element = self.handle(&self.field(name).await?).await?;
        self.call("DOM.focus", json!({"objectId": element})).await?;
        self.call_on::<Value>(&element, "function () { this.select(); }", &[]).await?;
        if text.is_empty() { self.press("Delete").await } else { self.type_text(text).await }
    }

    /// What the field with this label holds.
    pub async fn value(&self, name: &str) -> Result<String> {
        let element = self.handle(&self.field(name).await?).await?;
        self.call_on(&element, "function () { return this.value; }", &[]).await
    }

    /// Chooses from the list with this label.
    pub async fn choose(&self, name: &str, option: &str) -> Result<()> {
        let element = self.handle(&self.node(Role::Combobox, name).await?).await?;
        ensure!(self.call_on::<bool>(&element, CHOOSE, &[json!(option)]).await?, "「{name}」 has no 「{option}」");
        Ok(())
    }

    /// Ticks a box, if it is not ticked.
    pub async fn check(&self, name: &str) -> Result<()> {
        let node = self.node(Role::Checkbox, name).await?;
        let element = self.handle(&node).await?;
        let is_checked: bool = self.call_on(&element, "function () { return this.checked; }", &[]).await?;
        if is_checked { Ok(()) } else { self.press_node(&node, 1).await }
    }

    /// Gives files to the page's field for files with this name (that of the button, or of the label).
    pub async fn attach(&self, name: &str, files: &[&Path]) -> Result<()> {
        let node = self.node(Role::Button, name).await?;
        let files: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        self.call("DOM.setFileInputFiles", json!({"backendNodeId": node.id, "files": files})).await.map(drop)
    }

    /// Types text where the focus is.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        self.call("Input.insertText", json!({"text": text})).await.map(drop)
    }

    /// Presses a key: `Tab`, `Shift+Tab`, `Enter`, `Escape`, `Space`, `ArrowDown` …, or a character.
    pub async fn press(&self, key: &str) -> Result<()> {
        let key = Key::parse(key).with_context(|| format!("no key is called {key}"))?;
        for kind in [if key.text.is_empty() { "rawKeyDown" } else { "keyDown" }, "keyUp"] {
            let mut params = json!({"type": kind, "key": key.key, "code": key.code, "modifiers": key.modifiers,
                "windowsVirtualKeyCode": key.number});
            if kind == "keyDown" {
                params["text"] = key.text.as_str().into();
            }
            self.call("Input.dispatchKeyEvent", params).await?;
        }
        if key.key == "Enter" { self.settle().await } else { Ok(()) }
    }

    /// Swipes upwards over the middle of the window with one finger, by so many CSS pixels.
    pub async fn swipe_up(&self, by: i32) -> Result<()> {
        let (width, height) = self.setup.device.size();
        let (x, y) = (width / 2, i64::from(height / 2 + by.unsigned_abs() / 2));
        let touch = async |kind: &str, points: Value| {
            self.call("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points})).await.map(drop)
        };
        touch("touchStart", json!([{"x": x, "y": y}])).await?;
        for step in 1..=STEPS {
            touch("touchMove", json!([{"x": x, "y": y - i64::from(by) * step / STEPS}])).await?;
        }
        touch("touchEnd", json!([])).await
    }

    async fn press_node(&self, node: &Node, times: u32) -> Result<()> {
        self.press_on(&self.handle(node).await?, times).await?;
        self.settle().await
    }
}
