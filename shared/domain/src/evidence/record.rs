//! Events as they are stored and hashed: JSON whose meaning never changes.
//!
//! An event's digest is taken over this text, and later events, seals and envelopes carry the digest. So these types only
//! grow: a field that is new is left out of the JSON where it says nothing, a variant keeps its name, and nothing is ever
//! taken away. What the domain makes of it may change; then the conversions are written by hand.

mod parts;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Event, EventKind};
use crate::actor::ActorRecord;
use crate::digest::Digest;
use crate::document::ObjectKey;
use crate::email_address::EmailAddress;
use crate::factor::PhoneNumber;
use crate::ids::{DocumentNumber, EnvelopeId, FolderId, RecipientNumber};
use crate::mirror;
use crate::mirror::Convert;
use parts::*;

/// An event, its fields in the order in which they are written.
#[derive(Serialize, Deserialize)]
struct EventRecord {
    envelope: EnvelopeId,
    sequence: u64,
    previous: Digest,
    at: Timestamp,
    // `by` says of some kinds whose seal it is.
    #[serde(rename = "actor", default, skip_serializing_if = "Option::is_none")]
    by: Option<ActorRecord>,
    #[serde(flatten)]
    kind: EventKindRecord,
}

impl Event {
    /// The event as it is stored and hashed.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let Self { envelope, sequence, previous, at, by, kind } = self.clone();
        serde_json::to_string(&EventRecord { envelope, sequence, previous, at, by: by.convert(), kind: kind.convert() })
    }

    /// Reads what is stored.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let EventRecord { envelope, sequence, previous, at, by, kind } = serde_json::from_str(text)?;
        Ok(Self { envelope, sequence, previous, at, by: by.convert(), kind: kind.convert() })
    }
}

mirror! {
    #[serde(tag = "type")]
    enum EventKindRecord = EventKind {
        Drafted,
        DraftChanged {
            parts: Vec<DraftPartRecord>,
        },
        Moved {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            from: Option<FolderId>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            to: Option<FolderId>,
        },
        NotNeeded {
            recipients: Vec<RecipientNumber>,
            by: RecipientNumber,
        },
        DocumentAdded {
            document: DocumentNumber,
            sha256: Digest,
        },
        DocumentRemoved {
            document: DocumentNumber,
        },
        DraftDeleted,
        SendingRequested {
            documents: Vec<DocumentNumber>,
        },
        SendingRefused {
            documents: Vec<UnsendableDocumentRecord>,
            notify: Vec<AddresseeRecord>,
        },
        Sent {
            documents: Vec<SentDocumentRecord>,
            deadline: Timestamp,
        },
        DocumentSealed {
            document: DocumentNumber,
            by: SealerRecord,
            base: Digest,
            signed: Digest,
            key: String,
            file: FileRecord,
        },
        SealDiscarded {
            document: DocumentNumber,
            by: SealerRecord,
            needed: u32,
        },
        #[serde(rename = "document_stamped")]
        DocumentTimestamped {
            document: DocumentNumber,
            by: SealerRecord,
            #[serde(rename = "stamp")]
            timestamp: TimestampedRecord,
        },
        OriginalsFixed,
        Invited {
            recipient: RecipientNumber,
            generation: u32,
        },
        Reminded {
            recipient: RecipientNumber,
            generation: u32,
            reminder: u16,
        },
        RemindedBySender {
            recipient: RecipientNumber,
            generation: u32,
        },
        Opened {
            recipient: RecipientNumber,
            session: SessionRecord,
        },
        Approved {
            recipient: RecipientNumber,
            session: SessionRecord,
            documents: Vec<ShownDocumentRecord>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[serde(rename = "mark")]
            visible_seal: Option<VisibleSealRecord>,
        },
        Confirmed {
            recipient: RecipientNumber,
            session: SessionRecord,
            documents: Vec<ShownDocumentRecord>,
        },
        Declined {
            recipient: RecipientNumber,
            session: SessionRecord,
            reason: String,
            notify: Vec<AddresseeRecord>,
        },
        CodeRequested {
            recipient: RecipientNumber,
            generation: u32,
            code: u8,
            session: SessionRecord,
        },
        FactorTried {
            recipient: RecipientNumber,
            attempt: u8,
            session: SessionRecord,
        },
        CodesUsedUp {
            recipient: RecipientNumber,
            session: SessionRecord,
            notify: Vec<AddresseeRecord>,
        },
        Authenticated {
            recipient: RecipientNumber,
            session: SessionRecord,
        },
        LockedOut {
            recipient: RecipientNumber,
            session: SessionRecord,
            notify: Vec<AddresseeRecord>,
        },
        Delegated {
            recipient: RecipientNumber,
            to: RecipientNumber,
            name: String,
            company: Option<String>,
            email: EmailAddress,
            reason: String,
            session: SessionRecord,
            notify: Vec<AddresseeRecord>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal: Option<SealTypeRecord>,
        },
        Bounced {
            #[serde(rename = "party")]
            addressee: AddresseeRecord,
            #[serde(rename = "asked_by")]
            request_event: u64,
            bounce: BounceRecord,
            detail: String,
            notify: Vec<AddresseeRecord>,
        },
        AddressCorrected {
            recipient: RecipientNumber,
            from: EmailAddress,
            to: EmailAddress,
        },
        TelephoneCorrected {
            recipient: RecipientNumber,
            from: PhoneNumber,
            to: PhoneNumber,
        },
        Delayed {
            document: DocumentNumber,
            by: SealerRecord,
            cause: CauseRecord,
        },
        WaitReported {
            since: Timestamp,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            cause: Option<CauseRecord>,
            notify: Vec<AddresseeRecord>,
        },
        Retried {
            requests: Vec<PendingRequestRecord>,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            documents: Vec<DocumentNumber>,
        },
        Sealed {
            recipient: RecipientNumber,
        },
        Completed {
            notify: Vec<AddresseeRecord>,
        },
        Voided {
            reason: String,
            notify: Vec<AddresseeRecord>,
        },
        Expired {
            notify: Vec<AddresseeRecord>,
        },
        Failed {
            reason: String,
            notify: Vec<AddresseeRecord>,
        },
        Mailed {
            mail: MailRecord,
            #[serde(rename = "party")]
            addressee: AddresseeRecord,
            #[serde(rename = "asked_by")]
            request_event: u64,
            message_id: String,
        },
        MailRefused {
            mail: MailRecord,
            #[serde(rename = "party")]
            addressee: AddresseeRecord,
            #[serde(rename = "asked_by")]
            request_event: u64,
            reason: String,
            notify: Vec<AddresseeRecord>,
        },
        Downloaded {
            document: DocumentNumber,
            #[serde(rename = "party")]
            addressee: AddresseeRecord,
            session: SessionRecord,
        },
        Retained {
            until: Timestamp,
        },
        RevisionsRemoved {
            document: DocumentNumber,
            finished: Digest,
            removed: Vec<FileRecord>,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            left: Vec<ObjectKey>,
        },
        RevisionsKept {
            document: DocumentNumber,
            why: UnprovenRecord,
        },
        DocumentsRemoved {
            objects: Vec<ObjectKey>,
        },
        RetentionEnded,
    }
}
