//! Why a text is refused, in words for the person who typed it.

use super::TextRule;
use super::characters::Place;
use crate::field_error::FieldError;

/// Why a field does not take a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.english())]
pub struct TextFault {
    /// What the field demands.
    pub rule: &'static TextRule,
    /// What the text lacks.
    pub cause: TextCause,
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextCause {
    /// Nothing but blanks, if anything.
    Missing,
    /// More characters than there may be.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A line break, in any of its forms, where the text has one line.
    LineBreak(Place),
    /// A control character (general category Cc).
    Control(Place),
    /// A control of the direction of writing (Bidi_Control), by which a text reads otherwise than it is stored.
    Direction(Place),
    /// A character that shows nothing: a format character, a filler, a selector or a joiner without anything to act on.
    Invisible(Place),
    /// A character of private use (外字), which each machine shows as something else, or not at all.
    PrivateUse(Place),
    /// A code point that stands for no character.
    Unassigned(Place),
    /// U+FFFD, which takes the place of what could not be decoded.
    Damaged(Place),
    /// A combining mark without a letter before it.
    LoneMark(Place),
    /// More combining marks on a letter than any writing has, so that they run over other lines.
    TooManyMarks(Place),
    /// A URL in a name, or a domain in a person's name.
    Link,
    /// A character that separates folders, or looks as if it did.
    PathSeparator(char),
    /// A file name of dots alone.
    OnlyDots,
    /// A file name that ends with a dot, which Windows drops.
    TrailingDot,
    /// The name of a device of Windows (`CON`, `NUL`, …).
    DeviceName,
}

impl TextFault {
    /// A stable code for the API.
    pub const fn code(&self) -> &'static str {
        match self.cause {
            TextCause::Missing => "missing",
            TextCause::TooLong { .. } => "too-long",
            TextCause::LineBreak(_) => "line-break",
            TextCause::Control(_) => "control-character",
            TextCause::Direction(_) => "direction-control",
            TextCause::Invisible(_) => "invisible-character",
            TextCause::PrivateUse(_) => "private-use-character",
            TextCause::Unassigned(_) => "unassigned-character",
            TextCause::Damaged(_) => "damaged-character",
            TextCause::LoneMark(_) => "lone-mark",
            TextCause::TooManyMarks(_) => "too-many-marks",
            TextCause::Link => "link",
            TextCause::PathSeparator(_) => "path-separator",
            TextCause::OnlyDots => "only-dots",
            TextCause::TrailingDot => "trailing-dot",
            TextCause::DeviceName => "device-name",
        }
    }

