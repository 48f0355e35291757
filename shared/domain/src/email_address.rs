//! E-mail addresses: parsed once where somebody types one, the same type everywhere after that.
//!
//! An address keeps what was typed, corrected where there is no doubt: full-width letters, dots and ＠, and blanks and
//! invisible characters that come along when an address is copied. Pages and mails show it so. For the mail service there
//! is [`EmailAddress::wire`]. `serde` writes it as that text, in rows and answers alike.

mod fault;

use std::fmt;
use std::str::FromStr;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};
use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::text::half_width;
pub use fault::EmailAddressFault;

/// Octets of a local part, quotes included (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL_PART: usize = 64;
/// Octets of an address: those of a path (RFC 5321 §4.5.3.1.3) without its angle brackets.
pub const MAX_ADDRESS: usize = 254;

/// An e-mail address (RFC 5321 §4.1.2): `local-part@domain`, where the domain may be international (RFC 5890).
///
/// `==` compares what was typed. Whether two lead to the same mailbox, [`EmailAddress::is_same_mailbox`] says.
///
/// Read from stored JSON it is whatever was stored, since rows are older than the rules here: requests hold texts, and only
/// [`str::parse`] makes an address of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// As it was typed, for people.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As the mail service takes it, in ASCII: the domain by its A-labels (RFC 5891 §4.4), the local part quoted where it is
    /// no dot-atom (RFC 5321 §4.1.2).
    ///
    /// Until 2009 Japanese mobile carriers gave out addresses with dots side by side or at an end (`a..b@docomo.ne.jp`),
    /// which are only valid in quotes. Amazon SES takes quoted local parts, and neither local parts nor domains that are not
    /// ASCII (`Destination` in its API reference). An address that the service refuses all the same is recorded as refused,
    /// and its sender is told.
    ///
    /// What older code stored without a check goes out as it stands, for the mail service to judge.
    pub fn wire(&self) -> String {
        let Some((local, domain)) = self.0.rsplit_once('@') else { return self.0.clone() };
        let domain = to_ascii(domain).unwrap_or_else(|| domain.to_owned());
        if needs_quotes(local) { format!("\"{local}\"@{domain}") } else { format!("{local}@{domain}") }
    }

    /// Whether mail to both arrives in the same mailbox. Letters of either case are the same: the RFC leaves it to the
    /// server whether they are in a local part, and no provider of today tells them apart.
    pub fn is_same_mailbox(&self, other: &Self) -> bool {
        self.mailbox() == other.mailbox()
    }

    /// The domain by its A-labels (RFC 5891 §4.4), in lower case.
    pub fn domain(&self) -> String {
        let domain = self.0.rsplit_once('@').map_or("", |(_, domain)| domain);
        to_ascii(domain).unwrap_or_else(|| domain.to_owned()).to_ascii_lowercase()
    }

    /// SHA-256 of the mailbox's name, by which a device that proved it is known.
    pub fn mailbox_digest(&self) -> Digest {
        Digest::of(self.mailbox().as_bytes())
    }

    /// What makes the mailbox, in lower case: the form for the wire, without the quotes, which are no part of the name.
    /// Digests of it are stored, so that it stays as it is for every address in ASCII.
    fn mailbox(&self) -> String {
        let Some((local, domain)) = self.0.rsplit_once('@') else { return self.0.to_ascii_lowercase() };
        let domain = to_ascii(domain).unwrap_or_else(|| domain.to_owned());
        format!("{local}@{domain}").to_ascii_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = EmailAddressFault;

    /// Takes what people type and copy. Whether the address exists, only a mail can tell.
    fn from_str(text: &str) -> Result<Self, EmailAddressFault> {
        let text: String = text.chars().filter(|c| !comes_with_copying(*c)).map(letter_of_address).collect();
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailAddressFault::Missing);
        }
        check_letters(text)?;
        let (local, domain) = text.rsplit_once('@').ok_or(EmailAddressFault::NoAt)?;
        let (local, domain) = (local.trim(), domain.trim());
        if local.contains('@') {
            return Err(EmailAddressFault::SeveralAts);
        }
        if text.contains(['<', '>']) {
            return Err(EmailAddressFault::DisplayName);
        }
        if local.contains(char::is_whitespace) || domain.contains(char::is_whitespace) {
            return Err(EmailAddressFault::Blank);
        }
        check_local_part(local)?;
        let domain = checked_domain(domain)?;
        let address = Self(format!("{local}@{domain}"));
        if address.wire().len() > MAX_ADDRESS { Err(EmailAddressFault::TooLong) } else { Ok(address) }
    }
}

