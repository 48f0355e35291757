//! What was, and what is now.

use web::Language;

/// A part of something that was changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    what: &'static str,
    /// Nothing where it is new.
    before: Option<String>,
    after: String,
}

impl Difference {
    pub(super) fn in_words(&self, language: Language) -> String {
        let or_none = |text: &str| {
            if text.is_empty() { language.t("（なし）", "(none)").to_owned() } else { text.to_owned() }
        };
        let after = or_none(&self.after);
        let told =
            self.before.as_deref().map_or_else(|| after.clone(), |before| format!("{} → {after}", or_none(before)));
        format!("{}{}{told}", self.what, language.t("：", ": "))
    }
}

/// Parts that are compared, of which those are kept that differ.
pub(super) struct Differences(pub(super) Vec<Difference>);

impl Differences {
    pub(super) const fn none() -> Self {
        Self(Vec::new())
    }

    /// Two texts of the same part.
    pub(super) fn texts(mut self, what: &'static str, before: impl Into<String>, after: impl Into<String>) -> Self {
        let (before, after) = (before.into(), after.into());
        if before != after {
            self.0.push(Difference { what, before: Some(before), after });
        }
        self
    }

    /// A part of something new, where anything is said of it.
    pub(super) fn said(mut self, what: &'static str, after: impl Into<String>) -> Self {
        let after = after.into();
        if !after.is_empty() {
            self.0.push(Difference { what, before: None, after });
        }
        self
    }

    /// Two lists of the same part.
    pub(super) fn lists<T: ToString>(
        self,
        what: &'static str,
        before: impl IntoIterator<Item = T>,
        after: impl IntoIterator<Item = T>,
    ) -> Self {
        self.texts(what, joined(before), joined(after))
    }
}

fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told_and_what_is_empty_is_said_to_be_nothing() {
        let told = Differences::none().texts("名称", "滝川市", "滝川市").texts("英語の名称", "", "Takikawa").lists(
            "ドメイン",
            ["a.example", "b.example"],
            ["a.example"],
        );
        let words: Vec<String> = told.0.iter().map(|one| one.in_words(Language::Ja)).collect();
        assert_eq!(words, ["英語の名称：（なし） → Takikawa", "ドメイン：a.example, b.example → a.example"]);
        let new = Differences::none().said("役割", "送信者").said("グループ", "");
        let words: Vec<String> = new.0.iter().map(|one| one.in_words(Language::Ja)).collect();
        assert_eq!(words, ["役割：送信者"]);
    }
}
