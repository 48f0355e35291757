//! The envelope as the API shows it, with the URLs by which its documents are put and had.

use std::collections::BTreeSet;

use api::v1::{EnvelopeView, UploadView};
use api::{AroundDocument, Caller};
use domain::authorisation::Action;
use domain::document::Document;
use domain::envelope::{Envelope, Status};
use domain::file::saved_as;
use domain::ids::DocumentNumber;
use domain::ports::{Disposition, PortError};
use domain::preparation::Progress;
use jiff::{SignedDuration, Timestamp};

use crate::{Dependencies, progress};

pub(crate) async fn view(
    envelope: &Envelope,
    dependencies: &Dependencies,
    caller: &Caller,
    arrived: &BTreeSet<DocumentNumber>,
) -> Result<EnvelopeView, PortError> {
    let mut progress = progress::of(&*dependencies.progress, envelope).await?;
    let mut all = Vec::new();
    for document in &envelope.documents {
        let arrived = arrived.get(&document.number).map(|_| Progress::Begun);
        let progress = progress.remove(&document.number).or(arrived);
        all.push(around(document, envelope, dependencies, caller, progress).await?);
    }
    Ok(EnvelopeView::of(envelope, all, dependencies.clock.now()))
}

/// What is known of a document beside the envelope.
pub(crate) async fn around(
    document: &Document,
    envelope: &Envelope,
    dependencies: &Dependencies,
    caller: &Caller,
    progress: Option<Progress>,
) -> Result<AroundDocument, PortError> {
    let (upload, download) = links_of(document, envelope, dependencies, caller).await?;
    Ok(AroundDocument { upload, download, progress })
}

/// How the document is uploaded, as long as the envelope is a draft, and where its newest file is to be had: each only for whoever
/// may write or read, since a URL is good for whoever has it.
async fn links_of(
    document: &Document,
    envelope: &Envelope,
    dependencies: &Dependencies,
    caller: &Caller,
) -> Result<(Option<UploadView>, Option<String>), PortError> {
    // Nothing is uploaded to a draft that has ended.
    let upload = match envelope.status_at(dependencies.clock.now()) {
        Status::Draft if caller.can(Action::AddDocument, envelope) => Some(upload_of(document, dependencies).await?),
        _ => None,
    };
    let download = match document.latest().filter(|_| caller.can(Action::FetchFile, envelope)) {
        Some(file) => {
            let name = saved_as(envelope, document, file, envelope.sender.language);
            Some(dependencies.documents.presign_view(&file.object, &name, Disposition::Attachment).await?)
        }
        None => None,
    };
    Ok((upload, download))
}

async fn upload_of(document: &Document, dependencies: &Dependencies) -> Result<UploadView, PortError> {
    let upload = &document.upload;
    let presigned = dependencies.documents.presign_upload(&upload.object, upload.sha256, upload.size).await?;
    let lifetime = SignedDuration::try_from(presigned.lifetime).unwrap_or(SignedDuration::ZERO);
    let expires_at = dependencies.clock.now().checked_add(lifetime).unwrap_or(Timestamp::MAX);
    Ok(UploadView { method: presigned.method, url: presigned.url, headers: presigned.headers, expires_at })
}
