//! The envelope as the API shows it.

pub(crate) mod rewriting;
mod waiting;

use std::collections::BTreeMap;

use domain::digest::Digest;
use domain::document::{Document, Origin, Sealer};
use domain::email_address::EmailAddress;
use domain::envelope::{Envelope, Status};
use domain::factor::Factor;
use domain::ids::{DocumentId, DocumentNumber, EnvelopeId, EnvelopeNumber, RecipientNumber};
use domain::language::Language;
use domain::mark::{Mark, Marking};
use domain::ports::{Disposition, PortError};
use domain::recipient::{Recipient, RecipientState, Role};
use domain::retention::Retention;
use domain::transaction::Transaction;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::Dependencies;
use rewriting::RewritingView;
use waiting::WaitingView;

/// An envelope.
#[derive(Serialize)]
pub(crate) struct EnvelopeView<'e> {
    id: EnvelopeId,
    number: EnvelopeNumber,
    title: &'e str,
    message: Option<&'e str>,
    status: Status,
    sender: SenderView<'e>,
    created_at: Timestamp,
    deadline: Option<Timestamp>,
    /// What nobody but the service can do.
    waiting: Option<WaitingView>,
    documents: Vec<DocumentView<'e>>,
    recipients: Vec<RecipientView<'e>>,
    transaction: &'e Transaction,
    may_forward: bool,
    retention: Retention,
    version: u64,
}

#[derive(Serialize)]
struct SenderView<'e> {
    organisation: &'e str,
    organisation_name: &'e str,
    name: &'e str,
    email: &'e EmailAddress,
}

#[derive(Serialize)]
struct DocumentView<'e> {
    number: DocumentNumber,
    name: &'e str,
    management_number: String,
    document_id: DocumentId,
    size: u64,
    sha256: Digest,
    pages: Option<u32>,
    origin: Option<Origin>,
    /// What was done to the upload before it was sealed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rewriting: Vec<RewritingView<'e>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload: Option<UploadView>,
    download: Option<DownloadView>,
    seals: Vec<SealView<'e>>,
    retained_until: Option<Timestamp>,
}

#[derive(Serialize)]
struct UploadView {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    expires_at: Timestamp,
}

#[derive(Serialize)]
struct DownloadView {
    url: String,
    sha256: Digest,
}

#[derive(Serialize)]
struct SealView<'e> {
    by: Sealer,
    stamped_at: Option<Timestamp>,
    authority: Option<&'e str>,
    accredited: Option<bool>,
    sha256: Option<Digest>,
}

#[derive(Serialize)]
struct RecipientView<'e> {
    number: RecipientNumber,
    #[serde(flatten)]
    role: &'e Role,
    order: u16,
    name: &'e str,
    company: Option<&'e str>,
    email: &'e EmailAddress,
    language: Language,
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<&'e Factor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locked_at: Option<Timestamp>,
    /// Whether the newest one-time code could not be sent.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    code_refused: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    marking: Option<&'e Marking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<&'e Mark>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stands_for: Option<RecipientNumber>,
    state: &'e RecipientState,
}

impl<'e> EnvelopeView<'e> {
    pub(crate) async fn of(envelope: &'e Envelope, dependencies: &Dependencies) -> Result<Self, PortError> {
        let mut documents = Vec::new();
        for document in &envelope.documents {
            documents.push(DocumentView::of(document, envelope, dependencies).await?);
        }
        let (sender, now) = (&envelope.sender, dependencies.clock.now());
        Ok(Self {
            id: envelope.id,
            number: envelope.number,
            title: &envelope.title,
            message: envelope.message.as_deref(),
            status: envelope.status_at(now),
            sender: SenderView {
                organisation: sender.organisation.as_str(),
                organisation_name: &sender.organisation_name,
                name: &sender.name,
                email: &sender.email,
            },
            created_at: envelope.created_at,
            deadline: envelope.deadline(),
            waiting: WaitingView::of(envelope, now),
            documents,
            recipients: envelope.recipients.iter().map(RecipientView::of).collect(),
            transaction: &envelope.transaction,
            may_forward: envelope.may_forward,
            retention: envelope.retention,
            version: envelope.version,
        })
    }
}

impl<'e> DocumentView<'e> {
    async fn of(document: &'e Document, envelope: &Envelope, dependencies: &Dependencies) -> Result<Self, PortError> {
        let prepared = document.prepared.as_ref();
        Ok(Self {
            number: document.number,
            name: &document.name,
            management_number: document.management_number.to_string(),
            document_id: document.document_id,
            size: document.upload.size,
            sha256: document.upload.sha256,
            pages: prepared.map(|p| p.pages),
            origin: prepared.map(|p| p.origin),
            rewriting: prepared.into_iter().flat_map(|p| &p.rewriting).map(RewritingView::of).collect(),
            upload: match envelope.state.status() {
                Status::Draft => Some(UploadView::of(document, dependencies).await?),
                _ => None,
            },
            download: match document.latest() {
                Some(file) => Some(DownloadView {
                    url: dependencies
                        .documents
                        .presign_view(&file.object, &document.name, Disposition::Attachment)
                        .await?,
                    sha256: file.sha256,
                }),
                None => None,
            },
            seals: document.revisions.iter().map(SealView::of).collect(),
            retained_until: document.retained_until,
        })
    }
}

impl UploadView {
    async fn of(document: &Document, dependencies: &Dependencies) -> Result<Self, PortError> {
        let upload = &document.upload;
        let presigned = dependencies.documents.presign_upload(&upload.object, upload.sha256, upload.size).await?;
        let lifetime = SignedDuration::try_from(presigned.lifetime).unwrap_or(SignedDuration::ZERO);
        let expires_at = dependencies.clock.now().checked_add(lifetime).unwrap_or(Timestamp::MAX);
        Ok(Self { method: presigned.method, url: presigned.url, headers: presigned.headers, expires_at })
    }
}

impl<'e> SealView<'e> {
    fn of(revision: &'e domain::document::Revision) -> Self {
        let stamp = revision.stamped.as_ref();
        Self {
            by: revision.by,
            stamped_at: stamp.map(|s| s.time),
            authority: stamp.map(|s| s.authority.as_str()),
            accredited: stamp.map(|s| s.accredited),
            sha256: stamp.map(|s| s.file.sha256),
        }
    }
}

impl<'e> RecipientView<'e> {
    fn of(recipient: &'e Recipient) -> Self {
        Self {
            number: recipient.number,
            role: &recipient.role,
            order: recipient.order,
            name: &recipient.name,
            company: recipient.company.as_deref(),
            email: &recipient.email,
            language: recipient.language,
            factor: recipient.factor.as_ref(),
            locked_at: recipient.attempts.locked_at,
            code_refused: recipient.attempts.refused,
            marking: recipient.marking.as_ref(),
            mark: recipient.mark.as_ref(),
            stands_for: recipient.stands_for,
            state: &recipient.state,
        }
    }
}
