//! How people are called in mails.

use domain::envelope::{Envelope, Sender};
use domain::language::Language;
use domain::recipient::Recipient;

use crate::one_line::one_line;

/// Names that are written out; the others are counted.
const NAMED: usize = 3;

/// `滝川市 佐藤 花子`, or `Hanako Sato (City of Takikawa)`.
pub(crate) fn with_company(company: Option<&str>, name: &str, language: Language) -> String {
    let name = one_line(name);
    match (company.map(one_line), language) {
        (None, _) => name,
        (Some(company), Language::Ja) => format!("{company} {name}"),
        (Some(company), Language::En) => format!("{name} ({company})"),
    }
}

/// A recipient.
pub(crate) fn recipient(recipient: &Recipient, language: Language) -> String {
    with_company(recipient.company.as_deref(), &recipient.name, language)
}

/// The sender.
pub(crate) fn sender(sender: &Sender, language: Language) -> String {
    with_company(Some(sender.organisation_in(language)), &sender.name, language)
}

/// The first line, by which the reader is addressed.
pub(crate) fn greeting(company: Option<&str>, name: &str, language: Language) -> Vec<String> {
    match language {
        Language::Ja => company.map(one_line).into_iter().chain([format!("{}様", one_line(name))]).collect(),
        Language::En => vec![format!("Dear {},", with_company(company, name, language))],
    }
}

/// Who had to act before this recipient and has done so: `滝川市 佐藤 花子様、鈴木 一郎様` or `A, B and 2 others`. `None`
/// where nobody had to.
pub(crate) fn finished_before(envelope: &Envelope, number: &Recipient, language: Language) -> Option<String> {
    let earlier = envelope.recipients.iter().filter(|r| r.order < number.order && r.must_act() && !r.is_out());
    let mut names: Vec<String> = earlier.filter(|r| r.has_acted()).map(|r| recipient(r, language)).collect();
    let others = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    match (names.is_empty(), language) {
        (true, _) => None,
        (false, Language::Ja) => {
            let names = names.into_iter().map(|name| format!("{name}様")).collect::<Vec<_>>().join("、");
            Some(if others > 0 { format!("{names}ほか{others}名") } else { names })
        }
        (false, Language::En) => {
            let others = (others > 0).then(|| format!("{others} {}", if others == 1 { "other" } else { "others" }));
            let mut names: Vec<String> = names.into_iter().chain(others).collect();
            let last = names.pop()?;
            Some(if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) })
        }
    }
}
