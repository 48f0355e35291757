//! Evidence: what happened to an envelope, event by event, each carrying the SHA-256 of the one before it (L1, L4).
//!
//! An event's digest is taken over its JSON exactly as it is stored, so that a chain can be checked with nothing but a
//! JSON reader and SHA-256. What is written has types of its own (`record`).

mod record;

use std::net::IpAddr;

use jiff::Timestamp;

use crate::actor::Actor;
use crate::chain_head::ChainHead;
use crate::digest::Digest;
use crate::document::{ObjectKey, Sealer, StoredFile, Timestamped, Unproven};
use crate::email_address::EmailAddress;
use crate::factor::PhoneNumber;
use crate::ids::{DocumentId, DocumentNumber, EnvelopeId, FolderId, RecipientNumber};
use crate::mail::{Addressee, Bounce, MailKind};
use crate::recipient::SealType;
use crate::rewriting::Rewriting;
use crate::visible_seal::VisibleSeal;
use crate::waits::Cause;

pub use crate::identity::Identity;
pub use crate::unsendable::{Unsendable, UnsendableDocument};

/// One link of an envelope's evidence chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The envelope.
    pub envelope: EnvelopeId,
    /// Place in the chain, from 1.
    pub sequence: u64,
    /// SHA-256 of the event before, [`Digest::ZERO`] for the first.
    pub previous: Digest,
    /// When it happened.
    pub at: Timestamp,
    /// Who of the sender's side did it, be it the sender or somebody else who may; nothing where it was a recipient or the
    /// service, or where it happened before callers were recorded.
    pub by: Option<Actor>,
    /// What happened.
    pub kind: EventKind,
}

