//! The languages that people are written to in.

use std::borrow::Cow;

/// A language of pages and mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Japanese, where nothing else is said.
    #[default]
    Ja,
    /// English.
    En,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// Its tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        self.t("ja", "en")
    }

    /// The one of two texts that is in this language. Whoever says something says it in both: there is no other way.
    pub const fn t<'t>(self, ja: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    /// Whether it is Japanese, for texts that are too long for [`Language::t`].
    pub const fn is_ja(self) -> bool {
        matches!(self, Self::Ja)
    }
}

/// A sentence in both languages. Whatever is said before the reader's language is known is passed on as this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localized {
    /// Japanese.
    pub ja: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Localized {
    /// A sentence that is known when the program is built, with its translation.
    pub const fn fixed(ja: &'static str, en: &'static str) -> Self {
        Self { ja: Cow::Borrowed(ja), en: Cow::Borrowed(en) }
    }

    /// Pairs a sentence with its translation.
    pub fn new(ja: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }

    /// The sentence in this language.
    pub fn in_language(&self, language: Language) -> &str {
        language.t(&self.ja, &self.en)
    }

    /// The sentence in this language, to keep.
    pub fn into_language(self, language: Language) -> String {
        match language {
            Language::Ja => self.ja.into_owned(),
            Language::En => self.en.into_owned(),
        }
    }
}
