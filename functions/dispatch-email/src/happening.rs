//! What happened to a recipient, as the sender is told of it.

use domain::envelope::{Envelope, Status};
use domain::evidence::EventKind;
use domain::ids::RecipientNumber;
use domain::language::Language;
use domain::mail::{Bounce, Party};
use domain::recipient::Recipient;
use lambda::site::Site;

use crate::letter::one_line;
use crate::people;

/// A recipient forwarded the task.
pub(crate) struct Delegation {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) email: String,
}

/// A mail to a recipient came back.
pub(crate) struct Returned {
    pub(crate) who: String,
    pub(crate) email: String,
    pub(crate) bounce: Bounce,
    /// The mail services' words, empty where there are none.
    pub(crate) words: String,
    /// Whether this recipient is still waited for: then the sender can do something about it.
    pub(crate) waits: bool,
    /// See [`request_again`].
    pub(crate) call: String,
}

/// A recipient was locked out.
pub(crate) struct Lock {
    pub(crate) who: String,
    pub(crate) email: String,
    /// See [`request_again`].
    pub(crate) call: String,
}

impl Delegation {
    pub(crate) fn of(kind: &EventKind, envelope: &Envelope, language: Language) -> Option<Self> {
        let EventKind::Delegated { recipient, name, company, email, .. } = kind else { return None };
        let from = people::recipient(envelope.recipient(*recipient)?, language);
        let to = people::with_company(company.as_deref(), name, language);
        Some(Self { from, to, email: one_line(email) })
    }
}

impl Returned {
    pub(crate) fn of(kind: &EventKind, envelope: &Envelope, site: &Site) -> Option<Self> {
        let &EventKind::Bounced { party: Party::Recipient(number), bounce, ref detail, .. } = kind else { return None };
        let recipient = envelope.recipient(number)?;
        let waits = envelope.state.status() == Status::InProgress && recipient.invited_at().is_some();
        let (who, email, call) = person(recipient, envelope, site);
        // What a person thinks of a mail is no answer of a server.
        let words = if bounce == Bounce::Complaint { String::new() } else { one_line(detail) };
        Some(Self { who, email, bounce, words, waits, call })
    }
}

impl Lock {
    pub(crate) fn of(kind: &EventKind, envelope: &Envelope, site: &Site) -> Option<Self> {
        let EventKind::LockedOut { recipient, .. } = kind else { return None };
        let (who, email, call) = person(envelope.recipient(*recipient)?, envelope, site);
        Some(Self { who, email, call })
    }
}

fn person(recipient: &Recipient, envelope: &Envelope, site: &Site) -> (String, String, String) {
    let who = people::recipient(recipient, envelope.sender.language);
    (who, one_line(&recipient.email), request_again(envelope, recipient.number, site))
}

/// The call of the API by which a recipient is asked anew.
fn request_again(envelope: &Envelope, number: RecipientNumber, site: &Site) -> String {
    format!("POST {}", site.url(&format!("/v1/envelopes/{}/recipients/{number}/request", envelope.id)))
}
