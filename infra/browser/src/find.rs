//! Finding things as a screen reader names them: by role and accessible name, as the browser itself computes them.

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use crate::Page;
use crate::timeout::within;

/// A role (WAI-ARIA 1.2), as far as pages of ours have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A link.
    Link,
    /// A button.
    Button,
    /// A field for text, of one line or more.
    Textbox,
    /// A field for a number.
    Number,
    /// A box to be ticked.
    Checkbox,
    /// One choice of several.
    Radio,
    /// A list to choose from.
    Combobox,
    /// The line that opens and closes details.
    Summary,
    /// A heading.
    Heading,
    /// A tab of a tab list.
    Tab,
    /// A dialog.
    Dialog,
    /// A picture.
    Image,
    /// Any other, by its name.
    Other(&'static str),
}

impl Role {
    /// The browser's name for it.
    const fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Button => "button",
            Self::Textbox => "textbox",
            Self::Number => "spinbutton",
            Self::Checkbox => "checkbox",
            Self::Radio => "radio",
            Self::Combobox => "combobox",
            Self::Summary => "DisclosureTriangle",
            Self::Heading => "heading",
            Self::Tab => "tab",
            Self::Dialog => "dialog",
            Self::Image => "image",
            Self::Other(name) => name,
        }
    }
}

/// What people can act on, and where they are.
const WORTH_TELLING: [&str; 10] = [
    "heading",
    "link",
    "button",
    "textbox",
    "spinbutton",
    "checkbox",
    "radio",
    "combobox",
    "DisclosureTriangle",
    "tab",
];

/// Something on the page, as the accessibility tree tells.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) role: String,
    pub(crate) name: String,
    pub(crate) is_disabled: bool,
    pub(crate) id: u64,
}

impl Page<'_> {
    /// Whether there is such a thing at this moment.
    pub async fn has(&self, role: Role, name: &str) -> Result<bool> {
        Ok(self.lookup(role, name).await?.is_some())
    }

    /// Waits for such a thing.
    pub async fn find(&self, role: Role, name: &str) -> Result<()> {
        self.node(role, name).await.map(drop)
    }

    /// The accessible names of everything with this role, in the page's order.
    pub async fn names(&self, role: Role) -> Result<Vec<String>> {
        Ok(self.nodes(role.name()).await?.into_iter().map(|node| node.name).collect())
    }

    /// Waits for such a thing that can be used.
    pub(crate) async fn node(&self, role: Role, name: &str) -> Result<Node> {
        let what = format!("{} 「{name}」", role.name());
        let found = within(self.setup.patience, &what, async || match self.lookup(role, name).await? {
            Some(node) if node.is_disabled => bail!("it is disabled"),
            found => Ok(found),
        });
        match found.await {
            Ok(node) => Ok(node),
            Err(error) => Err(anyhow!("{error:#}\n{}", self.describe().await)),
        }
    }

    /// Waits for a field by its label.
    pub(crate) async fn field(&self, name: &str) -> Result<Node> {
        let found = within(self.setup.patience, format!("the field 「{name}」"), async || {
            for role in [Role::Textbox, Role::Number, Role::Other("searchbox"), Role::Combobox] {
                if let Some(node) = self.lookup(role, name).await? {
                    return Ok(Some(node));
                }
            }
            Ok(None)
        });
        match found.await {
            Ok(node) => Ok(node),
            Err(error) => Err(anyhow!("{error:#}\n{}", self.describe().await)),
        }
    }

    /// Role and name of what has the focus.
    pub async fn focused(&self) -> Result<(String, String)> {
        let element = self.evaluate_to_element("document.activeElement").await?.context("nothing has the focus")?;
        let tree = self.call("Accessibility.getPartialAXTree", json!({"objectId": element, "fetchRelatives": false}));
        let node = read(&tree.await?["nodes"][0]).context("what has the focus has no role")?;
        Ok((node.role, node.name))
    }

    /// Where the page is and what is on it, for messages.
    pub(crate) async fn describe(&self) -> String {
        let mut text = format!("on {} ({}):\n", self.url(), self.status());
        for role in WORTH_TELLING {
            for node in self.nodes(role).await.unwrap_or_default() {
                text.push_str(&format!(
                    "  {role} 「{}」{}\n",
                    node.name,
                    if node.is_disabled { " disabled" } else { "" }
                ));
            }
        }
        text
    }

    /// The first that has exactly this name, or else the first whose name contains it.
    async fn lookup(&self, role: Role, name: &str) -> Result<Option<Node>> {
        let nodes = self.nodes(role.name()).await?;
        let exact = nodes.iter().find(|node| node.name == name);
        Ok(exact.or_else(|| nodes.iter().find(|node| node.name.contains(name))).cloned())
    }

    async fn nodes(&self, role: &str) -> Result<Vec<Node>> {
        let document = self.evaluate_to_element("document").await?.context("no document")?;
        let query = json!({"objectId": document, "role": role});
        let answer = self.call("Accessibility.queryAXTree", query).await?;
        Ok(answer["nodes"].as_array().into_iter().flatten().filter_map(read).collect())
    }
}

/// None for what assistive technology does not see.
fn read(node: &Value) -> Option<Node> {
    if node["ignored"] == true {
        return None;
    }
    let properties = node["properties"].as_array().into_iter().flatten();
    let is_disabled = properties.into_iter().any(|p| p["name"] == "disabled" && p["value"]["value"] == true);
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().trim().to_owned();
    let id = node["backendDOMNodeId"].as_u64()?;
    Some(Node { role: text(&node["role"]), name: text(&node["name"]), is_disabled, id })
}
