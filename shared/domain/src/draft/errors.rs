//! Collects every wrong field of a request, so that all are told at once.

use crate::field_error::FieldError;
use crate::text::TextRule;

/// The wrong fields so far. What is read from a wrong field is never used: nothing is made of a request that has one.
#[derive(Default)]
pub(super) struct Errors(pub(super) Vec<FieldError>);

impl Errors {
    pub(super) fn add(
        &mut self,
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
        detail_ja: impl Into<String>,
    ) {
        self.0.push(FieldError { pointer: pointer.into(), code, detail: detail.into(), detail_ja: detail_ja.into() });
    }

    /// A text as it is kept.
    pub(super) fn text(&mut self, pointer: &str, rule: &'static TextRule, text: &str) -> String {
        rule.accept(text).unwrap_or_else(|fault| {
            self.0.push(fault.at(pointer));
            String::new()
        })
    }

    /// The same for a field that may be left out or empty.
    pub(super) fn optional_text(
        &mut self,
        pointer: &str,
        rule: &'static TextRule,
        text: Option<&str>,
    ) -> Option<String> {
        rule.accept_optional(text).unwrap_or_else(|fault| {
            self.0.push(fault.at(pointer));
            None
        })
    }
}
