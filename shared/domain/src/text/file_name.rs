//! Names of documents: they become names of files on other people's machines.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::characters;
use super::fault::TextCause;

const EXTENSION: &str = ".pdf";
/// What separates folders on some system, and what looks like it (confusables of UTS #39, katakana and ideographs left
/// out).
const SEPARATORS: [char; 15] = [
    '/', '\\', '\u{ff0f}', '\u{ff3c}', '\u{2044}', '\u{2215}', '\u{2216}', '\u{2571}', '\u{2572}', '\u{27cb}',
    '\u{27cd}', '\u{29f5}', '\u{29f8}', '\u{29f9}', '\u{fe68}',
];
/// Dots that a name could consist of without anybody seeing a name.
const DOTS: [char; 7] = ['.', '\u{2024}', '\u{2025}', '\u{2026}', '\u{3002}', '\u{ff0e}', '\u{ff61}'];

/// A name without `.pdf` at its end, in any case and however often, so that no `v2.pdf.pdf` is downloaded.
pub fn without_extension(name: &str) -> &str {
    let mut name = name.trim();
    while let Some((stem, end)) = name.len().checked_sub(EXTENSION.len()).and_then(|at| name.split_at_checked(at)) {
        if !end.eq_ignore_ascii_case(EXTENSION) {
            break;
        }
        name = stem.trim();
    }
    name
}

/// Refuses what no system, or not every system, takes as the name of a file.
pub(super) fn check(name: &str) -> Result<(), TextCause> {
    if let Some(separator) = name.chars().find(|c| SEPARATORS.contains(c)) {
        return Err(TextCause::PathSeparator(separator));
    }
    if name.chars().all(|c| DOTS.contains(&c) || c.is_whitespace()) {
        return Err(TextCause::OnlyDots);
    }
    if name.ends_with('.') {
        return Err(TextCause::TrailingDot);
    }
    if is_device(name) { Err(TextCause::DeviceName) } else { Ok(()) }
}

/// Whether Windows takes it for a device, with or without an extension (Microsoft, "Naming Files, Paths, and Namespaces").
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let is_numbered = |device: &str| {
        let number = stem.strip_prefix(device).map(|rest| rest.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['1'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}']))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || is_numbered("COM")
        || is_numbered("LPT")
}

/// The name under which a document is downloaded, with `.pdf`: what Windows does not take in names is replaced by its
/// full-width form, and a name from before such names were refused is mended.
pub fn download_name(document: &str) -> String {
    let kept = document.chars().filter_map(|c| match c {
        '/' | '\\' => Some('_'),
        '<' => Some('＜'),
        '>' => Some('＞'),
        ':' => Some('：'),
        '"' => Some('”'),
        '|' => Some('｜'),
        '?' => Some('？'),
        '*' => Some('＊'),
        c => characters::shows_something(c).then_some(c),
    });
    let name: String = kept.collect();
    let name = without_extension(&name).trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    match check(name) {
        Err(TextCause::DeviceName) => format!("_{name}{EXTENSION}"),
        _ if name.is_empty() => format!("document{EXTENSION}"),
        _ => format!("{name}{EXTENSION}"),
    }
}

/// The form by which two names are compared: two that look the same on a Mac and elsewhere, or differ in case alone, are one
/// file to somebody.
pub(crate) fn comparable(name: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(name).to_lowercase()
}
