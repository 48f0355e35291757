//! The envelope (封筒): one or more documents, a sender, and recipients in signing order (F1–F3).

use jiff::{SignedDuration, Timestamp};

use crate::document::{Document, KeptFiles, Sealer};
use crate::email_address::EmailAddress;
use crate::ids::{DocumentNumber, EnvelopeId, EnvelopeNumber, FolderId, OrganisationId, PersonId, RecipientNumber};
use crate::language::Language;
use crate::mail::Addressee;
use crate::policy::{Brand, DeadlineRule};
use crate::recipient::Recipient;
use crate::retention::Retention;
use crate::transaction::Transaction;
use crate::visible_seal::PlacedBy;
use crate::waits::{Waits, after};

pub use crate::chain_head::ChainHead;

/// A draft that nobody sends ends so long after its last change.
pub const DRAFT_LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);
/// And so long after it was made, whatever is changed. The uploads are kept for longer than that (infra/template.yaml), and so
/// are the recipients' codes and keys ([`SECRET_LIFETIME`](crate::factor::SECRET_LIFETIME)).
pub const MAX_DRAFT_AGE: SignedDuration = SignedDuration::from_hours(60 * 24);

/// The highest number of a document, those counted that were removed. Keys of files have three digits for it.
pub const MAX_DOCUMENT_NUMBER: u16 = 999;

/// A contract on its way: all that decisions about it depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Internal identifier.
    pub id: EnvelopeId,
    /// The ten-digit number that people see.
    pub number: EnvelopeNumber,
    /// Who sends.
    pub sender: Sender,
    /// The envelope's subject (封筒の件名), 1 to 200 characters.
    pub title: String,
    /// The sender's words to the recipients.
    pub message: Option<String>,
    /// The documents, by number.
    pub documents: Vec<Document>,
    /// What is left of documents that were removed while it was a draft.
    pub removed_documents: Option<RemovedDocuments>,
    /// The recipients, by number.
    pub recipients: Vec<Recipient>,
    /// Date, counterparty and amount, for the archive.
    pub transaction: Transaction,
    /// How long the finished documents are kept.
    pub retention: Retention,
    /// Days from sending to the deadline, 1 to 30 (F11).
    pub deadline_days: u8,
    /// By what the deadline is reckoned, as the organisation had set when the draft was made.
    pub deadline_rule: DeadlineRule,
    /// Whether recipients may forward their task to somebody else (F9).
    pub may_forward: bool,
    /// In which folder it is; in none where nothing is said, and where that folder is gone.
    pub folder: Option<FolderId>,
    /// How the organisation presented itself when the draft was made.
    pub brand: Brand,
    /// Where the envelope stands.
    pub state: State,
    /// What became of which mails is on record: the event that asked for each, and to whom.
    pub mails: Vec<(u64, Addressee)>,
    /// Which of them came back.
    pub bounces: Vec<(u64, Addressee)>,
    /// Who has saved finished documents how often; those who have not are not in it.
    pub downloads: Vec<Downloads>,
    /// When the draft was made.
    pub created_at: Timestamp,
    /// Counts the commits; the store refuses a commit over another version.
    pub version: u64,
    /// The evidence chain's last link.
    pub evidence: ChainHead,
    /// The chain's head when the envelope was sent, which the operator's seals carry. Nothing where an earlier version sent it.
    pub sent_evidence: Option<ChainHead>,
    /// The deadline, kept for when the envelope has ended: see [`Envelope::given_deadline`].
    pub kept_deadline: Option<Timestamp>,
    /// When the last event happened. Nothing where an earlier version recorded it.
    pub last_event_at: Option<Timestamp>,
    /// What is waited for that nobody but the service can do.
    pub waits: Waits,
}

/// Documents that were removed while the envelope was a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedDocuments {
    /// The highest number among them. A number is never given again: an upload that comes late must not pass for another
    /// document's.
    pub last: DocumentNumber,
    /// What the store has of files that were made of them when the draft could not be sent.
    pub kept: KeptFiles,
}

/// How often one person may save finished documents. Each time is an event, and the evidence must not grow without end by
/// whoever has a link.
pub const MAX_DOWNLOADS: u16 = 500;

/// How often somebody has saved finished documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Downloads {
    /// Who.
    pub by: Addressee,
    /// How often, at most [`MAX_DOWNLOADS`].
    pub count: u16,
}

/// The sending organisation and the person acting for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The organisation's identifier.
    pub organisation: OrganisationId,
    /// The organisation's name as recipients read it.
    pub organisation_name: String,
    /// The same for readers of English, where it has another name for them.
    pub organisation_name_en: Option<String>,
    /// Who of the organisation; nothing where a service sends.
    pub person: Option<PersonId>,
    /// The person's name.
    pub name: String,
    /// The person's address, told of every outcome.
    pub email: EmailAddress,
    /// The language of mails to this person.
    pub language: Language,
}

