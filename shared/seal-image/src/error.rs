//! Why the image of a seal cannot be drawn.

use domain::language::Language;

use crate::style::Style;

/// Why the image of a seal cannot be drawn, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealImageError {
    /// There is nothing to draw.
    #[error("there is nothing to draw; write a name")]
    Empty,
    /// The typeface has no glyph for a character, or an empty one.
    #[error("“{character}” (U+{:04X}) cannot be drawn; write it otherwise, or upload an image", u32::from(*.character))]
    MissingGlyph {
        /// The character.
        character: char,
    },
    /// The text is too long for the style.
    #[error("the text is too long for this style: {}; shorten it or choose another style", .style.room(Language::En))]
    TooLong {
        /// The style asked for.
        style: Style,
    },
    /// The longest side asked for is not from 32 to 2000 pixels.
    #[error("{pixels} pixels are asked for; ask for 32 to 2000")]
    Size {
        /// What was asked for.
        pixels: u32,
    },
    /// The built-in typeface cannot be read, or the picture not be packed: a defect of the program.
    #[error("the seal could not be drawn; upload an image instead, and tell us")]
    Defect,
}

impl SealImageError {
    /// The sentence for a person.
    pub fn text(&self, language: Language) -> String {
        if language.is_ja() { self.japanese() } else { self.to_string() }
    }

    fn japanese(&self) -> String {
        match self {
            Self::Empty => "印影にする文字がありません。お名前を入力してください。".to_owned(),
            Self::MissingGlyph { character } => format!(
                "「{character}」（U+{:04X}）は印影にできません。別の字で入力するか、画像をアップロードしてください。",
                u32::from(*character)
            ),
            Self::TooLong { style } => format!(
                "この形には文字が多すぎます（{}）。短くするか、別の形を選んでください。",
                style.room(Language::Ja)
            ),
            Self::Size { pixels } => format!("{pixels}ピクセルでは作れません。32～2000ピクセルにしてください。"),
            Self::Defect => {
                "印影を作れませんでした。画像をアップロードしてください。また、この不具合をお知らせください。"
                    .to_owned()
            }
        }
    }
}
