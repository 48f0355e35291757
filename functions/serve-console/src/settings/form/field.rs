//! A field of a form.

use web::Language;

use super::super::entered::Entered;

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::settings) struct Field {
    /// By which it is sent, and its identifier in the page.
    pub(in crate::settings) name: String,
    pub(in crate::settings) label: String,
    pub(in crate::settings) hint: Option<String>,
    /// What the API calls it (RFC 6901): what is wrong below that is wrong with this field.
    pointer: String,
    pub(in crate::settings) control: Control,
    pub(in crate::settings) errors: Vec<String>,
    /// What somebody else has saved, where that is another value than what was entered.
    pub(in crate::settings) saved: Option<String>,
}

/// How it is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::settings) enum Control {
    Text {
        value: String,
        kind: TextKind,
    },
    Area {
        value: String,
    },
    Select {
        value: String,
        options: Vec<(String, String)>,
    },
    Check {
        is_ticked: bool,
    },
    /// Values with their words, and whether they are ticked.
    Checks {
        options: Vec<(String, String, bool)>,
    },
    File {
        accept: &'static str,
    },
}

/// What is typed into a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::settings) enum TextKind {
    Text,
    Email,
    Number,
    Colour,
    Search,
}

impl Field {
    fn new(name: &str, label: &str, control: Control) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            hint: None,
            pointer: format!("/{name}"),
            control,
            errors: Vec::new(),
            saved: None,
        }
    }

    pub(in crate::settings) fn text(name: &str, label: &str, value: &str) -> Self {
        Self::line(name, label, value, TextKind::Text)
    }

    pub(in crate::settings) fn line(name: &str, label: &str, value: &str, kind: TextKind) -> Self {
        Self::new(name, label, Control::Text { value: value.to_owned(), kind })
    }

    pub(in crate::settings) fn area(name: &str, label: &str, value: &str) -> Self {
        Self::new(name, label, Control::Area { value: value.to_owned() })
    }

    pub(in crate::settings) fn select(name: &str, label: &str, value: &str, options: &[(&str, &str)]) -> Self {
        let options = options.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect();
        Self::new(name, label, Control::Select { value: value.to_owned(), options })
    }

    pub(in crate::settings) fn check(name: &str, label: &str, is_ticked: bool) -> Self {
        Self::new(name, label, Control::Check { is_ticked })
    }

    pub(in crate::settings) fn checks(name: &str, label: &str, options: Vec<(String, String, bool)>) -> Self {
        Self::new(name, label, Control::Checks { options })
    }

    pub(in crate::settings) fn file(name: &str, label: &str, accept: &'static str) -> Self {
        Self::new(name, label, Control::File { accept })
    }

    pub(in crate::settings) fn hint(mut self, text: &str) -> Self {
        self.hint = Some(text.to_owned());
        self
    }

    /// What the API calls it, where that is not its name.
    pub(in crate::settings) fn at(mut self, pointer: &str) -> Self {
        pointer.clone_into(&mut self.pointer);
        self
    }

    /// Whether a pointer of the API is this field's, or leads into it.
    pub(in crate::settings) fn is_at(&self, pointer: &str) -> bool {
        pointer.strip_prefix(&self.pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Takes down what is wrong, and gives it as the head of the page says it: with the line that it is about.
    pub(in crate::settings) fn tell(&mut self, pointer: &str, detail: &str) -> String {
        let at = pointer.strip_prefix(&format!("{}/", self.pointer)).and_then(|rest| rest.parse::<usize>().ok());
        let line = match (&self.control, at) {
            (Control::Area { value }, Some(at)) => value.lines().map(str::trim).filter(|line| !line.is_empty()).nth(at),
            _ => None,
        };
        let told = line.map_or_else(|| detail.to_owned(), |line| format!("{line}: {detail}"));
        self.errors.push(told.clone());
        told
    }

    /// What stands in it, in words.
    pub(in crate::settings) fn in_words(&self, language: Language) -> String {
        let none = || language.t("（なし）", "(none)").to_owned();
        let text = match &self.control {
            Control::Text { value, .. } | Control::Area { value } => value.trim().replace('\n', language.t("、", ", ")),
            Control::Select { value, options } => {
                options.iter().find(|(known, _)| known == value).map(|(_, words)| words.clone()).unwrap_or_default()
            }
            Control::Check { is_ticked } => {
                if *is_ticked { language.t("はい", "yes") } else { language.t("いいえ", "no") }.to_owned()
            }
            Control::Checks { options } => {
                let ticked: Vec<&str> =
                    options.iter().filter(|(.., ticked)| *ticked).map(|(_, words, _)| words.as_str()).collect();
                ticked.join(language.t("、", ", "))
            }
            Control::File { .. } => String::new(),
        };
        if text.is_empty() { none() } else { text }
    }

    /// Puts what was entered in place of what is stored.
    pub(in crate::settings) fn take(&mut self, entered: &Entered, was_overtaken: bool, language: Language) {
        let stored = self.in_words(language);
        match &mut self.control {
            Control::Text { value, .. } | Control::Area { value } | Control::Select { value, .. } => {
                *value = entered.value(&self.name).replace("\r\n", "\n");
            }
            Control::Check { is_ticked } => *is_ticked = entered.has(&self.name),
            Control::Checks { options } => {
                for (value, _, ticked) in options {
                    *ticked = entered.all(&self.name).any(|sent| sent == value);
                }
            }
            Control::File { .. } => {}
        }
        if was_overtaken && stored != self.in_words(language) {
            self.saved = Some(stored);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(pairs: &[(&str, &str)]) -> Entered {
        Entered(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn what_was_entered_stays_and_what_somebody_else_saved_is_told_beside_it_where_it_differs() {
        let mut field = Field::text("name", "名称", "滝川市");
        field.take(&entered(&[("name", "滝川市役所")]), true, Language::Ja);
        assert_eq!((field.in_words(Language::Ja), field.saved), ("滝川市役所".to_owned(), Some("滝川市".to_owned())));
        let mut same = Field::check("second_factor", "必須", true);
        same.take(&entered(&[("second_factor", "yes")]), true, Language::Ja);
        assert_eq!(same.saved, None);
        let mut alone = Field::text("name", "名称", "滝川市");
        alone.take(&entered(&[("name", "")]), false, Language::Ja);
        assert_eq!((alone.in_words(Language::Ja), alone.saved), ("（なし）".to_owned(), None));
    }

    #[test]
    fn a_pointer_finds_its_field_and_the_line_that_it_is_about() {
        let mut field = Field::area("addresses", "IPアドレス", "203.0.113.0/24\n\n 203.0.113 \n");
        assert!(field.is_at("/addresses") && field.is_at("/addresses/1") && !field.is_at("/addresses_x"));
        assert_eq!(field.tell("/addresses/1", "wrong"), "203.0.113: wrong");
        assert_eq!(field.tell("/addresses", "missing"), "missing");
        assert_eq!(field.errors.len(), 2);
    }
}
