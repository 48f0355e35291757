//! Times, lengths, and what strangers wrote, as they may be shown.

use jiff::Timestamp;
use jiff::tz::Offset;
use web::{Language, jst};

/// What a file says is shown no longer than this (characters).
const LONGEST: usize = 300;

/// The verifier's name of a language.
pub(super) const fn verifiers(language: Language) -> pades::verify::Language {
    match language {
        Language::Ja => pades::verify::Language::Japanese,
        Language::En => pades::verify::Language::English,
    }
}

/// A time as people in Japan read it, to the minute.
pub(super) fn time(time: Timestamp, language: Language) -> String {
    match language {
        Language::Ja => jst(time),
        Language::En => Offset::constant(9).to_datetime(time).strftime("%-d %b %Y, %H:%M (JST)").to_string(),
    }
}

/// `12,345 bytes` is nobody's measure: KB and MB of 1,000.
pub(super) fn length(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// What a file says of itself, on one line, not endless, and without what makes a name look like another or reaches into other
/// lines: letters that turn the direction of writing (UAX 9), that nobody sees, and marks piled on one letter. Selectors of
/// variants stay: Japanese names have them.
pub(super) fn plain(text: &str) -> String {
    let mut piled = 0;
    let is_shown = |letter: &char| {
        piled = if is_mark(*letter) { piled + 1 } else { 0 };
        !is_unseen(*letter) && piled <= MOST_MARKS
    };
    let blank =
        |letter: char| if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') { ' ' } else { letter };
    let mut letters = text.chars().filter(is_shown).map(blank);
    let mut plain: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        plain.push('…');
    }
    plain.trim().to_owned()
}

/// No language has more on one letter that anybody would sign with.
const MOST_MARKS: usize = 2;

/// Letters without a shape of their own.
const fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e00ff}')
}

/// Marks that stand above, below or through the letter before them.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// The same as the beginning of a line. Names keep their letters: only a plain word gets a capital.
pub(super) fn sentence(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return text.to_owned();
    }
    let (first, rest) = text.split_at(1);
    first.to_ascii_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_disguises_itself_or_has_no_end() {
        assert_eq!(plain("a\u{202e}fdp.exe\r\nb\u{0}\u{200b}"), "afdp.exe  b");
        assert_eq!(plain(&"字".repeat(400)).chars().count(), LONGEST + 1);
        assert_eq!(plain("滝川市\u{2028}市長\u{61c}\u{e0041}"), "滝川市 市長");
        assert_eq!(plain(&format!("a{}b", "\u{301}".repeat(50))), "a\u{301}\u{301}b");
        assert_eq!(plain("\u{200b}\u{3164}\u{202e} \n"), "");
        assert_eq!(plain("葛\u{e0100}城市"), "葛\u{e0100}城市", "a variant of a letter is another letter to its owner");
    }

    #[test]
    fn a_line_begins_with_a_capital_and_a_name_with_its_own_letter() {
        assert_eq!(sentence("the certificate was revoked"), "The certificate was revoked");
        assert_eq!(
            sentence("www.example.jp's certificate is not for signing"),
            "www.example.jp's certificate is not for signing"
        );
        assert_eq!(sentence("www.example.jpの証明書"), "www.example.jpの証明書");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn lengths_and_times_are_readable() {
        assert_eq!([length(12), length(1_001), length(45_678_900)], ["12 B", "2 KB", "45.6 MB"]);
        let noon = "2026-11-22T03:00:00Z".parse().unwrap();
        assert_eq!(time(noon, Language::En), "22 Nov 2026, 12:00 (JST)");
    }
}
