//! What happened to a recipient or does not happen, as the sender is told of it.

use domain::envelope::{Envelope, Status};
use domain::evidence::{EventKind, UnsendableDocument};
use domain::factor::Factor;
use domain::language::Language;
use domain::mail::{Addressee, Bounce, MailKind};
use domain::recipient::Recipient;
use web::WaitReport;

use crate::one_line::one_line;
use crate::people;

/// A document that cannot be sent.
pub(crate) struct Unsendable {
    pub(crate) name: String,
    pub(crate) why: String,
}

/// A recipient forwarded the task.
pub(crate) struct Delegation {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) email: String,
    /// Whether the sender had asked for a registered seal, which is not passed on.
    pub(crate) loses_registered_seal: bool,
}

/// A mail or a code did not reach a recipient.
pub(crate) struct Undelivered {
    pub(crate) who: String,
    /// The address or the telephone number that it was for.
    pub(crate) address: String,
    pub(crate) cause: Cause,
    /// The services' words, empty where there are none.
    pub(crate) words: String,
    /// Whether this recipient is still waited for: then the sender can do something about it.
    pub(crate) waits: bool,
}

/// Why something did not reach a recipient.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The mail came back for good.
    Gone,
    /// The mail could not be delivered for days.
    Full,
    /// The mail came back without a word.
    Unknown,
    /// The mail was refused for its content or its size.
    Content,
    /// The mail service did not send the mail, for its content.
    Unsent,
    /// The mail was called unwanted.
    Unwanted,
    /// The mail service sends nothing to the address any more.
    Suppressed,
    /// The mail service did not take the mail.
    Refused,
    /// The text message service did not take the code.
    RefusedCode,
}

/// A recipient cannot go on without a new link.
pub(crate) struct Lock {
    pub(crate) cause: LockCause,
    pub(crate) who: String,
    pub(crate) email: String,
    /// The telephone number that codes go to, if they go to one.
    pub(crate) phone: Option<String>,
}

/// Why not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LockCause {
    /// Too many wrong codes.
    WrongCodes,
    /// As many codes were sent as are sent to one link.
    NoMoreCodes,
}

impl Unsendable {
    pub(crate) fn all(kind: &EventKind, envelope: &Envelope, language: Language) -> Vec<Self> {
        let EventKind::SendingRefused { documents, .. } = kind else { return Vec::new() };
        let worded = |refused: &UnsendableDocument| {
            let name = one_line(&envelope.document(refused.document)?.name);
            Some(Self { name, why: one_line(refused.why.detail.in_language(language)) })
        };
        documents.iter().filter_map(worded).collect()
    }
}

impl Delegation {
    pub(crate) fn of(kind: &EventKind, envelope: &Envelope, language: Language) -> Option<Self> {
        let EventKind::Delegated { recipient, name, company, email, seal, .. } = kind else { return None };
        let from = people::recipient(envelope.recipient(*recipient)?, language);
        let to = people::with_company(company.as_deref(), name, language);
        Some(Self { from, to, email: one_line(email.as_str()), loses_registered_seal: seal.is_some() })
    }
}

impl Undelivered {
    /// Whether it was a text message and no mail.
    pub(crate) fn is_text(&self) -> bool {
        self.cause == Cause::RefusedCode
    }

    /// Whose words they are.
    pub(crate) const fn speaker(&self, language: Language) -> &'static str {
        match self.cause {
            Cause::Gone | Cause::Full | Cause::Unknown | Cause::Content | Cause::Unwanted => {
                language.t("メールサーバーの応答：", "The mail server said: ")
            }
            Cause::Unsent | Cause::Suppressed | Cause::Refused => {
                language.t("メール配信サービスの応答：", "The email service said: ")
            }
            Cause::RefusedCode => language.t("SMS配信サービスの応答：", "The SMS service said: "),
        }
    }

    pub(crate) fn of(kind: &EventKind, envelope: &Envelope) -> Option<Self> {
        let (number, cause, words) = match *kind {
            EventKind::Bounced { addressee: Addressee::Recipient(number), bounce, ref detail, .. } => match bounce {
                Bounce::Permanent => (number, Cause::Gone, detail.as_str()),
                Bounce::Transient => (number, Cause::Full, detail.as_str()),
                Bounce::Rejected => (number, Cause::Content, detail.as_str()),
                Bounce::Unsent => (number, Cause::Unsent, detail.as_str()),
                Bounce::Suppressed => (number, Cause::Suppressed, detail.as_str()),
                Bounce::Undetermined => (number, Cause::Unknown, detail.as_str()),
                // What a person thinks of a mail is no answer of a server.
                Bounce::Complaint => (number, Cause::Unwanted, ""),
            },
            EventKind::MailRefused { addressee: Addressee::Recipient(number), mail, ref reason, .. } => {
                let factor = envelope.recipient(number)?.factor.as_ref();
                let by_text = mail == MailKind::Code && matches!(factor, Some(Factor::Sms { .. }));
                (number, if by_text { Cause::RefusedCode } else { Cause::Refused }, reason.as_str())
            }
            _ => return None,
        };
        let recipient = envelope.recipient(number)?;
        let waits = envelope.state.status() == Status::InProgress && recipient.invited_at().is_some();
        let (who, email) = person(recipient, envelope);
        let address = phone_of(recipient).filter(|_| cause == Cause::RefusedCode).unwrap_or(email);
        Some(Self { who, address, cause, words: one_line(words), waits })
    }
}

impl Lock {
    pub(crate) fn of(kind: &EventKind, envelope: &Envelope) -> Option<Self> {
        let (recipient, cause) = match kind {
            EventKind::LockedOut { recipient, .. } => (recipient, LockCause::WrongCodes),
            EventKind::CodesUsedUp { recipient, .. } => (recipient, LockCause::NoMoreCodes),
            _ => return None,
        };
        let recipient = envelope.recipient(*recipient)?;
        let (who, email) = person(recipient, envelope);
        Some(Self { cause, who, email, phone: phone_of(recipient) })
    }
}

/// What the envelope waits for, with every name on one line.
pub(crate) fn delay(envelope: &Envelope, language: Language) -> Option<WaitReport> {
    let report = WaitReport::of(envelope, &envelope.wait()?, language);
    let pending = report.pending.iter().map(|line| one_line(line)).collect();
    Some(WaitReport { pending, ..report })
}

fn person(recipient: &Recipient, envelope: &Envelope) -> (String, String) {
    (people::recipient(recipient, envelope.sender.language), one_line(recipient.email.as_str()))
}

/// The telephone number that a recipient's codes go to.
fn phone_of(recipient: &Recipient) -> Option<String> {
    match &recipient.factor {
        Some(Factor::Sms { phone }) => Some(phone.as_str().to_owned()),
        _ => None,
    }
}
