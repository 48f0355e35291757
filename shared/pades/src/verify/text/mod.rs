//! The report in words, Japanese and English, for people who never saw a certificate.

mod chain;
mod changes;
mod layout;
mod reasons;
mod syntax;
mod values;

use jiff::Timestamp;

use super::changes::Change;
use super::report::{CertificateReport, EndsBy, Reason, Report, SignatureReport};

/// A language of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Japanese.
    Japanese,
    /// English.
    English,
}

impl Report {
    /// The report as lines of text, the sum of it in the first.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        plain(&layout::report(self, language), true)
    }
}

impl Reason {
    /// The reason as a sentence without its full stop.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        reasons::reason(self).in_language(language)
    }
}

impl Change {
    /// Where the change is and what it is, as a sentence without its full stop.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        changes::change(self).in_language(language)
    }
}

impl EndsBy {
    /// What ends a proof, as part of a sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        reasons::ends_by(self).in_language(language)
    }
}

impl CertificateReport {
    /// Whom the certificate names: the common name with the organisation, or the whole subject if it has none.
    #[must_use]
    pub fn name(&self, language: Language) -> String {
        name(&self.subject, language)
    }

    /// Who vouches for it: the trust anchor's name, or the issuer's if it leads to none.
    #[must_use]
    pub fn voucher(&self, language: Language) -> String {
        name(self.chain.last().unwrap_or(&self.issuer), language)
    }
}

/// Whom a distinguished name (RFC 4514) names: the common name with the organisation, or all of it if it has none.
#[must_use]
pub fn name(subject: &str, language: Language) -> String {
    values::person(subject).in_language(language)
}

impl SignatureReport {
    /// The time that the signer claims, `None` where `/M` is missing or names no moment.
    #[must_use]
    pub fn claimed_at(&self) -> Option<Timestamp> {
        values::parse_pdf_date(self.claimed_time.as_deref()?)
    }
}

/// One sentence in both languages, so that none can be missing in one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    ja: String,
    en: String,
}

impl Words {
    fn in_language(self, language: Language) -> String {
        let said = match language {
            Language::Japanese => self.ja,
            Language::English => self.en,
        };
        plain(&said, false)
    }
}

/// Text in which strangers' words cannot turn the rest around: control characters and those that change the direction of
/// writing (UAX #9) are shown by their code.
fn plain(text: &str, has_lines: bool) -> String {
    let is_turning =
        |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_turning(c) || (c.is_control() && !(has_lines && c == '\n')) {
            plain.extend(c.escape_unicode());
        } else {
            plain.push(c);
        }
    }
    plain
}

fn words(ja: impl Into<String>, en: impl Into<String>) -> Words {
    Words { ja: ja.into(), en: en.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_words_cannot_turn_the_text_around() {
        assert_eq!(plain("a\u{202e}b\nc\u{7}", false), "a\\u{202e}b\\u{a}c\\u{7}");
        assert_eq!(plain("署名\nb", true), "署名\nb");
    }
}
