//! Whatever passes as a name can be seen, and survives a mail's header and the name of a file.

use domain::text::{TextRule, download_name};
use proptest::prelude::*;

/// Texts of every kind of character, mostly of those that mislead.
fn texts() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        4 => any::<char>(),
        4 => prop::char::range(' ', '~'),
        4 => prop::char::range('\u{3000}', '\u{30ff}'),
        2 => prop::char::range('\u{4e00}', '\u{9fff}'),
        4 => prop::char::ranges(
            vec![
                '\0'..='\u{a0}',
                '\u{ad}'..='\u{ad}',
                '\u{300}'..='\u{36f}',
                '\u{900}'..='\u{94f}',
                '\u{600}'..='\u{6ff}',
                '\u{180b}'..='\u{180f}',
                '\u{2000}'..='\u{206f}',
                '\u{fe00}'..='\u{fe0f}',
                '\u{fff0}'..='\u{ffff}',
                '\u{1f1e6}'..='\u{1f3ff}',
                '\u{e0000}'..='\u{e01ff}',
            ]
            .into()
        ),
    ];
    prop::collection::vec(letter, 0..12).prop_map(|letters| letters.into_iter().collect())
}

/// Whether a reader sees something: a letter, a figure, punctuation or a symbol, found without the judgement under test.
fn is_visible(letter: char) -> bool {
    let is_seen = |c: char| !c.is_whitespace() && !c.is_control();
    let shows_nothing = matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}'
            | '\u{300}'..='\u{36f}' | '\u{e0000}'..='\u{10ffff}'
    );
    is_seen(letter) && !shows_nothing
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn a_name_that_passes_is_visible_and_survives_a_header(text in texts()) {
        for rule in [&TextRule::PERSON_NAME, &TextRule::COMPANY_NAME, &TextRule::TITLE, &TextRule::DOCUMENT_NAME] {
            let Ok(name) = rule.accept(&text) else { continue };
            prop_assert!(name.chars().any(is_visible), "{name:?}");
            prop_assert_eq!(name.trim(), &name);
            let ends_or_turns = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}');
            prop_assert!(!name.chars().any(ends_or_turns), "{name:?}");
            // A subject is one line, and splits into no second header.
            prop_assert_eq!(format!("Subject: {name}\r\n").lines().count(), 1);
            // What is kept is taken again as it is.
            let again = rule.accept(&name);
            prop_assert_eq!(again.as_ref().ok(), Some(&name));
        }
    }

    #[test]
    fn every_document_gets_the_name_of_a_file(text in texts()) {
        let file = download_name(&text);
        let stem = file.strip_suffix(".pdf");
        prop_assert!(stem.is_some_and(|stem| !stem.is_empty() && !stem.starts_with(['.', ' ']) && !stem.ends_with(['.', ' '])), "{file:?}");
        prop_assert!(!file.contains(['/', '\\', '<', '>', ':', '"', '|', '?', '*']), "{file:?}");
        prop_assert!(!file.chars().any(char::is_control), "{file:?}");
    }

    #[test]
    fn judging_ends_whatever_is_typed(text in any::<String>()) {
        for rule in [&TextRule::MESSAGE, &TextRule::REASON, &TextRule::TAG, &TextRule::COUNTERPARTY] {
            if let Err(fault) = rule.accept(&text) {
                let words = fault.words();
                prop_assert!(words.ja.ends_with('。') && words.en.is_ascii());
            }
        }
    }
}