/// A part of a draft that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DraftPart {
    /// The subject.
    Title,
    /// The words to the recipients.
    Message,
    /// The recipients.
    Recipients,
    /// The data for the archive.
    Transaction,
    /// How long the finished documents are kept.
    Retention,
    /// The days to the deadline.
    Deadline,
    /// Whether tasks may be forwarded.
    Forwarding,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The draft was made.
    Drafted,
    /// The sender changed the draft.
    DraftChanged {
        /// What is another now. What it is stands in the envelope, and in the event that it was sent.
        parts: Vec<DraftPart>,
    },
    /// It was moved from one folder to another.
    Moved {
        /// Where it was; nothing where it was in none.
        from: Option<FolderId>,
        /// Where it is now; nothing where it is in none.
        to: Option<FolderId>,
    },
    /// One of a group acted for all: the others of it are not needed any more.
    NotNeeded {
        /// Who is not needed.
        recipients: Vec<RecipientNumber>,
        /// Who acted.
        by: RecipientNumber,
    },
    /// The sender added a document to the draft.
    DocumentAdded {
        /// Its number.
        document: DocumentNumber,
        /// SHA-256 of its upload, as declared.
        sha256: Digest,
    },
    /// The sender removed a document from the draft.
    DocumentRemoved {
        /// Its number, which is given to no other.
        document: DocumentNumber,
    },
    /// The sender deleted the draft.
    DraftDeleted,
    /// The sender wants it sent; its documents are to be prepared.
    SendingRequested {
        /// All of them.
        documents: Vec<DocumentNumber>,
    },
    /// Not every document can be sent: it is a draft again.
    SendingRefused {
        /// Those that cannot be sent, and why not.
        documents: Vec<UnsendableDocument>,
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// It is sent; the documents were checked and prepared.
    Sent {
        /// What was checked.
        documents: Vec<SentDocument>,
        /// When it expires.
        deadline: Timestamp,
    },
    /// A seal was put to a document; its timestamp is still missing.
    DocumentSealed {
        /// Which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
        /// SHA-256 of the file that was sealed: that which was shown, or that with other signers' seals added.
        base: Digest,
        /// SHA-256 of what the key signed (the CMS signed attributes): by this the key's log is reconciled (L2).
        signed: Digest,
        /// The key's identifier.
        key: String,
        /// The sealed file.
        file: StoredFile,
    },
    /// A seal was given up before it was timestamped, because the authority's token did not fit; it is made anew with more
    /// room. Nobody but the sealing functions ever saw it.
    SealDiscarded {
        /// Which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
        /// Bytes that the token needed.
        needed: u32,
    },
    /// A seal was timestamped by a timestamp authority.
    DocumentTimestamped {
        /// Which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
        /// The timestamp.
        timestamp: Timestamped,
    },
    /// Every original is sealed and timestamped: from here on it may be seen (L6).
    OriginalsFixed,
    /// A recipient's turn came.
    Invited {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link that goes out; earlier ones are revoked.
        generation: u32,
    },
    /// A reminder became due.
    Reminded {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link that goes out.
        generation: u32,
        /// Which reminder, from 1.
        reminder: u16,
    },
    /// The sender had a recipient reminded.
    RemindedBySender {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link that goes out.
        generation: u32,
    },
    /// A recipient opened the documents.
    Opened {
        /// Who.
        recipient: RecipientNumber,
        /// From where.
        session: Session,
    },
    /// A signer gave the instruction to sign.
    Approved {
        /// Who.
        recipient: RecipientNumber,
        /// From where.
        session: Session,
        /// What the signer was shown.
        documents: Vec<ShownDocument>,
        /// The visible seal that the signer chose, if any.
        visible_seal: Option<VisibleSeal>,
    },
    /// A viewer confirmed.
    Confirmed {
        /// Who.
        recipient: RecipientNumber,
        /// From where.
        session: Session,
        /// What the viewer was shown.
        documents: Vec<ShownDocument>,
    },
    /// A recipient declined.
    Declined {
        /// Who.
        recipient: RecipientNumber,
        /// From where.
        session: Session,
        /// Why.
        reason: String,
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// Somebody asked for a one-time code.
    CodeRequested {
        /// Who.
        recipient: RecipientNumber,
        /// Generation of the link.
        generation: u32,
        /// Which code, from 1.
        code: u8,
        /// From where.
        session: Session,
    },
    /// Somebody tried a code; recorded before it is checked, so that no try goes uncounted.
    FactorTried {
        /// Who.
        recipient: RecipientNumber,
        /// Which try, from 1.
        attempt: u8,
        /// From where.
        session: Session,
    },
    /// One more code was asked for than are sent to one link: the sender has to ask anew.
    CodesUsedUp {
        /// Who.
        recipient: RecipientNumber,
        /// From where.
        session: Session,
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// The code was right.
    Authenticated {
        /// Who.
        recipient: RecipientNumber,
        /// From where, and by which factor.
        session: Session,
    },
    /// Too many wrong codes: no try is taken any more until the sender asks anew.
    LockedOut {
        /// Who.
        recipient: RecipientNumber,
        /// From where.
        session: Session,
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// A recipient forwarded the task to somebody else.
    Delegated {
        /// Who.
        recipient: RecipientNumber,
        /// To whom.
        to: RecipientNumber,
        /// That person's name.
        name: String,
        /// That person's company, if any.
        company: Option<String>,
        /// That person's address.
        email: EmailAddress,
        /// Why.
        reason: String,
        /// From where.
        session: Session,
        /// Who is told.
        notify: Vec<Addressee>,
        /// The seal that this person signs with, where it is another than the one that was asked of the recipient: a
        /// registered seal is not passed on.
        seal: Option<SealType>,
    },
    /// A mail came back, or its reader complained about it.
    Bounced {
        /// Whose mail.
        addressee: Addressee,
        /// The event that asked for the mail.
        request_event: u64,
        /// What happened.
        bounce: Bounce,
        /// The mail services' words.
        detail: String,
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// The sender corrected a recipient's address.
    AddressCorrected {
        /// Whose.
        recipient: RecipientNumber,
        /// The old one.
        from: EmailAddress,
        /// The new one.
        to: EmailAddress,
    },
    /// The sender corrected the telephone number that a recipient's codes go to.
    TelephoneCorrected {
        /// Whose.
        recipient: RecipientNumber,
        /// The old one.
        from: PhoneNumber,
        /// The new one.
        to: PhoneNumber,
    },
    /// A seal or a timestamp that is due could not be made; it is tried again.
    Delayed {
        /// Which document.
        document: DocumentNumber,
        /// Whose seal.
        by: Sealer,
        /// Why.
        cause: Cause,
    },
    /// Something was waited for longer than the service needs for its work.
    WaitReported {
        /// Since when.
        since: Timestamp,
        /// Why, where that is known.
        cause: Option<Cause>,
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// The sender had it tried again.
    Retried {
        /// The requests that have not been taken by the mail service.
        requests: Vec<PendingRequest>,
        /// The documents that are to be prepared, while the envelope is being sent.
        documents: Vec<DocumentNumber>,
    },
    /// Every document carries this signer's timestamped seal.
    Sealed {
        /// Who.
        recipient: RecipientNumber,
    },
    /// Everybody acted and every seal is timestamped.
    Completed {
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// The sender took the envelope back.
    Voided {
        /// Why.
        reason: String,
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// The deadline passed.
    Expired {
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// The envelope cannot go on.
    Failed {
        /// Why.
        reason: String,
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// A mail was taken by the mail service.
    Mailed {
        /// Which mail.
        mail: MailKind,
        /// To whom.
        addressee: Addressee,
        /// The event that asked for it.
        request_event: u64,
        /// The mail service's identifier.
        message_id: String,
    },
    /// A mail, or a code by SMS, was refused for good by the service that should carry it.
    MailRefused {
        /// Which mail.
        mail: MailKind,
        /// To whom.
        addressee: Addressee,
        /// The event that asked for it.
        request_event: u64,
        /// The service's words.
        reason: String,
        /// Who is told.
        notify: Vec<Addressee>,
    },
    /// A finished document was fetched by its download link.
    Downloaded {
        /// Which document.
        document: DocumentNumber,
        /// Whose link.
        addressee: Addressee,
        /// From where.
        session: Session,
    },
    /// The store now refuses to delete the finished documents until then.
    Retained {
        /// Until when.
        until: Timestamp,
    },
    /// The earlier revisions of a document were removed: its finished file was read back, is locked, has the digest of the
    /// evidence, and holds each of them.
    RevisionsRemoved {
        /// Which document.
        document: DocumentNumber,
        /// SHA-256 of the finished file.
        finished: Digest,
        /// What was removed. Where earlier code had locked one of them, the store drops it when that lock ends.
        removed: Vec<StoredFile>,
        /// What stays, since the finished file does not hold it.
        left: Vec<ObjectKey>,
    },
    /// They stay, since that could not be proven.
    RevisionsKept {
        /// Which document.
        document: DocumentNumber,
        /// Why.
        why: Unproven,
    },
    /// Every file of the envelope was removed: some time after it came to nothing, or after its retention had ended.
    DocumentsRemoved {
        /// Which.
        objects: Vec<ObjectKey>,
    },
    /// The retention of the finished documents has ended, and the deployment keeps them all the same.
    RetentionEnded,
}

/// A mail that asks a recipient to act, on its way to the mail service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingRequest {
    /// Who is to be asked.
    pub recipient: RecipientNumber,
    /// The event that asked for the mail.
    pub request_event: u64,
    /// Generation of its link.
    pub generation: u32,
}

/// A document as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentDocument {
    /// Which.
    pub document: DocumentNumber,
    /// Its name.
    pub name: String,
    /// What is printed on each page.
    pub document_id: DocumentId,
    /// SHA-256 of the upload.
    pub uploaded: Digest,
    /// SHA-256 of the file with document ID and signature fields.
    pub prepared: Digest,
    /// What else was done between these two; nothing where the upload was clean, or signed.
    pub rewriting: Vec<Rewriting>,
}

/// A document as somebody was shown it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownDocument {
    /// Which.
    pub document: DocumentNumber,
    /// SHA-256 of the file.
    pub sha256: Digest,
}

/// Where an act came from and how the person was identified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The address as the API saw it.
    pub ip: IpAddr,
    /// The browser's name of itself, at most 256 characters.
    pub user_agent: Option<String>,
    /// How the person was identified (L5).
    pub identity: Identity,
    /// For a known device.
    pub proof: Option<AddressProof>,
}

/// When a known device proved the recipient's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressProof {
    /// When the code was right.
    pub at: Timestamp,
    /// The envelope whose evidence tells of it; none where that is another organisation's.
    pub envelope: Option<EnvelopeId>,
}

/// A chain that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenChain {
    /// An event is missing, doubled or out of order.
    #[error("event {expected} is missing: found {found} in its place")]
    Sequence {
        /// The place.
        expected: u64,
        /// What stands there.
        found: u64,
    },
    /// An event was changed after the next was chained to it.
    #[error("event {sequence} does not carry the digest of the event before it")]
    Link {
        /// The event that does not fit.
        sequence: u64,
    },
    /// The text is not an event.
    #[error("event {sequence} cannot be read: {reason}")]
    Unreadable {
        /// The place.
        sequence: u64,
        /// The JSON reader's words.
        reason: String,
    },
    /// The last event is not the one that the envelope points to.
    #[error("the chain does not end where the envelope says")]
    Head,
}

/// Checks a whole chain, given as the stored JSON texts in order, against the envelope's head.
pub fn verify_chain<'a>(texts: impl IntoIterator<Item = &'a str>, head: ChainHead) -> Result<Vec<Event>, BrokenChain> {
    let mut reached = ChainHead::START;
    let mut events = Vec::new();
    for text in texts {
        let expected = reached.sequence + 1;
        let event = Event::from_json(text)
            .map_err(|e| BrokenChain::Unreadable { sequence: expected, reason: e.to_string() })?;
        if event.sequence != expected {
            return Err(BrokenChain::Sequence { expected, found: event.sequence });
        }
        if event.previous != reached.digest {
            return Err(BrokenChain::Link { sequence: expected });
        }
        reached = ChainHead { sequence: expected, digest: Digest::of(text.as_bytes()) };
        events.push(event);
    }
    if reached == head { Ok(events) } else { Err(BrokenChain::Head) }
}
