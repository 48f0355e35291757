//! What `GET` shows: one page for each state.

mod outcome;
mod review;

use std::fmt::Display;
use std::sync::Arc;

use api::problem::Problem;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::document::{Document, StoredFile};
use domain::mail::Party;
use domain::ports::{Disposition, PortError, decide};
use web::{ClientInfo, DocumentSource, DocumentViewer, Page, PageAssets, Rejection, ViewerDocument, redirect};

use crate::Dependencies;
use crate::authentication::Authentication;
use crate::form::{Texts, query_fields};
use crate::link_context::{LinkContext, may_see};
use crate::page_state::{PageState, Task};
use crate::pending_action::{Act, PendingAction};
use crate::seal::{self, Chosen, Unusable};
use crate::{factor, registered_seal};
use outcome::{Declined, Delegated, Done, Sealing, Waiting};
use review::{Confirm, Review};

/// The page behind the mailed link.
pub(crate) async fn page(State(deps): State<Arc<Dependencies>>, context: LinkContext) -> Result<Response, Rejection> {
    let language = context.language;
    Ok(match (context.state, context.authentication) {
        (PageState::Turn(_), Authentication::Required) => match &context.recipient.factor {
            Some(wanted) => factor::page(&deps, &context, wanted, context.recipient.attempts, None, None),
            None => return Err(Rejection::NotFound),
        },
        (PageState::Turn(task), Authentication::Done(_)) => return review(&deps, &context, task).await,
        (PageState::Waiting, _) => {
            let title = language.t("まだ順番ではありません", "It is not your turn yet");
            plain(&deps, &context, title, &Waiting::of(&context))
        }
        (PageState::Sealing { since }, _) => {
            let content = Sealing::of(&context, since, deps.clock.now());
            let title = language.t("署名しています…", "Signing…");
            let page = Page { status: StatusCode::OK, language, title, form_target: None, content: &content };
            deps.site.page_with_assets(&page, &PageAssets { scripts: &["progress.mjs"], ..PageAssets::default() })
        }
        (PageState::Done(task), _) => {
            let title = task.done_title(language);
            plain(&deps, &context, title, &Done::of(&context, title, false))
        }
        (PageState::Completed, _) => return completed(&deps, &context).await,
        (PageState::Declined, _) => {
            let title = language.t("辞退を受け付けました", "You have declined");
            plain(&deps, &context, title, &Declined { context: &context })
        }
        (PageState::Delegated, _) => {
            let title = language.t("転送しました", "You have forwarded this");
            plain(&deps, &context, title, &Delegated::of(&context))
        }
    })
}

/// Sends whoever asks for the address of an act to the link's page.
pub(crate) async fn back(context: LinkContext) -> Result<Response, Rejection> {
    context.to_page()
}

/// The message before the act.
pub(crate) async fn confirm(
    State(deps): State<Arc<Dependencies>>,
    RawQuery(query): RawQuery,
    context: LinkContext,
) -> Result<Response, Rejection> {
    let fields = query_fields(query.as_deref())?;
    let Some(task) = context.task() else {
        let pending = PendingAction::new(Act::Complete, Texts(fields), &context);
        return if pending.is_empty() { context.to_page() } else { pending.ask(&deps, &context) };
    };
    if registered_seal::refusal(&deps, &context).await?.is_some() {
        // The page says why nothing can be signed.
        return context.to_page();
    }
    match Chosen::of(&*deps.documents, &context, &fields).await? {
        Ok(chosen) => confirmation(&deps, &context, task, &chosen, StatusCode::OK),
        Err(Unusable::Missing) => Ok(redirect(StatusCode::SEE_OTHER, &context.url("/seal"))?),
        Err(unusable) => seal::refusal(&deps, &context, unusable).await,
    }
}

/// The same, also for whoever forgot the checkbox.
pub(crate) fn confirmation(
    deps: &Dependencies,
    context: &LinkContext,
    task: Task,
    chosen: &Chosen,
    status: StatusCode,
) -> Result<Response, Rejection> {
    let language = context.language;
    let is_unconfirmed = status != StatusCode::OK;
    let title = match is_unconfirmed {
        true => language.t("エラー：最終確認", "Error: last check"),
        false => task.complete(language),
    };
    let content = &Confirm::of(context, task, chosen, is_unconfirmed)?;
    Ok(deps.site.page(&Page { status, language, title, form_target: None, content }))
}

/// Shows a document: its newest stamped file.
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
    Ok(redirect(StatusCode::FOUND, &url(deps, document, file, disposition).await?)?)
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
    let url = url(&deps, document, file, Disposition::Attachment).await?;
    let (document, party, session) =
        (document.number, Party::Recipient(context.recipient.number), context.session(client));
    let command = Command::RecordDownload { document, party, session };
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
    Ok(DocumentSource { url: url(&deps, document, file, Disposition::Inline).await?, size })
}

fn newest(context: &LinkContext) -> Result<(&Document, &StoredFile), Rejection> {
    let document = context.document()?;
    may_see(context)?;
    Ok((document, document.latest().ok_or(Rejection::NotFound)?))
}

async fn url(
    deps: &Dependencies,
    document: &Document,
    file: &StoredFile,
    disposition: Disposition,
) -> Result<String, PortError> {
    deps.documents.presign_view(&file.object, &document.name, disposition).await
}

/// Everybody has acted.
async fn completed(deps: &Dependencies, context: &LinkContext) -> Result<Response, Rejection> {
    let language = context.language;
    let title = language.t("すべての手続きが完了しました", "Everybody has finished");
    // The forms end at the document store.
    let store = if context.sees_documents() { store_url(deps, context).await? } else { None };
    let content = &Done::of(context, title, true);
    Ok(deps.site.page(&Page { status: StatusCode::OK, language, title, form_target: store.as_deref(), content }))
}

async fn review(deps: &Dependencies, context: &LinkContext, task: Task) -> Result<Response, Rejection> {
    let (language, title) = (context.language, task.review_title(context.language));
    let refusal = registered_seal::refusal(deps, context).await?;
    let content = &Review::of(context, task, refusal);
    let page = Page { status: StatusCode::OK, language, title, form_target: None, content };
    Ok(match store_url(deps, context).await? {
        Some(store) => deps.site.page_with_viewer(&page, &store),
        None => deps.site.page(&page),
    })
}

/// A URL of the store, whose origin the viewer reads from; nothing else tells it.
pub(crate) async fn store_url(deps: &Dependencies, context: &LinkContext) -> Result<Option<String>, PortError> {
    match context.envelope.documents.first().and_then(|d| Some((d, d.latest()?))) {
        Some((document, file)) => url(deps, document, file, Disposition::Inline).await.map(Some),
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
        source: context.url(&format!("/documents/{}/source", document.number)),
    });
    DocumentViewer::new(context.language, documents.collect())
}

fn plain(deps: &Dependencies, context: &LinkContext, title: &str, content: &(dyn Display + Sync)) -> Response {
    deps.site.page(&Page { status: StatusCode::OK, language: context.language, title, form_target: None, content })
}
