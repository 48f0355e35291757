//! What events are made of.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::digest::Digest;
use crate::document::{ObjectKey, Sealer, StoredFile, Timestamped, Unproven};
use crate::evidence::{
    AddressProof, DraftPart, Identity, PendingRequest, SentDocument, Session, ShownDocument, Unsendable,
    UnsendableDocument,
};
use crate::ids::{DocumentId, DocumentNumber, EnvelopeId, OrganisationId, RecipientNumber, SealId};
use crate::language::Localized;
use crate::mail::{Addressee, Bounce, MailKind};
use crate::mirror;
use crate::mirror::Convert;
use crate::recipient::SealType;
use crate::rewriting::Rewriting;
use crate::visible_seal::{Placement, VisibleSeal};
use crate::waiting::{Cause, CauseKind};

mirror! {
    pub(super) enum DraftPartRecord = DraftPart {
        Title,
        Message,
        Recipients,
        Transaction,
        Retention,
        Deadline,
        Forwarding,
    }
}

mirror! {
    pub(super) struct PendingRequestRecord = PendingRequest {
        recipient: RecipientNumber,
        #[serde(rename = "asked_by")]
        request_event: u64,
        generation: u32,
    }
}

mirror! {
    pub(super) struct SentDocumentRecord = SentDocument {
        document: DocumentNumber,
        name: String,
        document_id: DocumentId,
        uploaded: Digest,
        prepared: Digest,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        rewriting: Vec<RewritingRecord>,
    }
}

mirror! {
    pub(super) struct UnsendableDocumentRecord = UnsendableDocument {
        document: DocumentNumber,
        why: UnsendableRecord,
    }
}

/// A reason, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct UnsendableRecord {
    code: String,
    ja: String,
    en: String,
}

impl Convert<UnsendableRecord> for Unsendable {
    fn convert(self) -> UnsendableRecord {
        let Localized { ja, en } = self.detail;
        UnsendableRecord { code: self.code.into_owned(), ja: ja.into_owned(), en: en.into_owned() }
    }
}

impl Convert<Unsendable> for UnsendableRecord {
    fn convert(self) -> Unsendable {
        Unsendable::new(self.code, self.ja, self.en)
    }
}

mirror! {
    pub(super) struct ShownDocumentRecord = ShownDocument {
        document: DocumentNumber,
        sha256: Digest,
    }
}

mirror! {
    pub(super) struct SessionRecord = Session {
        ip: IpAddr,
        user_agent: Option<String>,
        identity: IdentityRecord,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<AddressProofRecord>,
    }
}

mirror! {
    pub(super) enum IdentityRecord = Identity {
        MailLink,
        AccessCode,
        Totp,
        SmsCode,
        EmailCode,
        KnownDevice,
    }
}

mirror! {
    pub(super) struct AddressProofRecord = AddressProof {
        at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        envelope: Option<EnvelopeId>,
    }
}

mirror! {
    pub(super) struct TimestampedRecord = Timestamped {
        file: FileRecord,
        time: Timestamp,
        authority: String,
        serial: String,
        accredited: bool,
    }
}

mirror! {
    pub(super) struct FileRecord = StoredFile {
        object: ObjectKey,
        sha256: Digest,
    }
}

mirror! {
    pub(super) struct VisibleSealRecord = VisibleSeal {
        image: FileRecord,
        placements: Vec<PlacementRecord>,
    }
}

mirror! {
    pub(super) struct PlacementRecord = Placement {
        document: DocumentNumber,
        page: u32,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    }
}

mirror! {
    #[serde(tag = "type")]
    pub(super) enum SealTypeRecord = SealType {
        Registered {
            organisation: OrganisationId,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal: Option<SealId>,
        },
        Contract,
    }
}

mirror! {
    pub(super) enum BounceRecord = Bounce {
        Permanent,
        Transient,
        Rejected,
        Unsent,
        Suppressed,
        Undetermined,
        Complaint,
    }
}

mirror! {
    pub(super) enum MailRecord = MailKind {
        Request,
        Reminder,
        Completed,
        Declined,
        Voided,
        Expired,
        NotSent,
        Failed,
        Delegated,
        Bounced,
        LockedOut,
        Delayed,
        Code,
    }
}

mirror! {
    #[serde(tag = "kind")]
    pub(super) enum UnprovenRecord = Unproven {
        Missing,
        NotAsRecorded,
        NotLocked,
        NotABeginning { object: ObjectKey },
    }
}

mirror! {
    pub(super) struct CauseRecord = Cause {
        kind: CauseKindRecord,
        detail: String,
    }
}

mirror! {
    pub(super) enum CauseKindRecord = CauseKind {
        NoCertificate,
        CertificateUnusable,
        SealNotAllowed,
        KeyService,
        NoTimestampAuthority,
        TimestampAuthorities,
        DocumentStore,
        Document,
        Service,
    }
}

mirror! {
    #[serde(tag = "kind")]
    pub(super) enum RewritingRecord = Rewriting {
        Repaired { damage: String },
        SurroundingBytes,
        EarlierRevisions,
        Linearization,
        HybridCrossReference,
        Syntax,
        Encryption,
        Scripts { count: usize },
        Actions { count: usize },
        Attachments { count: usize, names: Vec<String> },
        XmlForm,
        Fields { count: usize },
        UnseenAnnotations { count: usize },
        Layers { hidden: usize },
        UsageRights,
        Alternatives { count: usize },
    }
}

mirror! {
    /// `"operator"`, or `{"recipient": 1}`.
    pub(super) enum SealerRecord = Sealer {
        Operator,
        Recipient(number: RecipientNumber),
    }
}

mirror! {
    /// `"sender"`, or `{"recipient": 1}`.
    pub(super) enum AddresseeRecord = Addressee {
        Sender,
        Recipient(number: RecipientNumber),
    }
}
