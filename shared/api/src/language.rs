//! The language that a client asks for.

use axum::http::{HeaderMap, header};
use domain::language::Language;

/// The client's most preferred language (RFC 9110 §12.5.4); Japanese where it prefers neither.
fn accepted(header: Option<&str>) -> Language {
    let mut best = (Language::Ja, 0.0);
    for range in header.unwrap_or_default().split(',') {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let language = match tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "ja" => Language::Ja,
            "en" => Language::En,
            _ => continue,
        };
        let quality = parameters.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).unwrap_or(1.0);
        if quality > best.1 {
            best = (language, quality);
        }
    }
    best.0
}

/// The language of a request.
pub fn language_of(request: &HeaderMap) -> Language {
    accepted(request.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_unless_english_is_preferred() {
        for (header, expected) in [
            (None, Language::Ja),
            (Some(""), Language::Ja),
            (Some("fr"), Language::Ja),
            (Some("en"), Language::En),
            (Some("en-GB, ja;q=0.9"), Language::En),
            (Some("en;q=0.8, ja"), Language::Ja),
            (Some("fr, en;q=0.5"), Language::En),
            (Some("en;q=0"), Language::Ja),
            (Some("en;q=nonsense\u{0}"), Language::En),
        ] {
            assert_eq!(accepted(header), expected, "{header:?}");
        }
    }
}
