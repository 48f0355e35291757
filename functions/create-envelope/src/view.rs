//! The envelope as the API shows it, with the URLs by which its documents are put and had.

use api::v1::{DocumentLinks, EnvelopeView, UploadView};
use domain::document::Document;
use domain::envelope::{Envelope, Status};
use domain::ports::{Disposition, PortError};
use jiff::{SignedDuration, Timestamp};

use crate::Dependencies;

pub(crate) async fn view(envelope: &Envelope, dependencies: &Dependencies) -> Result<EnvelopeView, PortError> {
    let mut links = Vec::new();
    for document in &envelope.documents {
        links.push(links_of(document, envelope, dependencies).await?);
    }
    Ok(EnvelopeView::of(envelope, links, dependencies.clock.now()))
}

async fn links_of(
    document: &Document,
    envelope: &Envelope,
    dependencies: &Dependencies,
) -> Result<DocumentLinks, PortError> {
    // Nothing is uploaded to a draft that has ended.
    let upload = match envelope.status_at(dependencies.clock.now()) {
        Status::Draft => Some(upload_of(document, dependencies).await?),
        _ => None,
    };
    let download = match document.latest() {
        Some(file) => {
            let url = dependencies.documents.presign_view(&file.object, &document.name, Disposition::Attachment);
            Some(url.await?)
        }
        None => None,
    };
    Ok(DocumentLinks { upload, download })
}

async fn upload_of(document: &Document, dependencies: &Dependencies) -> Result<UploadView, PortError> {
    let upload = &document.upload;
    let presigned = dependencies.documents.presign_upload(&upload.object, upload.sha256, upload.size).await?;
    let lifetime = SignedDuration::try_from(presigned.lifetime).unwrap_or(SignedDuration::ZERO);
    let expires_at = dependencies.clock.now().checked_add(lifetime).unwrap_or(Timestamp::MAX);
    Ok(UploadView { method: presigned.method, url: presigned.url, headers: presigned.headers, expires_at })
}
