//! Why a text is refused, in words for the person who typed it.

use super::TextRule;
use super::place::Place;
use crate::field_error::FieldError;
use crate::language::Localized;

/// Why a field does not take a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words().en)]
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

    /// What is wrong and what to do. The English is ASCII.
    pub fn words(&self) -> Localized {
        let TextRule { label_ja: ja, label_en: en, max, .. } = self.rule;
        match self.cause {
            TextCause::Missing => Localized::new(format!("{ja}を入力してください。"), format!("Enter the {en}.")),
            TextCause::TooLong { length } => Localized::new(
                format!("{ja}は{max}文字以内で入力してください（現在{length}文字）。"),
                format!("Shorten the {en} to at most {max} characters; it has {length}."),
            ),
            TextCause::LineBreak(place) => Localized::new(
                format!("{ja}に改行は使えません（{place:#}）。1行で入力してください。"),
                format!("Write the {en} on one line: it has a line break ({place})."),
            ),
            TextCause::Control(place) => Localized::new(
                format!("{ja}に制御文字は使えません（{place:#}）。削除するか、入力し直してください。"),
                format!("Remove the control character from the {en} ({place})."),
            ),
            TextCause::Direction(place) => Localized::new(
                format!(
                    "{ja}に、文字の並ぶ向きを変える制御文字は使えません（{place:#}）。削除するか、入力し直してください。"
                ),
                format!("Remove the control of the writing direction from the {en} ({place})."),
            ),
            TextCause::Invisible(place) => Localized::new(
                format!(
                    "{ja}に、画面に表示されない文字が含まれています（{place:#}）。削除するか、入力し直してください。"
                ),
                format!("Remove the invisible character from the {en} ({place}), or type it anew."),
            ),
            TextCause::PrivateUse(place) => Localized::new(
                format!(
                    "{ja}に外字は使えません（{place:#}）。ほかの端末では別の文字に見えるためです。\
                     標準の漢字やひらがなに置き換えてください。"
                ),
                format!(
                    "Replace the private-use character in the {en} ({place}): other devices show something else there."
                ),
            ),
            TextCause::Unassigned(place) => Localized::new(
                format!(
                    "{ja}に、文字として定められていない符号が含まれています（{place:#}）。ほかの文字に置き換えてください。"
                ),
                format!("Replace what is no character of Unicode in the {en} ({place})."),
            ),
            TextCause::Damaged(place) => Localized::new(
                format!("{ja}の文字が壊れています（{place:#}）。文字コードを確かめて、入力し直してください。"),
                format!("The {en} has a damaged character ({place}). Check the encoding and type it anew."),
            ),
            TextCause::LoneMark(place) => Localized::new(
                format!(
                    "{ja}に、前の文字に付く記号（濁点やアクセントなど）だけが離れて含まれています（{place:#}）。\
                     その部分を入力し直してください。"
                ),
                format!("The {en} has a combining mark without a letter before it ({place}). Type that part anew."),
            ),
            TextCause::TooManyMarks(place) => Localized::new(
                format!(
                    "{ja}に、1文字に付く記号が多すぎる箇所があります（{place:#}）。その部分を入力し直してください。"
                ),
                format!("The {en} has too many combining marks on one letter ({place}). Type that part anew."),
            ),
            TextCause::Link => Localized::new(
                format!(
                    "{ja}にURLやドメイン名は使えません。メールソフトがリンクに変えてしまうためです。\
                     その部分を取り除くか、ドットの後に空白を入れてください。"
                ),
                format!(
                    "The {en} cannot hold a URL or a domain, since mail programs turn it into a link. Remove it, or put a \
                     space after the dot."
                ),
            ),
            TextCause::PathSeparator(separator) => Localized::new(
                format!("{ja}に「{separator}」は使えません。「・」や「-」などに置き換えてください。"),
                if separator.is_ascii() {
                    format!("The {en} cannot contain \"{separator}\". Use \"-\" or a space instead.")
                } else {
                    let point = u32::from(separator);
                    format!(
                        "The {en} cannot contain U+{point:04X}, which looks like a slash. Use \"-\" or a space instead."
                    )
                },
            ),
            TextCause::OnlyDots => Localized::new(
                format!("{ja}をドットだけにすることはできません。文字を入力してください。"),
                format!("The {en} cannot consist of dots alone. Enter a name."),
            ),
            TextCause::TrailingDot => Localized::new(
                format!("{ja}の末尾のドットを取り除いてください。"),
                format!("Remove the dot at the end of the {en}."),
            ),
            TextCause::DeviceName => Localized::new(
                format!("この{ja}は、Windowsでファイル名に使えません。前後に文字を加えるなど、変更してください。"),
                format!("Windows cannot save a file under this {en}. Change it, for example by adding a word."),
            ),
        }
    }

    /// As the error of the field that this pointer (RFC 6901) names.
    pub fn at(&self, pointer: impl Into<String>) -> FieldError {
        FieldError::new(pointer, self.code(), self.words())
    }
}
