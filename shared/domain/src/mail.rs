//! Which mails go out, and to whom.

use crate::digest::Digest;
use crate::ids::{EnvelopeId, OrganisationId, PersonId, RecipientNumber, SealId};
use crate::seal_expiry::ExpiryNotice;

/// The mails that the product sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailKind {
    /// Asks a recipient to act (F6).
    Request,
    /// Asks again, 「[再送]」 (F11).
    Reminder,
    /// Everything is done: 「電子署名完了のお知らせ」 (F20).
    Completed,
    /// Somebody declined.
    Declined,
    /// The sender took it back.
    Voided,
    /// The deadline passed.
    Expired,
    /// Not every document could be sent, so that none was (to the sender).
    NotSent,
    /// The envelope could not go on.
    Failed,
    /// A recipient forwarded the task (to the sender; who has it now gets a request).
    Delegated,
    /// A mail or a code to a recipient was refused or came back (to the sender).
    Bounced,
    /// A recipient was locked out after wrong codes, or gets no more codes (to the sender).
    LockedOut,
    /// Something is waited for longer than it should be (to the sender).
    Delayed,
    /// A one-time code, by mail or SMS as the recipient's factor says.
    Code,
}

impl MailKind {
    /// The kind's name in keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Reminder => "reminder",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Voided => "voided",
            Self::Expired => "expired",
            Self::NotSent => "not_sent",
            Self::Failed => "failed",
            Self::Delegated => "delegated",
            Self::Bounced => "bounced",
            Self::LockedOut => "locked_out",
            Self::Delayed => "delayed",
            Self::Code => "code",
        }
    }
}

/// Somebody who is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Addressee {
    /// The person who sent the envelope.
    Sender,
    /// A recipient.
    Recipient(RecipientNumber),
}

/// What happened to a mail after the mail service took it (Amazon SES event types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bounce {
    /// The address does not exist, or its server refuses for good.
    Permanent,
    /// It could not be delivered for days: a full mailbox, an absent server.
    Transient,
    /// It was refused for what it is: its content, its size.
    Rejected,
    /// The mail service itself did not send it, for what it holds.
    Unsent,
    /// The mail service did not send it, because earlier mail to the address came back or was called unwanted.
    Suppressed,
    /// It came back, and nobody said why.
    Undetermined,
    /// It arrived, and its reader called it unwanted; the mail service sends nothing more there.
    Complaint,
}

/// Which mail it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MailId {
    /// One about an envelope.
    Envelope(MailOrigin),
    /// An invitation of a person to an organisation.
    Invitation {
        /// To which organisation.
        organisation: OrganisationId,
        /// Who is invited.
        person: PersonId,
        /// The entry of the organisation's log that asked for it.
        by_entry: u64,
    },
    /// An announcement that the certificate of a registered seal ends.
    SealExpiry {
        /// Of which organisation.
        organisation: OrganisationId,
        /// Which of its seals; nothing where it is the one that has the organisation's identifier.
        seal: Option<SealId>,
        /// The administrator who is told.
        person: PersonId,
        /// SHA-256 of the certificate and its issuers, as they are stored.
        certificate: Digest,
        /// What is told.
        notice: ExpiryNotice,
    },
}

impl From<MailOrigin> for MailId {
    fn from(origin: MailOrigin) -> Self {
        Self::Envelope(origin)
    }
}

impl MailId {
    const ORGANISATION: &'static str = "organisation";
    const PERSON: &'static str = "person";
    const ENTRY: &'static str = "entry";
    const NOTICE: &'static str = "notice";

    /// As names and values of `A-Z a-z 0-9 _ -`, which is all that the tags of Amazon SES may hold.
    pub fn to_tags(&self) -> [(&'static str, String); 3] {
        match self {
            Self::Envelope(origin) => origin.to_tags(),
            Self::Invitation { organisation, person, by_entry } => [
                (Self::ORGANISATION, organisation.to_string()),
                (Self::PERSON, person.to_string()),
                (Self::ENTRY, by_entry.to_string()),
            ],
            Self::SealExpiry { organisation, person, notice, seal: _, certificate: _ } => [
                (Self::ORGANISATION, organisation.to_string()),
                (Self::PERSON, person.to_string()),
                (Self::NOTICE, notice.as_str().to_owned()),
            ],
        }
    }
}

/// Which mail about an envelope a message is: it travels with the message, so that what the mail service tells of it later can be
/// attributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MailOrigin {
    /// The envelope.
    pub envelope: EnvelopeId,
    /// The event that asked for it.
    pub sequence: u64,
    /// To whom it goes.
    pub addressee: Addressee,
}

impl MailOrigin {
    const ENVELOPE: &'static str = "envelope";
    const SEQUENCE: &'static str = "sequence";
    const ADDRESSEE: &'static str = "addressee";
    /// Mails sent by earlier code call it so: what the mail service tells of one may come days later.
    const ADDRESSEE_BEFORE: &'static str = "party";
    const SENDER: &'static str = "sender";
    const RECIPIENT: &'static str = "recipient-";

    /// As names and values of `A-Z a-z 0-9 _ -`, which is all that the tags of Amazon SES may hold.
    pub fn to_tags(self) -> [(&'static str, String); 3] {
        let addressee = match self.addressee {
            Addressee::Sender => Self::SENDER.to_owned(),
            Addressee::Recipient(number) => format!("{}{number}", Self::RECIPIENT),
        };
        let (envelope, sequence) = (self.envelope.to_string(), self.sequence.to_string());
        [(Self::ENVELOPE, envelope), (Self::SEQUENCE, sequence), (Self::ADDRESSEE, addressee)]
    }

    /// Reads the tags again. `None` for a message that is not one of ours.
    pub fn from_tags<'t>(value: impl Fn(&str) -> Option<&'t str>) -> Option<Self> {
        let addressee = match value(Self::ADDRESSEE).or_else(|| value(Self::ADDRESSEE_BEFORE))? {
            Self::SENDER => Addressee::Sender,
            other => Addressee::Recipient(RecipientNumber(other.strip_prefix(Self::RECIPIENT)?.parse().ok()?)),
        };
        let envelope = value(Self::ENVELOPE)?.parse().ok()?;
        Some(Self { envelope, sequence: value(Self::SEQUENCE)?.parse().ok()?, addressee })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_they_were_written() {
        let envelope = "01900000-0000-7000-8000-000000000001".parse().expect("a UUID");
        for addressee in [Addressee::Sender, Addressee::Recipient(RecipientNumber(12))] {
            let origin = MailOrigin { envelope, sequence: 7, addressee };
            let tags = origin.to_tags();
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            assert!(tags.iter().all(|(name, value)| name.chars().chain(value.chars()).all(allowed)), "{tags:?}");
            let find = |name: &str| tags.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str());
            assert_eq!(MailOrigin::from_tags(find), Some(origin));
            let sent_before =
                |name: &str| find(if name == "party" { "addressee" } else { name }).filter(|_| name != "addressee");
            assert_eq!(MailOrigin::from_tags(sent_before), Some(origin));
        }
        assert_eq!(MailOrigin::from_tags(|_| None), None);
        assert_eq!(MailOrigin::from_tags(|_| Some("recipient-x")), None);
    }
}
