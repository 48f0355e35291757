//! URLs in names.
//!
//! The names of people and companies stand in mails that the product sends. Many mail programs turn whatever looks like a
//! URL or a domain into a link, so that a name such as `evil.example/login` would become a link of the sender's choice in
//! a mail that the reader trusts. Titles, messages and reasons may hold URLs: they are the sender's own words, and are
//! shown as such.

use icu_normalizer::ComposingNormalizerBorrowed;

/// Domains that a single letter before the dot may have (`x.com`, `t.co`); `J.Smith` is a person.
const COMMON_TOP_LEVEL_DOMAINS: [&str; 20] = [
    "app", "biz", "co", "com", "dev", "edu", "gl", "gov", "info", "io", "jp", "ly", "me", "net", "org", "tv", "uk",
    "us", "xn", "xyz",
];
/// Titles that are written before a name with a dot between (`Dr.Sato`, `St.John`).
const TITLES: [&str; 22] = [
    "capt", "col", "dipl", "dr", "fr", "gen", "hon", "ing", "jr", "lt", "mag", "mr", "mrs", "ms", "mx", "ph", "prof",
    "rev", "sgt", "sr", "st", "ste",
];

/// Whether a mail program may make a link of something in a person's name: a URL or a bare domain.
pub(super) fn in_person_name(name: &str) -> bool {
    let name = folded(name);
    is_url(&name) || runs(&name).any(|run| run.domain_end().is_some())
}

/// The same in a company's name, where a bare domain is no more than a name: 価格.com, Booking.com Japan株式会社.
pub(super) fn in_company_name(name: &str) -> bool {
    let name = folded(name);
    let leads_on = |run: Run<'_>| {
        let Some(end) = run.domain_end() else { return false };
        let rest = &run.text[end..];
        let goes_on = if rest.is_empty() { run.rest } else { rest };
        let has_port = goes_on.strip_prefix(':').is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()));
        run.is_after_at || has_port || goes_on.starts_with(['/', '?', '#'])
    };
    is_url(&name) || runs(&name).any(leads_on)
}

/// As a mail program may read it: full-width letters as the usual ones (NFKC), in lower case.
fn folded(name: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(name).to_lowercase()
}

fn is_url(name: &str) -> bool {
    name.contains("://") || name.contains("www.")
}

/// Letters, digits, hyphens and dots in a row: where a domain could stand.
#[derive(Clone, Copy)]
struct Run<'n> {
    text: &'n str,
    /// What follows.
    rest: &'n str,
    /// Whether it is the second half of an e-mail address.
    is_after_at: bool,
}

fn runs(name: &str) -> impl Iterator<Item = Run<'_>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + name[at..].find(is_part)?;
        let length = name[start..].find(|c| !is_part(c)).unwrap_or(name.len() - start);
        at = start + length;
        Some(Run { text: &name[start..at], rest: &name[at..], is_after_at: name[..start].ends_with('@') })
    })
}

impl Run<'_> {
    /// Where the first domain in it ends, if there is one: a label, a dot, and at least two ASCII letters.
    fn domain_end(&self) -> Option<usize> {
        let mut host = "";
        let mut start = 0;
        for label in self.text.split('.') {
            let length = top_level_length(label);
            let top = &label[..length];
            let is_abbreviation = host.chars().count() == 1 || TITLES.contains(&host);
            let is_name = is_abbreviation && !COMMON_TOP_LEVEL_DOMAINS.contains(&top);
            if length > 0 && !host.is_empty() && !is_name {
                return Some(start + length);
            }
            host = label;
            start += label.len() + 1;
        }
        None
    }
}

/// How many bytes of a label can be a top-level domain: its ASCII letters, or an A-label, up to the end or to a letter of
/// another script (`evil.exampleの件`).
fn top_level_length(label: &str) -> usize {
    let is_of_domain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let length = label.find(|c| !is_of_domain(c)).unwrap_or(label.len());
    let top = &label[..length];
    let is_top = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    if is_top || top.starts_with("xn--") { length } else { 0 }
}
