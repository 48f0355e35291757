//! What the templates may speak of.

use domain::document::Document;
use domain::envelope::{Envelope, Sender};
use domain::evidence::{Event, EventKind};
use domain::mail::Party;
use domain::recipient::{Recipient, RecipientState, Role};
use lambda::site::{Site, jst};

use crate::Order;

/// A mail's content, apart from its wording. Everything that a user wrote is on one line, but for the message.
pub(crate) struct Letter<'a> {
    pub(crate) site: &'a Site,
    pub(crate) address: &'a str,
    pub(crate) company: Option<String>,
    pub(crate) name: String,
    pub(crate) is_sender: bool,
    /// What is asked of the recipient.
    pub(crate) act: &'static str,
    pub(crate) organisation: String,
    pub(crate) sender: String,
    pub(crate) title: String,
    pub(crate) envelope: String,
    pub(crate) documents: Vec<String>,
    pub(crate) message: Vec<&'a str>,
    pub(crate) deadline: Option<String>,
    /// Who declined.
    pub(crate) decliner: Option<String>,
    /// Why the sender took it back; why somebody declined is for the sender alone.
    pub(crate) reason: Option<String>,
    /// URL of the button, empty where there is none.
    pub(crate) link: String,
}

impl<'a> Letter<'a> {
    /// `None` where the envelope has no such recipient.
    pub(crate) fn new(
        order: Order,
        envelope: &'a Envelope,
        event: Option<&Event>,
        link: Option<String>,
        site: &'a Site,
    ) -> Option<Self> {
        let Sender { organisation_name, name: sender, email, .. } = &envelope.sender;
        let is_sender = order.party == Party::Sender;
        let (address, company, name, act) = match order.party {
            Party::Sender => (email, Some(organisation_name), sender, ""),
            Party::Recipient(number) => {
                let recipient = envelope.recipient(number)?;
                (&recipient.email, recipient.company.as_ref(), &recipient.name, act_of(recipient))
            }
        };
        let decliner = envelope.recipients.iter().find(|r| matches!(r.state, RecipientState::Declined { .. }));
        Some(Self {
            site,
            address,
            company: company.map(|c| one_line(c)),
            name: one_line(name),
            is_sender,
            act,
            organisation: one_line(organisation_name),
            sender: one_line(sender),
            title: one_line(&envelope.title),
            envelope: one_line(&envelope.display_name()),
            documents: envelope.documents.iter().map(|Document { name, .. }| one_line(name)).collect(),
            message: envelope.message.iter().flat_map(|m| m.lines()).collect(),
            deadline: envelope.deadline().map(jst),
            decliner: decliner.map(full_name),
            reason: event.and_then(|e| reason(&e.kind, is_sender)),
            link: link.unwrap_or_default(),
        })
    }
}

const fn act_of(recipient: &Recipient) -> &'static str {
    match recipient.role {
        Role::Signer { .. } => "署名",
        Role::Viewer => "確認",
        Role::Copy => "",
    }
}

fn full_name(recipient: &Recipient) -> String {
    let company = recipient.company.iter().map(String::as_str);
    let parts: Vec<_> = company.chain([recipient.name.as_str()]).map(one_line).collect();
    parts.join(" ")
}

fn reason(kind: &EventKind, for_sender: bool) -> Option<String> {
    match kind {
        EventKind::Voided { reason, .. } => Some(one_line(reason)),
        EventKind::Declined { reason, .. } if for_sender => Some(one_line(reason)),
        _ => None,
    }
}

/// The text without anything that would end a mail header or a line, or turn the direction of what follows.
pub(crate) fn one_line(text: &str) -> String {
    let ends_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let turns = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced: String = text.chars().filter(|c| !turns(c)).map(|c| if ends_line(c) { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn nothing_ends_a_line_or_turns_it() {
        assert_eq!(one_line("契約\r\nBcc: x@example.jp"), "契約  Bcc: x@example.jp");
        assert_eq!(one_line("a\u{85}b\u{2028}c\u{2029}d\0e\n"), "a b c d e");
        assert_eq!(one_line("請求書\u{202e}fdp.exe"), "請求書fdp.exe");
        assert_eq!(one_line("滝川市　総務課"), "滝川市　総務課");
    }
}
