//! The documents of an envelope: shown, saved, and where the viewer reads them.

use std::sync::Arc;

use api::problem::{Problem, kinds};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::document::{Document, KeptFiles, StoredFile};
use domain::file::saved_as;
use domain::mail::Addressee;
use domain::ports::{Disposition, PortError, decide};
use web::{ClientInfo, DocumentSource, DocumentViewer, Rejection, ViewerDocument, redirect};

use crate::Dependencies;
use crate::link_context::{LinkContext, may_see};
use crate::page_state::PageState;

/// Shows a document: its newest timestamped file.
pub(crate) async fn document(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
) -> Result<Response, Rejection> {
    fetch(&deps, &context, Disposition::Inline).await
}

/// Saves it. That copy carries the timestamps.
pub(crate) async fn download(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
) -> Result<Response, Rejection> {
    fetch(&deps, &context, Disposition::Attachment).await
}

/// A finished document is fetched from the page, by a form: see [`download_finished`].
async fn fetch(deps: &Dependencies, context: &LinkContext, disposition: Disposition) -> Result<Response, Rejection> {
    let (document, file) = newest(context)?;
    if context.state == PageState::Completed {
        return context.to_page();
    }
    Ok(redirect(StatusCode::FOUND, &url(deps, context, document, file, disposition).await?)?)
}

/// Saves a finished document, which is recorded as it is where somebody comes by the completion mail.
pub(crate) async fn download_finished(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
    client: ClientInfo,
) -> Result<Response, Rejection> {
    if context.state != PageState::Completed || !context.is_identified() {
        return context.to_page();
    }
    let (document, file) = newest(&context)?;
    let url = url(&deps, &context, document, file, Disposition::Attachment).await?;
    let (document, addressee, session) =
        (document.number, Addressee::Recipient(context.recipient.number), context.session(client));
    let command = Command::RecordDownload { document, addressee, session };
    decide(&deps.envelopes, &deps.clock, &context.envelope, None, |_| Ok(command.clone())).await?;
    Ok(redirect(StatusCode::SEE_OTHER, &url)?)
}

/// Tells the viewer where it is.
pub(crate) async fn source(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
) -> Result<DocumentSource, Rejection> {
    let (document, file) = newest(&context)?;
    if context.state == PageState::Completed {
        return Err(Problem::from(&Refusal::AlreadyActed).into());
    }
    let size = deps.documents.size(&file.object).await?.ok_or(Rejection::NotFound)?;
    Ok(DocumentSource { url: url(&deps, &context, document, file, Disposition::Inline).await?, size })
}

fn newest(context: &LinkContext) -> Result<(&Document, &StoredFile), Rejection> {
    let document = context.document()?;
    may_see(context)?;
    if document.kept == KeptFiles::Nothing {
        return Err(Problem::of(&kinds::DOCUMENTS_REMOVED).into());
    }
    Ok((document, document.latest().ok_or(Rejection::NotFound)?))
}

async fn url(
    deps: &Dependencies,
    context: &LinkContext,
    document: &Document,
    file: &StoredFile,
    disposition: Disposition,
) -> Result<String, PortError> {
    let name = saved_as(&context.envelope, document, file, context.language);
    deps.documents.presign_view(&file.object, &name, disposition).await
}

/// A URL of the store, whose origin the viewer reads from; nothing else tells it.
pub(crate) async fn store_url(deps: &Dependencies, context: &LinkContext) -> Result<Option<String>, PortError> {
    match context.envelope.documents.first().and_then(|d| Some((d, d.latest()?))) {
        Some((document, file)) => url(deps, context, document, file, Disposition::Inline).await.map(Some),
        None => Ok(None),
    }
}

/// The envelope's documents, to be read.
pub(crate) fn viewer(context: &LinkContext) -> DocumentViewer<'_> {
    let documents = context.envelope.documents.iter().map(|document| ViewerDocument {
        number: document.number,
        name: &document.name,
        pages: document.prepared.as_ref().map(|p| p.pages),
        view: context.view_url(document),
        download: Some(context.download_url(document)),
        source: context.source_url(document),
    });
    DocumentViewer::new(context.language, documents.collect())
}
