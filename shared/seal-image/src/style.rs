//! What the image of a seal looks like, and which one suits whom.

use domain::language::Language;
use serde::{Deserialize, Serialize};

use crate::ending::Ending;
use crate::names;

/// What the image of a seal looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// A person's seal (丸印, 認印): a name in a circle, in one column or two; names in Latin letters in lines.
    RoundSeal,
    /// A company's seal (角印): its name in a square, in columns from right to left.
    SquareSeal,
    /// A name without a frame, in columns from right to left.
    VerticalText,
    /// A name without a frame, in lines.
    HorizontalText,
}

impl Style {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::RoundSeal, Self::SquareSeal, Self::VerticalText, Self::HorizontalText];

    /// What a person calls it.
    pub const fn label(self, language: Language) -> &'static str {
        match self {
            Self::RoundSeal => language.t("丸印（認印）", "Round seal"),
            Self::SquareSeal => language.t("角印（会社印）", "Square company seal"),
            Self::VerticalText => language.t("縦書きの名前", "Name, vertical"),
            Self::HorizontalText => language.t("横書きの名前", "Name, horizontal"),
        }
    }

    /// What suits a signer: a company its square seal, a Japanese name a round one, a name in Latin letters a line of text.
    pub fn suggest(name: &str, company: Option<&str>) -> Self {
        if company.is_some_and(|company| !company.trim().is_empty()) {
            Self::SquareSeal
        } else if names::is_japanese(name) {
            Self::RoundSeal
        } else {
            Self::HorizontalText
        }
    }

    /// What is inscribed for a name: in a round seal the surname, if a space says where it ends; in a square one the
    /// company with this ending, which nothing else has. `name` is a company's for the square seal.
    pub fn inscription(self, name: &str, ending: Ending) -> String {
        match self {
            Self::RoundSeal => names::surname(name),
            Self::SquareSeal => names::with_ending(name, ending),
            Self::VerticalText | Self::HorizontalText => name.trim().to_owned(),
        }
    }
}

impl Style {
    /// How much text it takes.
    pub(crate) const fn room(self, language: Language) -> &'static str {
        match self {
            Self::RoundSeal => {
                language.t("8文字まで、2列まで", "at most 8 Japanese characters in 2 columns, or 40 letters")
            }
            Self::SquareSeal => {
                language.t("36文字まで、6列まで", "at most 36 Japanese characters in 6 columns, or 60 letters")
            }
            Self::VerticalText => language.t("1列30文字まで、6列まで", "at most 30 characters a column and 6 columns"),
            Self::HorizontalText => language.t("1行40文字まで、6行まで", "at most 40 characters a line and 6 lines"),
        }
    }
}
