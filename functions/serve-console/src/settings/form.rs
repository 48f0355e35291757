//! Forms of the settings: fields with their words, what was entered, what is wrong with it, and what somebody else has saved since.

mod field;

use api::problem::Problem;
use web::Language;

pub(super) use field::{Control, Field, TextKind};

use super::entered::Entered;

/// A form.
pub(super) struct Form {
    pub(super) id: Option<&'static str>,
    pub(super) action: String,
    /// Whether it asks for a page, and changes nothing.
    pub(super) asks: bool,
    /// Whether a file goes with it.
    pub(super) has_file: bool,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) groups: Vec<Group>,
    pub(super) buttons: Vec<Button>,
    /// The words behind which it is folded away.
    pub(super) folded: Option<String>,
}

/// Fields that belong together.
pub(super) struct Group {
    pub(super) legend: Option<String>,
    pub(super) fields: Vec<Field>,
}

impl Group {
    pub(super) fn of(fields: Vec<Field>) -> Self {
        Self { legend: None, fields }
    }

    pub(super) fn called(legend: &str, fields: Vec<Field>) -> Self {
        Self { legend: Some(legend.to_owned()), fields }
    }
}

/// A button, with what it says to the server.
pub(super) struct Button {
    pub(super) label: String,
    pub(super) says: Option<(&'static str, &'static str)>,
    /// `primary`, `stop`, or nothing.
    pub(super) tone: &'static str,
}

impl Button {
    pub(super) fn primary(label: &str) -> Self {
        Self { label: label.to_owned(), says: None, tone: "primary" }
    }

    pub(super) fn plain(label: &str) -> Self {
        Self { tone: "", ..Self::primary(label) }
    }

    pub(super) fn stop(label: &str) -> Self {
        Self { tone: "stop", ..Self::primary(label) }
    }

    pub(super) fn says(self, name: &'static str, value: &'static str) -> Self {
        Self { says: Some((name, value)), ..self }
    }
}

/// What was entered, and what the API says against it.
#[derive(Clone, Copy)]
pub(super) struct Tried<'a> {
    pub(super) entered: &'a Entered,
    pub(super) problem: &'a Problem,
}

impl Tried<'_> {
    /// Whether somebody else was faster: then the form shows both, what was entered and what they saved.
    pub(super) fn was_overtaken(&self) -> bool {
        self.problem.kind.code == "precondition-failed"
    }
}

impl Form {
    pub(super) fn to(action: String, groups: Vec<Group>) -> Self {
        Self {
            id: None,
            action,
            asks: false,
            has_file: false,
            hidden: Vec::new(),
            groups,
            buttons: Vec::new(),
            folded: None,
        }
    }

    pub(super) fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    pub(super) fn button(mut self, button: Button) -> Self {
        self.buttons.push(button);
        self
    }

    pub(super) fn folded(mut self, words: &str) -> Self {
        self.folded = Some(words.to_owned());
        self
    }

    /// With what was entered in place of what is stored.
    pub(super) fn tried(mut self, tried: Option<&Tried<'_>>, language: Language) -> Self {
        if let Some(tried) = tried {
            let fields = self.groups.iter_mut().flat_map(|group| group.fields.iter_mut());
            for field in fields {
                field.take(tried.entered, tried.was_overtaken(), language);
            }
        }
        self
    }
}
