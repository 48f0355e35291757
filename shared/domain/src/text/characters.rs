//! Which characters a text may hold, by their properties in the Unicode Character Database (UAX #44).
//!
//! Letters, digits, punctuation, symbols and blanks of every script are accepted. What shows nothing is accepted only
//! where people need it: a variation selector after a character that has variants, a joiner inside a word of a script that
//! is written with joiners or inside an emoji, and combining marks on a letter.

use icu_properties::props::{
    BidiControl, DefaultIgnorableCodePoint, EmojiModifier, ExtendedPictographic, GeneralCategory, GeneralCategoryGroup,
    JoiningType, Script, VariationSelector,
};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::fault::TextCause;
use super::place::Place;
use super::variants;

/// Combining marks that one letter may carry. Vietnamese has two, pointed Hebrew with an accent four.
const MAX_MARKS: usize = 4;
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Finds the first character that a text must not hold. Line breaks and tabs are taken where it `has_lines`.
pub(super) fn check(text: &str, has_lines: bool) -> Result<(), TextCause> {
    let characters: Vec<char> = text.chars().collect();
    let mut marks = 0;
    for (index, &character) in characters.iter().enumerate() {
        let place = Place { character, position: index + 1 };
        let (before, after) = (&characters[..index], &characters[index + 1..]);
        match class_of(character) {
            Class::Base => marks = 0,
            Class::LineBreak | Class::Tab if has_lines => {}
            Class::LineBreak => return Err(TextCause::LineBreak(place)),
            Class::Tab | Class::Control => return Err(TextCause::Control(place)),
            Class::Direction => return Err(TextCause::Direction(place)),
            Class::PrivateUse => return Err(TextCause::PrivateUse(place)),
            Class::Unassigned => return Err(TextCause::Unassigned(place)),
            Class::Damaged => return Err(TextCause::Damaged(place)),
            Class::Joiner if joins(character, before, after) => {}
            Class::Selector if before.last().is_some_and(|base| variants::has_variant(*base, character)) => {}
            Class::Joiner | Class::Selector | Class::Invisible => return Err(TextCause::Invisible(place)),
            Class::Mark if !before.last().is_some_and(|last| carries_marks(*last)) => {
                return Err(TextCause::LoneMark(place));
            }
            Class::Mark => {
                marks += 1;
                if marks > MAX_MARKS {
                    return Err(TextCause::TooManyMarks(place));
                }
            }
        }
    }
    Ok(())
}

/// Whether a character shows something, or changes how the one before it looks. For names that were stored before they
/// were judged.
pub(crate) fn shows_something(character: char) -> bool {
    match class_of(character) {
        Class::Base
        | Class::Mark
        | Class::Joiner
        | Class::Selector
        | Class::PrivateUse
        | Class::Unassigned
        | Class::Damaged => true,
        Class::LineBreak | Class::Tab | Class::Control | Class::Direction | Class::Invisible => false,
    }
}

/// What a character is to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// A letter, digit, punctuation mark or symbol, or a blank.
    Base,
    Mark,
    LineBreak,
    Tab,
    Control,
    Direction,
    Joiner,
    Selector,
    Invisible,
    PrivateUse,
    Unassigned,
    Damaged,
}

fn class_of(character: char) -> Class {
    match character {
        // CR is taken with LF, as browsers send it; alone it ended lines once.
        '\n' | '\r' => return Class::LineBreak,
        '\t' => return Class::Tab,
        '\u{fffd}' => return Class::Damaged,
        // Symbols by their category that show nothing: a blank of Braille, the place of an object, a musical null head.
        '\u{2800}' | '\u{fffc}' | '\u{1d159}' => return Class::Invisible,
        ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER => return Class::Joiner,
        _ => {}
    }
    if CodePointSetData::new::<BidiControl>().contains(character) {
        return Class::Direction;
    }
    if CodePointSetData::new::<VariationSelector>().contains(character) {
        return Class::Selector;
    }
    let category = category_of(character);
    let is_ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character);
    match category {
        GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator | GeneralCategory::Control => {
            Class::Control
        }
        GeneralCategory::PrivateUse => Class::PrivateUse,
        // Some unassigned code points are reserved for invisible characters: that says more than "unassigned".
        GeneralCategory::Format => Class::Invisible,
        _ if is_ignorable => Class::Invisible,
        GeneralCategory::Unassigned | GeneralCategory::Surrogate => Class::Unassigned,
        _ if GeneralCategoryGroup::Mark.contains(category) => Class::Mark,
        _ => Class::Base,
    }
}

/// Whether a combining mark may follow: not at the beginning, not after a blank or a line break.
fn carries_marks(character: char) -> bool {
    let is_separator = GeneralCategoryGroup::Separator.contains(category_of(character)) || character.is_whitespace();
    !is_separator && !character.is_control()
}

/// Whether a joiner has something to join: letters of a script that is written with joiners, or the parts of an emoji.
fn joins(joiner: char, before: &[char], after: &[char]) -> bool {
    let (Some(&last), Some(&next)) = (before.last(), after.first()) else { return false };
    match script_of(last) {
        Some(script) if is_indic(script) => script_of(next) == Some(script),
        _ => joins_cursive(before, after) || (joiner == ZERO_WIDTH_JOINER && joins_emoji(before, next)),
    }
}

/// RFC 5892 appendix A.1: the letter before joins to its left, the one after to its right, so that a joiner between them
/// changes how both look.
fn joins_cursive(before: &[char], after: &[char]) -> bool {
    let joining = |c: &char| CodePointMapData::<JoiningType>::new().get(*c);
    let is_seen = |c: &&char| joining(c) != JoiningType::Transparent;
    let left = before.iter().rev().find(is_seen).map(joining);
    let right = after.iter().find(is_seen).map(joining);
    matches!(left, Some(JoiningType::LeftJoining | JoiningType::DualJoining))
        && matches!(right, Some(JoiningType::RightJoining | JoiningType::DualJoining))
}

/// UAX #29 rule GB11: a picture, its selector and its skin tone, the joiner, another picture.
fn joins_emoji(before: &[char], next: char) -> bool {
    let is_picture = |c: char| CodePointSetData::new::<ExtendedPictographic>().contains(c);
    let is_addition = |c: char| c == '\u{fe0f}' || CodePointSetData::new::<EmojiModifier>().contains(c);
    let picture = before.iter().rev().copied().find(|c| !is_addition(*c));
    picture.is_some_and(is_picture) && is_picture(next)
}

/// Scripts of India and its neighbours, in which joiners choose between forms of conjuncts (Unicode Standard, chapter 12).
fn is_indic(script: Script) -> bool {
    [
        Script::Devanagari,
        Script::Bengali,
        Script::Gurmukhi,
        Script::Gujarati,
        Script::Oriya,
        Script::Tamil,
        Script::Telugu,
        Script::Kannada,
        Script::Malayalam,
        Script::Sinhala,
        Script::Khmer,
        Script::Myanmar,
    ]
    .contains(&script)
}

/// The script of a letter or of its mark.
fn script_of(character: char) -> Option<Script> {
    let category = category_of(character);
    let is_of_word = GeneralCategoryGroup::Letter.contains(category) || GeneralCategoryGroup::Mark.contains(category);
    is_of_word.then(|| CodePointMapData::<Script>::new().get(character))
}

fn category_of(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}
