//! What `GET` shows: one page for each standing.

mod outcome;
mod review;

use std::fmt::Display;
use std::sync::Arc;

use api::problem::Problem;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::document::{Document, StoredFile};
use domain::mail::Party;
use domain::ports::{Disposition, PortError, decide};
use web::{
    DocumentSource, DocumentViewer, Page, PageAssets, Rejection, ViewerDocument, Visitor, redirect, same_origin,
};

use crate::Dependencies;
use crate::form::{Texts, query_fields};
use crate::gate::Gate;
use crate::seal::{self, Chosen, Unusable};
use crate::standing::{Standing, Task};
use crate::unsent::{Act, Unsent};
use crate::visit::{Visit, may_see};
use crate::{factor, registered_seal};
use outcome::{Declined, Delegated, Done, Sealing, Waiting};
use review::{Confirm, Review};

/// The page behind the mailed link.
pub(crate) async fn page(State(deps): State<Arc<Dependencies>>, visit: Visit) -> Result<Response, Rejection> {
    let language = visit.language;
    Ok(match (visit.standing, visit.gate) {
        (Standing::Turn(_), Gate::Shut) => match &visit.recipient.factor {
            Some(wanted) => factor::page(&deps, &visit, wanted, visit.recipient.attempts, None, None),
            None => return Err(Rejection::NotFound),
        },
        (Standing::Turn(task), Gate::Open(_)) => return review(&deps, &visit, task).await,
        (Standing::Waiting, _) => {
            let title = language.t("まだ順番ではありません", "It is not your turn yet");
            plain(&deps, &visit, title, &Waiting::of(&visit))
        }
        (Standing::Sealing { since }, _) => {
            let content = Sealing::of(&visit, since, deps.clock.now());
            let title = language.t("署名しています…", "Signing…");
            let page = Page { status: StatusCode::OK, language, title, form_target: None, content: &content };
            deps.site.page_with_assets(&page, &PageAssets { scripts: &["progress.mjs"], ..PageAssets::default() })
        }
        (Standing::Done(task), _) => {
            let title = task.done_title(language);
            plain(&deps, &visit, title, &Done::of(&visit, title, false))
        }
        (Standing::Completed, _) => return completed(&deps, &visit).await,
        (Standing::Declined, _) => {
            let title = language.t("辞退を受け付けました", "You have declined");
            plain(&deps, &visit, title, &Declined { visit: &visit })
        }
        (Standing::Delegated, _) => {
            let title = language.t("転送しました", "You have forwarded this");
            plain(&deps, &visit, title, &Delegated::of(&visit))
        }
    })
}

/// Sends whoever asks for the address of an act to the link's page.
pub(crate) async fn back(visit: Visit) -> Result<Response, Rejection> {
    visit.to_page()
}

