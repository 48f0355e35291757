//! What can be asked of an envelope, and why it is refused.

use jiff::Timestamp;

pub use crate::delegate::Delegate;
use crate::digest::Digest;
use crate::document::{Prepared, Sealer, StoredFile, Timestamped};
use crate::draft::{AcceptedDocument, DocumentSeeds, DraftChange, too_large};
use crate::email_address::EmailAddress;
use crate::envelope::{Envelope, Status};
use crate::evidence::{Event, Session, ShownDocument, UnsendableDocument};
use crate::factor::PhoneNumber;
use crate::field_error::FieldError;
use crate::ids::{DocumentNumber, FolderId, RecipientNumber};
use crate::mail::{Addressee, Bounce, MailKind};
use crate::removal::RemovalReport;
use crate::text::TextFault;
use crate::visible_seal::VisibleSeal;
use crate::waiting::Cause;

/// Something that somebody wants done, or that a function reports as done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The sender wants the draft sent: its documents are prepared, and then it is sent.
    RequestSending,
    /// The sender changes the draft.
    ChangeDraft {
        /// What is another now.
        change: Box<DraftChange>,
    },
    /// The sender adds a document to the draft.
    AddDocument {
        /// As it was declared.
        document: AcceptedDocument,
        /// Its numbers.
        seeds: DocumentSeeds,
    },
    /// The sender removes a document from the draft.
    RemoveDocument {
        /// Which.
        document: DocumentNumber,
    },
    /// The sender deletes the draft.
    DeleteDraft,
    /// Every document is checked and prepared, in order: it is sent.
    Send {
        /// The event by which sending was asked for.
        request: u64,
        /// One for each document.
        prepared: Vec<Prepared>,
    },
    /// Not every document can be sent: the envelope is a draft again.
    RefuseSending {
        /// The event by which sending was asked for.
        request: u64,
        /// Those that cannot be sent, and why not.
        documents: Vec<UnsendableDocument>,
    },
    /// A seal was put to a document.
    RecordSealed {
        /// Which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
        /// SHA-256 of the file it was put on.
        base: Digest,
        /// SHA-256 of what the key signed.
        signed: Digest,
        /// The key's identifier.
        key: String,
        /// The sealed file.
        file: StoredFile,
    },
    /// The authority's token did not fit into a seal: it is to be made anew with more room.
    DiscardSeal {
        /// Which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
        /// Bytes that the token needed.
        needed: u32,
    },
    /// A seal was timestamped (or a document timestamp added).
    RecordTimestamped {
        /// Which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
        /// SHA-256 of the file that was timestamped.
        over: Digest,
        /// The timestamp.
        timestamp: Timestamped,
    },
    /// A recipient opens the documents.
    Open {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link by which the person came.
        generation: u32,
        /// From where.
        session: Session,
    },
    /// A signer gives the instruction to sign, or a viewer confirms.
    Approve {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link by which the person came.
        generation: u32,
        /// What was shown: every document, with the digest of the file.
        shown: Vec<ShownDocument>,
        /// The visible seal, if the signer chose one.
        visible_seal: Option<VisibleSeal>,
        /// From where.
        session: Session,
    },
    /// A recipient asks for a one-time code.
    RequestCode {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link by which the person came.
        generation: u32,
        /// From where.
        session: Session,
    },
    /// A code is about to be checked. It counts as a wrong one until [`Command::PassFactor`].
    TryFactor {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link by which the person came.
        generation: u32,
        /// From where.
        session: Session,
    },
    /// The code was right.
    PassFactor {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link by which the person came.
        generation: u32,
        /// From where, identified by the factor.
        session: Session,
    },
    /// The last code that may be tried was wrong.
    LockOut {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link by which the person came.
        generation: u32,
        /// From where.
        session: Session,
        /// Whether it is known that the last code was wrong; otherwise it has to be some time ago.
        is_known_wrong: bool,
    },
    /// A recipient forwards the task to somebody else (F9).
    Delegate {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link by which the person came.
        generation: u32,
        /// To whom.
        to: Delegate,
        /// Why.
        reason: String,
        /// From where.
        session: Session,
    },
    /// A recipient declines.
    Decline {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link by which the person came.
        generation: u32,
        /// Why.
        reason: String,
        /// From where.
        session: Session,
    },
    /// The sender takes the envelope back.
    Void {
        /// Why.
        reason: String,
    },
    /// The schedule records that the deadline has passed.
    Expire,
    /// The schedule sends a reminder.
    Remind {
        /// To whom.
        recipient: RecipientNumber,
    },
    /// The sender has those reminded whose turn it is.
    SendReminders,
    /// The sender asks a recipient anew: a new link goes out and the earlier ones are dead (F11).
    RequestAgain {
        /// Whom.
        recipient: RecipientNumber,
        /// What was wrong before.
        correction: Correction,
    },
    /// A mail came back, or its reader complained.
    RecordBounce {
        /// Whose mail.
        addressee: Addressee,
        /// The event that asked for the mail.
        request_event: u64,
        /// What happened.
        bounce: Bounce,
        /// The mail services' words.
        detail: String,
    },
    /// A function says why a seal or a timestamp that is due could not be made.
    RecordCause {
        /// Which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
        /// Why.
        cause: Cause,
    },
    /// The schedule reports to the sender that something has been waited for too long.
    ReportWait,
    /// The sender has what is waited for tried again.
    Retry,
    /// The envelope cannot go on.
    Fail {
        /// Why.
        reason: String,
    },
    /// A mail was taken or refused for good by the mail service.
    RecordMail {
        /// Which mail.
        mail: MailKind,
        /// To whom.
        addressee: Addressee,
        /// The event that asked for it.
        request_event: u64,
        /// What became of it.
        outcome: MailOutcome,
    },
    /// A finished document was fetched by its download link.
    RecordDownload {
        /// Which document.
        document: DocumentNumber,
        /// Whose link.
        addressee: Addressee,
        /// From where.
        session: Session,
    },
    /// The store refuses to delete the finished documents until then.
    RecordRetention {
        /// Until when.
        until: Timestamp,
    },
    /// It is moved to another folder, or to none.
    Move {
        /// Where it is to be.
        to: Option<FolderId>,
    },
    /// What was removed from the document store, or could not be.
    RecordRemoval {
        /// What.
        report: RemovalReport,
    },
}

