//! An envelope as the API shows it.

use domain::digest::Digest;
use domain::document::{Document, Prepared, Revision};
use domain::email_address::EmailAddress;
use domain::envelope::{Envelope, Sender};
use domain::ids::{DocumentId, DocumentNumber, EnvelopeId, EnvelopeNumber, FolderId, OrganisationId, PersonId};
use domain::language::Localized;
use domain::mirror::Convert;
use domain::preparation::{CheckedUpload, Progress};
use domain::transaction::{FieldKey, Money, OwnField, Term, Transaction};
use domain::unsendable::Unsendable;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::recipient::RecipientView;
use super::rewriting::RewritingView;
use super::upload::UploadView;
use super::values::{KeptFiles, Origin, Retention, Sealer, Status, Tax};
use super::waiting::WaitingView;
use crate::around_document::AroundDocument;

/// An envelope.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnvelopeView {
    id: EnvelopeId,
    number: EnvelopeNumber,
    /// The subject (件名).
    title: String,
    /// The sender's words to the recipients.
    message: Option<String>,
    status: Status,
    sender: SenderView,
    /// When the draft was made.
    created_at: Timestamp,
    /// From when on nobody can act any more, once it was sent. It stays when the envelope has ended; null only where that was
    /// before the service kept it.
    deadline: Option<Timestamp>,
    /// When a draft ends unless it is sent: its status is `expired` then, and its uploads are removed. Null for all others.
    expires_at: Option<Timestamp>,
    /// What nobody but the service can do.
    waiting: Option<WaitingView>,
    documents: Vec<DocumentView>,
    recipients: Vec<RecipientView>,
    /// In which folder it is.
    folder: Option<FolderId>,
    transaction: TransactionView,
    /// Whether recipients may forward their task to somebody else.
    may_forward: bool,
    retention: Retention,
    /// Counts the changes.
    version: u64,
}

impl EnvelopeView {
    /// As it stands at `now`. `around` is what is known beside it of its documents, in their order.
    pub fn of(envelope: &Envelope, around: Vec<AroundDocument>, now: Timestamp) -> Self {
        let documents =
            envelope.documents.iter().zip(around).map(|(document, around)| DocumentView::of(document, around));
        Self {
            id: envelope.id,
            number: envelope.number,
            title: envelope.title.clone(),
            message: envelope.message.clone(),
            status: envelope.status_at(now).convert(),
            sender: (&envelope.sender).into(),
            created_at: envelope.created_at,
            deadline: envelope.given_deadline(),
            expires_at: envelope.draft_ends_at(),
            waiting: WaitingView::of(envelope, now),
            documents: documents.collect(),
            recipients: envelope.recipients.iter().map(RecipientView::from).collect(),
            folder: envelope.folder,
            transaction: envelope.transaction.clone().into(),
            may_forward: envelope.may_forward,
            retention: envelope.retention.convert(),
            version: envelope.version,
        }
    }
}

/// The sending organisation, and the person who acts for it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct SenderView {
    organisation: OrganisationId,
    organisation_name: String,
    /// Who of the organisation; nothing where a service sends.
    person: Option<PersonId>,
    name: String,
    email: EmailAddress,
}

impl From<&Sender> for SenderView {
    fn from(sender: &Sender) -> Self {
        let Sender { organisation, organisation_name, organisation_name_en: _, person, name, email, language: _ } =
            sender.clone();
        Self { organisation, organisation_name, person, name, email }
    }
}

/// A document.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentView {
    number: DocumentNumber,
    /// Its name (文書名).
    name: String,
    /// The organisation's running number (管理番号).
    management_number: String,
    document_id: DocumentId,
    /// The size of the upload in bytes.
    size: u64,
    /// Of the upload.
    sha256: Digest,
    state: DocumentState,
    /// Why it cannot be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<RefusalView>,
    /// How many there are, once the upload was checked.
    pages: Option<u32>,
    origin: Option<Origin>,
    /// What was done to the upload before it was sealed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rewriting: Vec<RewritingView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload: Option<UploadView>,
    /// Where its newest file is to be had.
    download: Option<DownloadView>,
    /// In the order in which they were made.
    seals: Vec<SealView>,
    /// Until then the store refuses to delete the finished file.
    retained_until: Option<Timestamp>,
    kept: KeptFiles,
}