/// The message before the act.
pub(crate) async fn confirm(
    State(deps): State<Arc<Dependencies>>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Rejection> {
    let fields = query_fields(query.as_deref())?;
    let Some(task) = visit.task() else {
        let unsent = Unsent::new(Act::Complete, Texts(fields), &visit);
        return if unsent.is_empty() { visit.to_page() } else { unsent.ask(&deps, &visit) };
    };
    if registered_seal::refusal(&deps, &visit).await?.is_some() {
        // The page says why nothing can be signed.
        return visit.to_page();
    }
    match Chosen::of(&*deps.documents, &visit, &fields).await? {
        Ok(chosen) => confirmation(&deps, &visit, task, &chosen, StatusCode::OK),
        Err(Unusable::Missing) => Ok(redirect(StatusCode::SEE_OTHER, &visit.url("/seal"))?),
        Err(unusable) => seal::refusal(&deps, &visit, unusable).await,
    }
}

/// The same, also for whoever forgot the checkbox.
pub(crate) fn confirmation(
    deps: &Dependencies,
    visit: &Visit,
    task: Task,
    chosen: &Chosen,
    status: StatusCode,
) -> Result<Response, Rejection> {
    let language = visit.language;
    let is_unconfirmed = status != StatusCode::OK;
    let title = match is_unconfirmed {
        true => language.t("エラー：最終確認", "Error: last check"),
        false => task.complete(language),
    };
    let content = &Confirm::of(visit, task, chosen, is_unconfirmed)?;
    Ok(deps.site.page(&Page { status, language, title, form_target: None, content }))
}

/// Shows a document: its newest stamped file.
pub(crate) async fn document(State(deps): State<Arc<Dependencies>>, visit: Visit) -> Result<Response, Rejection> {
    fetch(&deps, &visit, Disposition::Inline).await
}

/// Saves it. That copy carries the timestamps.
pub(crate) async fn download(State(deps): State<Arc<Dependencies>>, visit: Visit) -> Result<Response, Rejection> {
    fetch(&deps, &visit, Disposition::Attachment).await
}

/// A finished document is fetched from the page, by a form: see [`download_finished`].
async fn fetch(deps: &Dependencies, visit: &Visit, disposition: Disposition) -> Result<Response, Rejection> {
    let (document, file) = newest(visit)?;
    if visit.standing == Standing::Completed {
        return visit.to_page();
    }
    Ok(redirect(StatusCode::FOUND, &url(deps, document, file, disposition).await?)?)
}

/// Saves a finished document, which is recorded as it is where somebody comes by the completion mail.
pub(crate) async fn download_finished(
    State(deps): State<Arc<Dependencies>>,
    headers: HeaderMap,
    visit: Visit,
    visitor: Visitor,
) -> Result<Response, Rejection> {
    same_origin(&headers)?;
    if visit.standing != Standing::Completed || !visit.is_identified() {
        return visit.to_page();
    }
    let (document, file) = newest(&visit)?;
    let url = url(&deps, document, file, Disposition::Attachment).await?;
    let (document, party, session) =
        (document.number, Party::Recipient(visit.recipient.number), visit.session(visitor));
    let command = Command::RecordDownload { document, party, session };
    decide(&deps.envelopes, &deps.clock, visit.envelope.id, None, |_| Ok(command.clone())).await?;
    Ok(redirect(StatusCode::SEE_OTHER, &url)?)
}

/// Tells the viewer where it is.
pub(crate) async fn source(State(deps): State<Arc<Dependencies>>, visit: Visit) -> Result<DocumentSource, Rejection> {
    let (document, file) = newest(&visit)?;
    if visit.standing == Standing::Completed {
        return Err(Problem::from(&Refusal::AlreadyActed).into());
    }
    let size = deps.documents.size(&file.object).await?.ok_or(Rejection::NotFound)?;
    Ok(DocumentSource { url: url(&deps, document, file, Disposition::Inline).await?, size })
}

fn newest(visit: &Visit) -> Result<(&Document, &StoredFile), Rejection> {
    let document = visit.document()?;
    may_see(visit)?;
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
async fn completed(deps: &Dependencies, visit: &Visit) -> Result<Response, Rejection> {
    let language = visit.language;
    let title = language.t("すべての手続きが完了しました", "Everybody has finished");
    // The forms end at the document store.
    let store = if visit.sees_documents() { store_url(deps, visit).await? } else { None };
    let content = &Done::of(visit, title, true);
    Ok(deps.site.page(&Page { status: StatusCode::OK, language, title, form_target: store.as_deref(), content }))
}

async fn review(deps: &Dependencies, visit: &Visit, task: Task) -> Result<Response, Rejection> {
    let (language, title) = (visit.language, task.review_title(visit.language));
    let refusal = registered_seal::refusal(deps, visit).await?;
    let content = &Review::of(visit, task, refusal);
    let page = Page { status: StatusCode::OK, language, title, form_target: None, content };
    Ok(match store_url(deps, visit).await? {
        Some(store) => deps.site.page_with_viewer(&page, &store),
        None => deps.site.page(&page),
    })
}

/// A URL of the store, whose origin the viewer reads from; nothing else tells it.
pub(crate) async fn store_url(deps: &Dependencies, visit: &Visit) -> Result<Option<String>, PortError> {
    match visit.envelope.documents.first().and_then(|d| Some((d, d.latest()?))) {
        Some((document, file)) => url(deps, document, file, Disposition::Inline).await.map(Some),
        None => Ok(None),
    }
}

/// The envelope's documents, to be read.
pub(crate) fn viewer(visit: &Visit) -> DocumentViewer<'_> {
    let documents = visit.envelope.documents.iter().map(|document| ViewerDocument {
        number: document.number,
        name: &document.name,
        pages: document.prepared.as_ref().map(|p| p.pages),
        view: visit.view_url(document),
        download: Some(visit.download_url(document)),
        source: visit.url(&format!("/documents/{}/source", document.number)),
    });
    DocumentViewer::new(visit.language, documents.collect())
}

fn plain(deps: &Dependencies, visit: &Visit, title: &str, content: &(dyn Display + Sync)) -> Response {
    deps.site.page(&Page { status: StatusCode::OK, language: visit.language, title, form_target: None, content })
}