impl Sender {
    /// The organisation's name, for readers of this language.
    pub fn organisation_in(&self, language: Language) -> &str {
        let english = self.organisation_name_en.as_deref().filter(|_| language == Language::En);
        english.unwrap_or(&self.organisation_name)
    }
}

/// The envelope's recorded state. What it *means* now is a question of time as well: see [`Envelope::status_at`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Being put together; documents are uploaded.
    Draft,
    /// The sender wants it sent; its documents are being prepared, each as a job of its own. It is sent after the last one,
    /// and a draft again if one of them cannot be.
    Sending {
        /// When the sender asked for it.
        requested_at: Timestamp,
        /// The event by which that was recorded: a draft may be sent more than once.
        request: u64,
    },
    /// Sent; the originals are being sealed and timestamped, nobody has been invited yet (L6).
    Sent {
        /// When it was sent.
        sent_at: Timestamp,
        /// The moment from which nobody can act any more.
        deadline: Timestamp,
    },
    /// The originals are fixed, recipients act in their order.
    InProgress {
        /// When it was sent.
        sent_at: Timestamp,
        /// The moment from which nobody can act any more.
        deadline: Timestamp,
    },
    /// Everybody acted and every seal is timestamped.
    Completed {
        /// When the last seal was timestamped.
        at: Timestamp,
    },
    /// A recipient declined.
    Declined {
        /// When.
        at: Timestamp,
    },
    /// The sender took it back (取り下げ).
    Voided {
        /// When.
        at: Timestamp,
    },
    /// The deadline passed before everybody acted, or nobody sent the draft in time.
    Expired {
        /// The deadline, or the draft's end.
        at: Timestamp,
    },
    /// It cannot go on (a document cannot be sealed); the sender has to send it anew.
    Failed {
        /// When.
        at: Timestamp,
        /// Why, in words for the operator.
        reason: String,
    },
    /// The sender deleted the draft. What it held is gone; its identifier, number, sender and evidence stay, so that nothing that
    /// comes late makes it anew.
    Deleted {
        /// When.
        at: Timestamp,
    },
}

/// The states' names, as the API shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// See [`State::Draft`].
    Draft,
    /// See [`State::Sending`].
    Sending,
    /// See [`State::Sent`].
    Sent,
    /// See [`State::InProgress`].
    InProgress,
    /// See [`State::Completed`].
    Completed,
    /// See [`State::Declined`].
    Declined,
    /// See [`State::Voided`].
    Voided,
    /// See [`State::Expired`].
    Expired,
    /// See [`State::Failed`].
    Failed,
    /// See [`State::Deleted`].
    Deleted,
}

impl Status {
    /// No command changes an envelope in such a state, except for what is recorded about its finished documents.
    pub const fn is_terminal(self) -> bool {
        match self {
            Self::Draft | Self::Sending | Self::Sent | Self::InProgress => false,
            Self::Completed | Self::Declined | Self::Voided | Self::Expired | Self::Failed | Self::Deleted => true,
        }
    }
}

impl State {
    /// The recorded state's name.
    pub const fn status(&self) -> Status {
        match self {
            Self::Draft => Status::Draft,
            Self::Sending { .. } => Status::Sending,
            Self::Sent { .. } => Status::Sent,
            Self::InProgress { .. } => Status::InProgress,
            Self::Completed { .. } => Status::Completed,
            Self::Declined { .. } => Status::Declined,
            Self::Voided { .. } => Status::Voided,
            Self::Expired { .. } => Status::Expired,
            Self::Failed { .. } => Status::Failed,
            Self::Deleted { .. } => Status::Deleted,
        }
    }
}

impl Envelope {
    /// What the envelope's state means at `now`: past its deadline it is expired whether or not the schedule has
    /// recorded that yet. An envelope on which everybody has acted does not expire while its seals are being timestamped; a draft
    /// does when nobody has sent it in time.
    pub fn status_at(&self, now: Timestamp) -> Status {
        match self.state {
            State::Sent { deadline, .. } | State::InProgress { deadline, .. }
                if now >= deadline && self.awaits_somebody() =>
            {
                Status::Expired
            }
            State::Draft if self.draft_ends_at().is_some_and(|end| now >= end) => Status::Expired,
            _ => self.state.status(),
        }
    }