impl DocumentView {
    /// With what is known beside the envelope.
    pub fn of(document: &Document, AroundDocument { upload, download, progress }: AroundDocument) -> Self {
        let progress = document.prepared.clone().map(Progress::Prepared).or(progress);
        let (state, refusal) = (DocumentState::of(progress.as_ref()), RefusalView::of(progress.as_ref()));
        let checked = match progress {
            Some(Progress::Checked(checked)) => Some(checked),
            Some(Progress::Prepared(Prepared { pages, origin, rewriting, .. })) => {
                Some(CheckedUpload { pages, origin, rewriting })
            }
            Some(Progress::Begun | Progress::Refused(_)) | None => None,
        };
        Self {
            number: document.number,
            name: document.name.clone(),
            management_number: document.management_number.to_string(),
            document_id: document.document_id,
            size: document.upload.size,
            sha256: document.upload.sha256,
            state,
            refusal,
            pages: checked.as_ref().map(|c| c.pages),
            origin: checked.as_ref().map(|c| c.origin.convert()),
            rewriting: checked.iter().flat_map(|c| &c.rewriting).map(RewritingView::from).collect(),
            upload,
            download: document.latest().zip(download).map(|(file, url)| DownloadView { url, sha256: file.sha256 }),
            seals: document.revisions.iter().map(SealView::from).collect(),
            retained_until: document.retained_until,
            kept: document.kept.convert(),
        }
    }
}

/// How far a document has come on its way to being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum DocumentState {
    /// No upload has been seen yet.
    Awaited,
    /// The upload has arrived and is being checked.
    Uploaded,
    /// It can be sent.
    Checked,
    /// It is prepared for its seals.
    Ready,
    /// It cannot be sent.
    Refused,
}

impl DocumentState {
    const fn of(progress: Option<&Progress>) -> Self {
        match progress {
            None => Self::Awaited,
            Some(Progress::Begun) => Self::Uploaded,
            Some(Progress::Checked(_)) => Self::Checked,
            Some(Progress::Prepared(_)) => Self::Ready,
            Some(Progress::Refused(_)) => Self::Refused,
        }
    }
}

/// Why a document cannot be sent.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RefusalView {
    code: String,
    /// In English.
    detail: String,
    /// The same in Japanese.
    detail_ja: String,
}

impl RefusalView {
    fn of(progress: Option<&Progress>) -> Option<Self> {
        let Progress::Refused(Unsendable { code, detail: Localized { ja, en } }) = progress? else { return None };
        Some(Self { code: code.to_string(), detail: en.to_string(), detail_ja: ja.to_string() })
    }
}

/// Where a file is to be had.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct DownloadView {
    /// Good for some minutes.
    url: String,
    sha256: Digest,
}

/// A seal, and its timestamp as soon as that is there.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct SealView {
    by: Sealer,
    timestamped_at: Option<Timestamp>,
    /// The timestamp authority.
    authority: Option<String>,
    /// Whether that is accredited (認定タイムスタンプ).
    accredited: Option<bool>,
    /// Of the file that it made.
    sha256: Option<Digest>,
}

impl From<&Revision> for SealView {
    fn from(revision: &Revision) -> Self {
        let timestamp = revision.timestamped.as_ref();
        Self {
            by: revision.by.convert(),
            timestamped_at: timestamp.map(|s| s.time),
            authority: timestamp.map(|s| s.authority.clone()),
            accredited: timestamp.map(|s| s.accredited),
            sha256: timestamp.map(|s| s.file.sha256),
        }
    }
}

/// Date, counterparty and amount, for the archive.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct TransactionView {
    date: Option<Date>,
    counterparty: Option<String>,
    amount: Option<MoneyView>,
    tags: Vec<String>,
    /// The contract's term; left out where nothing is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<TermView>,
    /// The organisation's own fields that are filled in, in their order; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    own_fields: Vec<OwnFieldView>,
}

impl From<Transaction> for TransactionView {
    fn from(Transaction { date, counterparty, amount, tags, term, own_fields }: Transaction) -> Self {
        let term = (term != Term::default()).then(|| TermView::from(term));
        let own_fields =
            own_fields.into_iter().map(|OwnField { key, label, value }| OwnFieldView { key, label, value });
        Self { date, counterparty, amount: amount.map(Into::into), tags, term, own_fields: own_fields.collect() }
    }
}

/// The term of the contract.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct TermView {
    /// 契約開始日, the first day.
    start: Option<Date>,
    /// 契約終了日, the last day.
    end: Option<Date>,
    /// 解約通知期限, the last day on which notice can be given.
    notice: Option<Date>,
    /// 自動更新, whether it goes on unless notice was given.
    renews: Option<bool>,
}

impl From<Term> for TermView {
    fn from(Term { start, end, notice, renews }: Term) -> Self {
        Self { start, end, notice, renews }
    }
}

/// A field of the organisation's own.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OwnFieldView {
    key: FieldKey,
    /// What people called it when it was filled in.
    label: String,
    value: String,
}

/// An amount in the currency's smallest unit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MoneyView {
    /// In the currency's smallest unit.
    value: i64,
    /// ISO 4217 code.
    currency: String,
    /// Whether it reduces an earlier amount (減額変更); left out where not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reduction: bool,
    /// Whether consumption tax is in it; left out where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    tax: Option<Tax>,
}

impl From<Money> for MoneyView {
    fn from(Money { value, currency, reduction, tax }: Money) -> Self {
        Self { value, currency, reduction, tax: tax.convert() }
    }
}
