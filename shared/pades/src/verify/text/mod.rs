//! The report in words, Japanese and English, for people who never saw a certificate.

mod chain;
mod changes;
mod layout;
mod reasons;
mod values;

use super::report::{Reason, Report};

/// A language of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Japanese.
    Japanese,
    /// English.
    English,
}

impl Report {
    /// The report as lines of text, the sum of it in the first.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        layout::report(self, language)
    }
}

impl Reason {
    /// The reason as a sentence without its full stop.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        reasons::reason(self).in_language(language)
    }
}

/// One sentence in both languages, so that none can be missing in one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    ja: String,
    en: String,
}

impl Words {
    fn in_language(self, language: Language) -> String {
        match language {
            Language::Japanese => self.ja,
            Language::English => self.en,
        }
    }
}

fn words(ja: impl Into<String>, en: impl Into<String>) -> Words {
    Words { ja: ja.into(), en: en.into() }
}
