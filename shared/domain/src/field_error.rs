//! A wrong field of a request, for the API and for forms.

use std::borrow::Cow;

use crate::language::Localized;

/// A wrong field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) to the field.
    pub pointer: String,
    /// Stable code.
    pub code: Cow<'static, str>,
    /// What is wrong and what to do.
    pub detail: Localized,
}

impl FieldError {
    /// Something wrong with the field that this pointer names.
    pub fn new(pointer: impl Into<String>, code: impl Into<Cow<'static, str>>, detail: Localized) -> Self {
        Self { pointer: pointer.into(), code: code.into(), detail }
    }
}