    /// When it ends unless it is sent, while it is a draft: some time after its last change ([`DRAFT_LIFETIME`]), and never
    /// later than [`MAX_DRAFT_AGE`] after it was made.
    pub fn draft_ends_at(&self) -> Option<Timestamp> {
        let State::Draft = self.state else { return None };
        let unchanged = after(self.last_event_at.unwrap_or(self.created_at), DRAFT_LIFETIME);
        Some(unchanged.min(after(self.created_at, MAX_DRAFT_AGE)))
    }

    /// Whether it has been sent, however it stands now.
    pub fn was_sent(&self) -> bool {
        // Where an earlier version sent it, a seal says so.
        self.sent_evidence.is_some() || self.documents.iter().any(|document| !document.revisions.is_empty())
    }

    /// Whether it was sent before this event of its evidence. Where an earlier version sent it, that is not known by the event.
    pub fn was_sent_before(&self, event: u64) -> bool {
        self.sent_evidence.map_or_else(|| self.was_sent(), |head| head.sequence < event)
    }

    /// Whether it was a draft that the sender deleted: to whoever asks that is the same as if there had never been one.
    pub const fn is_deleted(&self) -> bool {
        matches!(self.state, State::Deleted { .. })
    }

    /// The number of the next document that is added to a draft. Nothing where they are used up.
    pub fn next_document(&self) -> Option<DocumentNumber> {
        let numbers = self.documents.iter().map(|document| document.number.0);
        let last = numbers.chain(self.removed_documents.map(|removed| removed.last.0)).max().unwrap_or_default();
        (last < MAX_DOCUMENT_NUMBER).then_some(DocumentNumber(last + 1))
    }

    /// When it was sent, while open.
    pub fn sent_at(&self) -> Option<Timestamp> {
        self.open_between().map(|(sent_at, _)| sent_at)
    }

    /// The deadline, once sent and while open.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.open_between().map(|(_, deadline)| deadline)
    }

    /// The deadline that its recipients were given, whether it is open or has ended. Nothing before it is sent, and where an
    /// earlier version of this service saw its end, unless that was the deadline itself.
    pub fn given_deadline(&self) -> Option<Timestamp> {
        let expired = match self.state {
            State::Expired { at } if self.was_sent() => Some(at),
            _ => None,
        };
        self.deadline().or(self.kept_deadline).or(expired)
    }

    const fn open_between(&self) -> Option<(Timestamp, Timestamp)> {
        match self.state {
            State::Sent { sent_at, deadline } | State::InProgress { sent_at, deadline } => Some((sent_at, deadline)),
            State::Draft
            | State::Sending { .. }
            | State::Completed { .. }
            | State::Declined { .. }
            | State::Voided { .. }
            | State::Expired { .. }
            | State::Failed { .. }
            | State::Deleted { .. } => None,
        }
    }

    /// Whether a recipient has still to act.
    pub fn awaits_somebody(&self) -> bool {
        self.recipients.iter().any(|r| r.must_act() && !r.has_acted())
    }

    /// Whether the operator's seal certifies the documents against new fields (DocMDP). Not where a signer may put a
    /// seal anywhere: its field cannot be made before.
    pub fn is_certified(&self) -> bool {
        let by_signer = |r: &Recipient| r.seal_policy.as_ref().is_some_and(|m| m.by == PlacedBy::Signer);
        !self.recipients.iter().any(by_signer)
    }

    /// The name of this sealer's signature field. Whoever took a task over has its field, which was made at sending, and a group of
    /// which one signs has one field.
    pub fn field_name(&self, document: &Document, by: Sealer) -> String {
        match by {
            Sealer::Operator => document.field_name(by),
            Sealer::Recipient(number) => document.field_name(Sealer::Recipient(self.field_owner(number))),
        }
    }

    /// Whose number the field has in which this recipient signs: that of whoever was asked first for the task, and of a group of
    /// which one signs, that of the first in it.
    pub fn field_owner(&self, number: RecipientNumber) -> RecipientNumber {
        let first = self.first_asked(number);
        let Some(group) = self.recipient(first).and_then(|r| r.one_of.as_ref()) else { return first };
        let members = self.recipients.iter().filter(|r| r.one_of.as_ref() == Some(group));
        members.map(|r| r.number).min().unwrap_or(first)
    }

    /// Who was asked first for the task that this recipient has. Whoever took it over shows the access code that was set then.
    pub fn first_asked(&self, number: RecipientNumber) -> RecipientNumber {
        let mut first = number;
        // Whoever takes a task over has a higher number, so that this ends.
        while let Some(earlier) = self.recipient(first).and_then(|r| r.stands_for).filter(|earlier| *earlier < first) {
            first = earlier;
        }
        first
    }

    /// `封筒：5050000111 電子契約サービス委託` without its prefix: number, space, title.
    pub fn display_name(&self) -> String {
        format!("{} {}", self.number, self.title)
    }
}