    /// What is wrong and what to do, Japanese.
    pub fn japanese(&self) -> String {
        let TextRule { label_ja: label, max, .. } = self.rule;
        match self.cause {
            TextCause::Missing => format!("{label}を入力してください。"),
            TextCause::TooLong { length } => {
                format!("{label}は{max}文字以内で入力してください（現在{length}文字）。")
            }
            TextCause::LineBreak(place) => {
                format!("{label}に改行は使えません（{place:#}）。1行で入力してください。")
            }
            TextCause::Control(place) => {
                format!("{label}に制御文字は使えません（{place:#}）。削除するか、入力し直してください。")
            }
            TextCause::Direction(place) => format!(
                "{label}に、文字の並ぶ向きを変える制御文字は使えません（{place:#}）。削除するか、入力し直してください。"
            ),
            TextCause::Invisible(place) => format!(
                "{label}に、画面に表示されない文字が含まれています（{place:#}）。削除するか、入力し直してください。"
            ),
            TextCause::PrivateUse(place) => format!(
                "{label}に外字は使えません（{place:#}）。ほかの端末では別の文字に見えるためです。\
                 標準の漢字やひらがなに置き換えてください。"
            ),
            TextCause::Unassigned(place) => format!(
                "{label}に、文字として定められていない符号が含まれています（{place:#}）。\
                 ほかの文字に置き換えてください。"
            ),
            TextCause::Damaged(place) => {
                format!("{label}の文字が壊れています（{place:#}）。文字コードを確かめて、入力し直してください。")
            }
            TextCause::LoneMark(place) => format!(
                "{label}に、前の文字に付く記号（濁点やアクセントなど）だけが離れて含まれています（{place:#}）。\
                 その部分を入力し直してください。"
            ),
            TextCause::TooManyMarks(place) => format!(
                "{label}に、1文字に付く記号が多すぎる箇所があります（{place:#}）。その部分を入力し直してください。"
            ),
            TextCause::Link => format!(
                "{label}にURLやドメイン名は使えません。メールソフトがリンクに変えてしまうためです。\
                 その部分を取り除くか、ドットの後に空白を入れてください。"
            ),
            TextCause::PathSeparator(separator) => {
                format!("{label}に「{separator}」は使えません。「・」や「-」などに置き換えてください。")
            }
            TextCause::OnlyDots => format!("{label}をドットだけにすることはできません。文字を入力してください。"),
            TextCause::TrailingDot => format!("{label}の末尾のドットを取り除いてください。"),
            TextCause::DeviceName => {
                format!("この{label}は、Windowsでファイル名に使えません。前後に文字を加えるなど、変更してください。")
            }
        }
    }

    /// The same in English, in ASCII.
    pub fn english(&self) -> String {
        let TextRule { label_en: label, max, .. } = self.rule;
        match self.cause {
            TextCause::Missing => format!("Enter the {label}."),
            TextCause::TooLong { length } => {
                format!("Shorten the {label} to at most {max} characters; it has {length}.")
            }
            TextCause::LineBreak(place) => format!("Write the {label} on one line: it has a line break ({place})."),
            TextCause::Control(place) => format!("Remove the control character from the {label} ({place})."),
            TextCause::Direction(place) => {
                format!("Remove the control of the writing direction from the {label} ({place}).")
            }
            TextCause::Invisible(place) => {
                format!("Remove the invisible character from the {label} ({place}), or type it anew.")
            }
            TextCause::PrivateUse(place) => format!(
                "Replace the private-use character in the {label} ({place}): other devices show something else there."
            ),
            TextCause::Unassigned(place) => {
                format!("Replace what is no character of Unicode in the {label} ({place}).")
            }
            TextCause::Damaged(place) => {
                format!("The {label} has a damaged character ({place}). Check the encoding and type it anew.")
            }
            TextCause::LoneMark(place) => {
                format!("The {label} has a combining mark without a letter before it ({place}). Type that part anew.")
            }
            TextCause::TooManyMarks(place) => {
                format!("The {label} has too many combining marks on one letter ({place}). Type that part anew.")
            }
            TextCause::Link => format!(
                "The {label} cannot hold a URL or a domain, since mail programs turn it into a link. Remove it, or put a \
                 space after the dot."
            ),
            TextCause::PathSeparator(separator) if separator.is_ascii() => {
                format!("The {label} cannot contain \"{separator}\". Use \"-\" or a space instead.")
            }
            TextCause::PathSeparator(separator) => format!(
                "The {label} cannot contain U+{:04X}, which looks like a slash. Use \"-\" or a space instead.",
                u32::from(separator)
            ),
            TextCause::OnlyDots => format!("The {label} cannot consist of dots alone. Enter a name."),
            TextCause::TrailingDot => format!("Remove the dot at the end of the {label}."),
            TextCause::DeviceName => {
                format!("Windows cannot save a file under this {label}. Change it, for example by adding a word.")
            }
        }
    }

    /// As the error of the field that this pointer (RFC 6901) names.
    pub fn at(&self, pointer: impl Into<String>) -> FieldError {
        FieldError { pointer: pointer.into(), code: self.code(), detail: self.english(), detail_ja: self.japanese() }
    }
}
