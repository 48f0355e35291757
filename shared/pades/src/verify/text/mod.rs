//! The report in words, Japanese and English, for people who never saw a certificate.

mod chain;
mod changes;
mod layout;
mod reasons;
mod syntax;
mod values;

use jiff::{SignedDuration, Timestamp};

use super::changes::{Change, SyntaxFault};
use super::report::{CertificateReport, EndsBy, Reason, Report, SignatureReport};
use crate::language::Language;

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

impl SyntaxFault {
    /// What is wrong, as part of a sentence.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        syntax::syntax(self).in_language(language)
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

    /// The time that the signer claims, if it lies more than a day after the one by which the signature is proved to have
    /// been there: one of the two clocks was wrong, or one of the two statements is.
    #[must_use]
    pub fn contradicting_claim(&self) -> Option<Timestamp> {
        let proved = self.proved_time.as_ref()?.time;
        self.claimed_at().filter(|claimed| claimed.duration_since(proved) > SignedDuration::from_hours(24))
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

/// Text in which strangers' words cannot turn the rest around, break its lines or say what nobody sees: characters that
/// control, change the direction of writing (UAX #9), separate lines, or are seen as nothing (Default_Ignorable_Code_Point of
/// UAX #44) are shown by their code.
fn plain(text: &str, has_lines: bool) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unseen(c) || (c.is_control() && !(has_lines && c == '\n')) {
            plain.extend(c.escape_unicode());
        } else {
            plain.push(c);
        }
    }
    plain
}

fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
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
        assert_eq!(plain("a\u{200b}b\u{2028}c\u{3164}\u{e0041}", true), "a\\u{200b}b\\u{2028}c\\u{3164}\\u{e0041}");
        // A variant of a character that a name is written with (葛 with IVS) is part of it.
        assert_eq!(plain("葛\u{e0100}城", true), "葛\u{e0100}城");
    }
}