impl Command {
    /// What refuses it where the store has no room for what becomes of the envelope: see
    /// [`Envelopes::has_room_for`](crate::ports::Envelopes::has_room_for). Nothing refuses what everybody has to expect of an
    /// envelope that was sent.
    pub fn without_room(&self) -> Option<Refusal> {
        match self {
            Self::Send { .. } => Some(Refusal::TooLarge),
            Self::ChangeDraft { .. } | Self::AddDocument { .. } => Some(Refusal::Fields(vec![too_large()])),
            Self::Delegate { .. } => Some(Refusal::ForwardingNotAllowed),
            Self::RequestSending
            | Self::RemoveDocument { .. }
            | Self::DeleteDraft
            | Self::SendReminders
            | Self::RefuseSending { .. }
            | Self::RecordSealed { .. }
            | Self::DiscardSeal { .. }
            | Self::RecordTimestamped { .. }
            | Self::Open { .. }
            | Self::Approve { .. }
            | Self::RequestCode { .. }
            | Self::TryFactor { .. }
            | Self::PassFactor { .. }
            | Self::LockOut { .. }
            | Self::Decline { .. }
            | Self::Void { .. }
            | Self::Expire
            | Self::Remind { .. }
            | Self::RequestAgain { .. }
            | Self::RecordBounce { .. }
            | Self::RecordCause { .. }
            | Self::ReportWait
            | Self::Retry
            | Self::Fail { .. }
            | Self::RecordMail { .. }
            | Self::RecordDownload { .. }
            | Self::RecordRetention { .. }
            | Self::Move { .. }
            | Self::RecordRemoval { .. } => None,
        }
    }
}

/// Where a recipient is reached, corrected by the sender.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// The address, where the old one was wrong.
    pub email: Option<EmailAddress>,
    /// The telephone that codes are sent to, where the old number was wrong.
    pub phone: Option<PhoneNumber>,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// The mail service took it.
    Taken {
        /// The service's identifier.
        message_id: String,
    },
    /// It will never be delivered.
    Refused {
        /// The service's words.
        reason: String,
    },
    /// A code's turn came when it was no good any more.
    TooLate,
}

/// What a command comes to: the envelope's next version and the events to store with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The next version.
    pub envelope: Envelope,
    /// What happened, in order; at least one.
    pub events: Vec<Event>,
}

