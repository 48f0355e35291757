//! A wrong field of a request, for the API and for forms.

/// A wrong field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) to the field.
    pub pointer: String,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what to do, English.
    pub detail: String,
    /// The same in Japanese.
    pub detail_ja: String,
}