/// Zero-width spaces and byte order marks stick to what is copied from pages and spreadsheets.
const fn comes_with_copying(letter: char) -> bool {
    matches!(letter, '\u{200b}' | '\u{feff}')
}

/// Letters as an address has them. IDNA takes every one of these dots for one (UTS #46 §2.3).
fn letter_of_address(letter: char) -> char {
    match half_width(letter) {
        '\u{3002}' | '\u{ff61}' => '.',
        '\u{fe6b}' => '@',
        other => other,
    }
}

/// What belongs into no address that somebody types, whatever the RFC allows.
fn check_letters(text: &str) -> Result<(), EmailAddressFault> {
    let is_invisible = |c: &char| CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(*c);
    if let Some(letter) = text.chars().find(|c| (c.is_control() && !c.is_whitespace()) || is_invisible(c)) {
        return Err(EmailAddressFault::Invisible(letter));
    }
    if text.contains('"') {
        return Err(EmailAddressFault::Quoted);
    }
    if text.contains(['(', ')']) {
        return Err(EmailAddressFault::Comment);
    }
    Ok(())
}

fn check_local_part(local: &str) -> Result<(), EmailAddressFault> {
    if local.bytes().all(|b| b == b'.') {
        return Err(EmailAddressFault::NoLocalPart);
    }
    if !local.is_ascii() {
        return Err(EmailAddressFault::InternationalLocalPart);
    }
    if let Some(letter) = local.chars().find(|c| !is_atom_text(*c) && *c != '.') {
        return Err(EmailAddressFault::LocalPart(letter));
    }
    let quotes = if needs_quotes(local) { 2 } else { 0 };
    if local.len() + quotes > MAX_LOCAL_PART { Err(EmailAddressFault::TooLong) } else { Ok(()) }
}

/// `atext` of RFC 5322 §3.2.3.
const fn is_atom_text(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || matches!(
            letter,
            '!' | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '-'
                | '/'
                | '='
                | '?'
                | '^'
                | '_'
                | '`'
                | '{'
                | '|'
                | '}'
                | '~'
        )
}

/// Whether a local part is no dot-atom, and can be a quoted string as it stands.
fn needs_quotes(local: &str) -> bool {
    let is_dot_atom = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    !is_dot_atom && local.chars().all(|c| is_atom_text(c) || c == '.')
}

/// The domain as it is kept.
fn checked_domain(domain: &str) -> Result<String, EmailAddressFault> {
    if domain.is_empty() {
        return Err(EmailAddressFault::NoDomain);
    }
    if domain.starts_with('[') {
        return Err(EmailAddressFault::IpAddress);
    }
    if domain.split('.').any(str::is_empty) {
        return Err(EmailAddressFault::DomainDots);
    }
    let (_, top) = domain.rsplit_once('.').ok_or(EmailAddressFault::DomainWithoutDot)?;
    if top.bytes().all(|b| b.is_ascii_digit()) {
        return Err(EmailAddressFault::IpAddress);
    }
    if !domain.chars().all(is_of_domain) {
        return Err(EmailAddressFault::Domain);
    }
    let ascii = to_ascii(domain).ok_or(EmailAddressFault::Domain)?;
    if domain.is_ascii() {
        return Ok(domain.to_owned());
    }
    // UTS #46 maps letters to others (① to 1): people see what the mail will be sent to.
    let (mapped, result) = Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    result.map_err(|_| EmailAddressFault::Domain)?;
    Ok(if mapped == domain.to_lowercase() { domain.to_owned() } else { mapped.into_owned() })
}

/// Letters, digits and marks, and the few others of RFC 5892 §2.6 and appendix A that Japanese domains have. UTS #46 takes
/// punctuation and symbols as well, which no registry gives out.
fn is_of_domain(letter: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(letter);
    let is_of_word = [GeneralCategoryGroup::Letter, GeneralCategoryGroup::Mark, GeneralCategoryGroup::Number];
    matches!(letter, '.' | '-' | '\u{30fb}') || is_of_word.iter().any(|group| group.contains(category))
}

/// The domain by its A-labels (UTS #46 ToASCII, nontransitional, UseSTD3ASCIIRules, VerifyDnsLength).
fn to_ascii(domain: &str) -> Option<String> {
    let ascii =
        Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify);
    let ascii = ascii.ok()?;
    // Its letters' case is nobody's business but the reader's.
    Some(if domain.is_ascii() { domain.to_owned() } else { ascii.into_owned() })
}

#[cfg(test)]
mod tests;