/// Why a command is refused. The envelope stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Only a draft can be sent, and once.
    #[error("the envelope has been sent already")]
    AlreadySent,
    /// It was asked for by an earlier version than there is now.
    #[error("the envelope was changed in between: it is at version {version} now")]
    Overtaken {
        /// The newest one.
        version: u64,
    },
    /// What is asked for has wrong fields, given how the draft stands.
    #[error("{} fields are wrong", .0.len())]
    Fields(Vec<FieldError>),
    /// A draft without a document cannot be sent.
    #[error("the draft has no document; add one")]
    NoDocuments,
    /// The draft takes no further document: the numbers are used up.
    #[error("the draft takes no further document")]
    TooManyDocuments,
    /// Nobody's turn it is can be reminded.
    #[error("there is nobody to remind: everybody has acted, or has to be asked again at a corrected address")]
    NobodyToRemind,
    /// Those whose turn it is were reminded a moment ago.
    #[error("they were reminded less than an hour ago")]
    RemindedJustNow {
        /// After so many seconds somebody can be reminded again.
        seconds: u32,
    },
    /// Those whose turn it is were reminded as often as the sender may.
    #[error("they were reminded as often as one may")]
    TooManyReminders,
    /// Nobody has sent the draft in time.
    #[error("the draft has ended: it was not sent in time; create a new envelope")]
    DraftEnded,
    /// With what was noted of its documents it would outgrow the store's item before everybody has signed.
    #[error("the envelope is too large with what was noted of its documents; split it")]
    TooLarge,
    /// Documents missing or too many at sending.
    #[error("{prepared} documents were prepared, the envelope has {documents}")]
    DocumentCount {
        /// How many the envelope has.
        documents: usize,
        /// How many were prepared.
        prepared: usize,
    },
    /// The envelope is not in a state in which this can be done.
    #[error("the envelope is {status:?}; this cannot be done any more, or not yet")]
    WrongStatus {
        /// Its status.
        status: Status,
    },
    /// Everybody has acted: what is left is the service's work.
    #[error("everybody has acted, so that the envelope cannot be taken back any more")]
    EverybodyHasActed,
    /// Nothing is waited for that could be tried again.
    #[error("nothing is waited for that could be tried again")]
    NothingToRetry,
    /// It was tried again a moment ago.
    #[error("this was tried again a moment ago; wait for what comes of it")]
    RetriedJustNow,
    /// The deadline has passed.
    #[error("the deadline has passed")]
    DeadlinePassed,
    /// No such recipient.
    #[error("the envelope has no recipient {0}")]
    UnknownRecipient(RecipientNumber),
    /// No such document.
    #[error("the envelope has no document {0}")]
    UnknownDocument(DocumentNumber),
    /// Others have to act first.
    #[error("it is not this recipient's turn yet")]
    NotYourTurn,
    /// Whom the sender wants to ask again will be asked later.
    #[error("this recipient is asked when those before have acted; until then only addresses can be corrected")]
    NotAskedYet,
    /// The link by which the person came has been replaced by a newer one.
    #[error("this link has been replaced by a newer one")]
    LinkRevoked,
    /// This recipient has acted.
    #[error("this recipient has acted already")]
    AlreadyActed,
    /// This person has saved the documents as often as one may.
    #[error("the documents were saved by this person as often as one may")]
    TooManyDownloads,
    /// This recipient only gets a copy.
    #[error("this recipient is not asked to act")]
    NotAsked,
    /// The factor was not shown (F10).
    #[error("a code has to be given first")]
    FactorNeeded,
    /// A registered seal takes a second factor, which is not the mailbox (L3).
    #[error("a registered seal takes a second factor that is not the mailbox")]
    SecondFactorNeeded,
    /// Too many wrong codes.
    #[error("too many wrong codes were given; the sender has to ask this recipient anew")]
    LockedOut,
    /// A one-time code was sent a moment ago.
    #[error("a code was sent a moment ago; wait for it to arrive")]
    CodeJustSent,
    /// No more one-time codes are sent to this link.
    #[error("no more codes are sent; the sender has to ask this recipient anew")]
    TooManyCodes,
    /// A telephone number for a recipient whose codes do not go to one.
    #[error("no codes are sent to a telephone of this recipient")]
    NoTelephone,
    /// The visible seal is not allowed, or not there.
    #[error("a visible seal cannot be put there")]
    VisibleSealNotAllowed,
    /// The task cannot be forwarded.
    #[error("this task cannot be forwarded; ask the sender")]
    ForwardingNotAllowed,
    /// Somebody who cannot take a task over: a name that cannot be one, or whoever has the task already.
    #[error("the name cannot be one, or the address is the same as before")]
    PersonInvalid,
    /// What was shown is not what there is.
    #[error("the documents shown are not those of the envelope; open the link again and read them anew")]
    NotWhatWasShown,
    /// A reason is missing or cannot be taken.
    #[error("{0}")]
    Reason(TextFault),
    /// This was recorded before: nothing is left to do.
    #[error("this has been recorded already")]
    AlreadyRecorded,
    /// This does not follow from what is recorded.
    #[error("this document does not wait for that")]
    OutOfStep,
    /// Not due yet.
    #[error("this is not due yet")]
    NotDue,
    /// The envelope's evidence could not be written as JSON.
    #[error("the event cannot be written as JSON: {0}")]
    Unwritable(String),
}
