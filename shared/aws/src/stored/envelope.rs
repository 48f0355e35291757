//! An envelope's newest version.

use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::envelope::{ChainHead, Downloads, Envelope, RemovedDocuments, Sender, State};
use domain::ids::{DocumentNumber, EnvelopeId, EnvelopeNumber, FolderId, OrganisationId, PersonId};
use domain::mirror;
use domain::transaction::{FieldKey, Money, OwnField, Term, Transaction};
use domain::waiting::{Cause, CauseKind, Waits};
use jiff::Timestamp;
use jiff::civil::Date;

use super::document::{DocumentRow, KeptFilesRow};
use super::parts::{AddresseeRow, LanguageRow, RetentionRow, TaxRow};
use super::policy::{BrandRow, DeadlineRuleRow};
use super::recipient::RecipientRow;
use super::{Row, Unreadable};

mirror! {
    /// The `body` of `ENVELOPE#id`, `META`.
    pub struct StoredEnvelope = Envelope {
        id: EnvelopeId,
        number: EnvelopeNumber,
        sender: SenderRow,
        title: String,
        message: Option<String>,
        documents: Vec<DocumentRow>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        removed_documents: Option<RemovedDocumentsRow>,
        recipients: Vec<RecipientRow>,
        transaction: TransactionRow,
        retention: RetentionRow,
        deadline_days: u8,
        #[serde(default, skip_serializing_if = "DeadlineRuleRow::is_default")]
        deadline_rule: DeadlineRuleRow,
        #[serde(default = "yes")]
        may_forward: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        folder: Option<FolderId>,
        #[serde(default, skip_serializing_if = "BrandRow::is_empty")]
        brand: BrandRow,
        state: StateRow,
        mails: Vec<(u64, AddresseeRow)>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        bounces: Vec<(u64, AddresseeRow)>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        downloads: Vec<DownloadsRow>,
        created_at: Timestamp,
        version: u64,
        evidence: ChainHeadRow,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sent_evidence: Option<ChainHeadRow>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept_deadline: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_event_at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "WaitsRow::is_empty")]
        waits: WaitsRow,
    }
}

impl Row for Envelope {
    /// Since the second it says which person the sender is, which documents were removed, and the secrets that recipients are
    /// asked for; since the third what the organisation had set of deadlines, how it presents itself, in which folder the
    /// envelope is, and more data for the archive. Code that knows an earlier one would drop that when it writes the envelope
    /// again. A row of an earlier one is one of the third in which none of it is said.
    const SCHEMA: u32 = 3;

    type Stored = StoredEnvelope;

    fn upgrade(schema: u32, text: &str) -> Result<StoredEnvelope, Unreadable> {
        match schema {
            1 | 2 => Ok(serde_json::from_str(text)?),
            found => Err(Unreadable::Schema { found, newest: Self::SCHEMA }),
        }
    }
}

mirror! {
    struct RemovedDocumentsRow = RemovedDocuments {
        last: DocumentNumber,
        #[serde(default, skip_serializing_if = "KeptFilesRow::is_all")]
        kept: KeptFilesRow,
    }
}

mirror! {
    struct DownloadsRow = Downloads {
        by: AddresseeRow,
        count: u16,
    }
}

const fn yes() -> bool {
    true
}

mirror! {
    pub(super) struct SenderRow = Sender {
        organisation: OrganisationId,
        organisation_name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation_name_en: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        name: String,
        email: EmailAddress,
        #[serde(default)]
        language: LanguageRow,
    }
}

mirror! {
    pub(super) struct ChainHeadRow = ChainHead {
        sequence: u64,
        digest: Digest,
    }
}

mirror! {
    #[serde(tag = "name")]
    enum StateRow = State {
        Draft,
        Sending { requested_at: Timestamp, request: u64 },
        Sent { sent_at: Timestamp, deadline: Timestamp },
        InProgress { sent_at: Timestamp, deadline: Timestamp },
        Completed { at: Timestamp },
        Declined { at: Timestamp },
        Voided { at: Timestamp },
        Expired { at: Timestamp },
        Failed { at: Timestamp, reason: String },
        Deleted { at: Timestamp },
    }
}

mirror! {
    #[derive(Default)]
    #[serde(default)]
    struct TransactionRow = Transaction {
        date: Option<Date>,
        counterparty: Option<String>,
        amount: Option<MoneyRow>,
        tags: Vec<String>,
        #[serde(skip_serializing_if = "TermRow::is_empty")]
        term: TermRow,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        own_fields: Vec<OwnFieldRow>,
    }
}

mirror! {
    #[derive(Default)]
    #[serde(default)]
    struct TermRow = Term {
        #[serde(skip_serializing_if = "Option::is_none")]
        start: Option<Date>,
        #[serde(skip_serializing_if = "Option::is_none")]
        end: Option<Date>,
        #[serde(skip_serializing_if = "Option::is_none")]
        notice: Option<Date>,
        #[serde(skip_serializing_if = "Option::is_none")]
        renews: Option<bool>,
    }
}

impl TermRow {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

mirror! {
    struct OwnFieldRow = OwnField {
        key: FieldKey,
        label: String,
        value: String,
    }
}

mirror! {
    struct MoneyRow = Money {
        value: i64,
        #[serde(default = "yen")]
        currency: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reduction: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tax: Option<TaxRow>,
    }
}

fn yen() -> String {
    "JPY".to_owned()
}

mirror! {
    #[derive(Default)]
    #[serde(default)]
    struct WaitsRow = Waits {
        #[serde(skip_serializing_if = "Option::is_none")]
        seals_since: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<CauseRow>,
        #[serde(skip_serializing_if = "is_zero")]
        causes: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        reported: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reported_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        retried_at: Option<Timestamp>,
    }
}

impl WaitsRow {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_zero(number: &u8) -> bool {
    *number == 0
}

mirror! {
    struct CauseRow = Cause {
        kind: CauseKindRow,
        detail: String,
    }
}

mirror! {
    enum CauseKindRow = CauseKind {
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
