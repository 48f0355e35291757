//! A list of things: a table on wide screens, a row of lines for each thing on phones.

/// A table.
pub(super) struct Table {
    /// What it lists, for those who do not see it.
    pub(super) caption: String,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// What stands in its place where there is nothing to list.
    pub(super) empty: String,
    /// The addresses of the page before and of the one behind it, with their words.
    pub(super) pages: Vec<(String, String)>,
}

/// A cell. The first of a row says what the row is about.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) url: Option<String>,
    /// Smaller lines below it.
    pub(super) below: Vec<String>,
    /// A state, with its tone.
    pub(super) badge: Option<(&'static str, String)>,
    pub(super) button: Option<RowButton>,
}

/// A button that does something to what the row is about.
pub(super) struct RowButton {
    pub(super) action: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) label: String,
    /// What it says to those who hear it without the row.
    pub(super) spoken: String,
}

impl Table {
    pub(super) fn new(caption: &str, heads: &[&str], empty: &str) -> Self {
        Self {
            caption: caption.to_owned(),
            heads: heads.iter().map(|head| (*head).to_owned()).collect(),
            rows: Vec::new(),
            empty: empty.to_owned(),
            pages: Vec::new(),
        }
    }

    pub(super) fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// With the address of another page of the list, where there is one.
    pub(super) fn page(mut self, url: Option<String>, label: &str) -> Self {
        self.pages.extend(url.map(|url| (url, label.to_owned())));
        self
    }
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(super) fn link(text: impl Into<String>, url: String) -> Self {
        Self { text: text.into(), url: Some(url), ..Self::default() }
    }

    pub(super) fn badge(tone: &'static str, text: impl Into<String>) -> Self {
        Self { badge: Some((tone, text.into())), ..Self::default() }
    }

    pub(super) fn button(button: RowButton) -> Self {
        Self { button: Some(button), ..Self::default() }
    }

    pub(super) fn below(mut self, line: impl Into<String>) -> Self {
        self.below.push(line.into());
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.below.is_empty() && self.badge.is_none() && self.button.is_none()
    }
}
