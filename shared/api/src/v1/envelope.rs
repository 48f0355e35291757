//! An envelope as the API shows it.

use std::collections::BTreeMap;

use domain::digest::Digest;
use domain::document::{Document, Revision};
use domain::email_address::EmailAddress;
use domain::envelope::{Envelope, Sender};
use domain::ids::{DocumentId, DocumentNumber, EnvelopeId, EnvelopeNumber, OrganisationId};
use domain::mirror::Convert;
use domain::transaction::{Money, Transaction};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::recipient::RecipientView;
use super::rewriting::RewritingView;
use super::values::{Origin, Retention, Sealer, Status};
use super::waiting::WaitingView;

/// An envelope.
#[derive(Clone, Debug, Serialize)]
pub struct EnvelopeView {
    id: EnvelopeId,
    number: EnvelopeNumber,
    title: String,
    message: Option<String>,
    status: Status,
    sender: SenderView,
    created_at: Timestamp,
    deadline: Option<Timestamp>,
    /// When a draft ends unless it is sent: its status is `expired` then, and its uploads are removed. Null for all others.
    expires_at: Option<Timestamp>,
    /// What nobody but the service can do.
    waiting: Option<WaitingView>,
    documents: Vec<DocumentView>,
    recipients: Vec<RecipientView>,
    transaction: TransactionView,
    may_forward: bool,
    retention: Retention,
    version: u64,
}

impl EnvelopeView {
    /// As it stands at `now`. `links` are those of its documents, in their order.
    pub fn of(envelope: &Envelope, links: Vec<DocumentLinks>, now: Timestamp) -> Self {
        let documents = envelope.documents.iter().zip(links).map(|(document, links)| DocumentView::of(document, links));
        Self {
            id: envelope.id,
            number: envelope.number,
            title: envelope.title.clone(),
            message: envelope.message.clone(),
            status: envelope.status_at(now).convert(),
            sender: (&envelope.sender).into(),
            created_at: envelope.created_at,
            deadline: envelope.deadline(),
            expires_at: envelope.draft_ends_at(),
            waiting: WaitingView::of(envelope, now),
            documents: documents.collect(),
            recipients: envelope.recipients.iter().map(RecipientView::from).collect(),
            transaction: envelope.transaction.clone().into(),
            may_forward: envelope.may_forward,
            retention: envelope.retention.convert(),
            version: envelope.version,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct SenderView {
    organisation: OrganisationId,
    organisation_name: String,
    name: String,
    email: EmailAddress,
}

impl From<&Sender> for SenderView {
    fn from(Sender { organisation, organisation_name, name, email, language: _ }: &Sender) -> Self {
        let (organisation_name, name) = (organisation_name.clone(), name.clone());
        Self { organisation: organisation.clone(), organisation_name, name, email: email.clone() }
    }
}

/// Where a document is to be put, or to be had.
#[derive(Clone, Debug, Default)]
pub struct DocumentLinks {
    /// How it is uploaded, as long as the envelope is a draft.
    pub upload: Option<UploadView>,
    /// The URL of its newest file, once there is one that people may see.
    pub download: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct DocumentView {
    number: DocumentNumber,
    name: String,
    management_number: String,
    document_id: DocumentId,
    size: u64,
    sha256: Digest,
    pages: Option<u32>,
    origin: Option<Origin>,
    /// What was done to the upload before it was sealed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rewriting: Vec<RewritingView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload: Option<UploadView>,
    download: Option<DownloadView>,
    seals: Vec<SealView>,
    retained_until: Option<Timestamp>,
}

impl DocumentView {
    fn of(document: &Document, DocumentLinks { upload, download }: DocumentLinks) -> Self {
        let prepared = document.prepared.as_ref();
        Self {
            number: document.number,
            name: document.name.clone(),
            management_number: document.management_number.to_string(),
            document_id: document.document_id,
            size: document.upload.size,
            sha256: document.upload.sha256,
            pages: prepared.map(|p| p.pages),
            origin: prepared.map(|p| p.origin.convert()),
            rewriting: prepared.into_iter().flat_map(|p| &p.rewriting).map(RewritingView::from).collect(),
            upload,
            download: document.latest().zip(download).map(|(file, url)| DownloadView { url, sha256: file.sha256 }),
            seals: document.revisions.iter().map(SealView::from).collect(),
            retained_until: document.retained_until,
        }
    }
}

/// A request by which a document is uploaded.
#[derive(Clone, Debug, Serialize)]
pub struct UploadView {
    /// HTTP method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// Headers to send exactly so.
    pub headers: BTreeMap<String, String>,
    /// Until when the URL is good.
    pub expires_at: Timestamp,
}

#[derive(Clone, Debug, Serialize)]
struct DownloadView {
    url: String,
    sha256: Digest,
}

#[derive(Clone, Debug, Serialize)]
struct SealView {
    by: Sealer,
    stamped_at: Option<Timestamp>,
    authority: Option<String>,
    accredited: Option<bool>,
    sha256: Option<Digest>,
}

impl From<&Revision> for SealView {
    fn from(revision: &Revision) -> Self {
        let stamp = revision.stamped.as_ref();
        Self {
            by: revision.by.convert(),
            stamped_at: stamp.map(|s| s.time),
            authority: stamp.map(|s| s.authority.clone()),
            accredited: stamp.map(|s| s.accredited),
            sha256: stamp.map(|s| s.file.sha256),
        }
    }
}

/// Date, counterparty and amount, for the archive.
#[derive(Clone, Debug, Serialize)]
struct TransactionView {
    date: Option<Date>,
    counterparty: Option<String>,
    amount: Option<MoneyView>,
    tags: Vec<String>,
}

impl From<Transaction> for TransactionView {
    fn from(Transaction { date, counterparty, amount, tags }: Transaction) -> Self {
        Self { date, counterparty, amount: amount.map(Into::into), tags }
    }
}

/// An amount in the currency's smallest unit.
#[derive(Clone, Debug, Serialize)]
struct MoneyView {
    value: i64,
    currency: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reduction: bool,
}

impl From<Money> for MoneyView {
    fn from(Money { value, currency, reduction }: Money) -> Self {
        Self { value, currency, reduction }
    }
}
