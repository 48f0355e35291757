//! The page behind the mail that tells the sender of a delay: what the envelope waits for, and a button that has it tried
//! again. Once nothing is waited for it tells how the envelope stands. No document is to be had here.

mod standing;
mod visit;

use api::v1::sentence;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::any;
use domain::command::{Command, Refusal};
use domain::ports::{DecideError, decide};
use lambda::site::{Page, PageAssets, Progress, Rejection, local_time, not_found, same_origin};

use crate::Dependencies;
use standing::{Closed, Standing};
use visit::Visit;

/// The routes under `/status`. Everything else there is the one 404 page.
pub(crate) fn router() -> Router<Dependencies> {
    Router::new()
        .route("/{token}", any(not_found).get(page))
        // Whoever asks for the address of the act (a reload, the other language) gets the link's page.
        .route("/{token}/retry", any(not_found).get(back).post(retry))
        .fallback(not_found)
}

/// Shows how it stands. Changes nothing: programs that check mails come here too.
async fn page(State(deps): State<Dependencies>, visit: Visit) -> Result<Response, Rejection> {
    let standing = Standing::of(&visit.envelope, visit.language, deps.clock.now()).ok_or(Rejection::NotFound)?;
    let title = standing.title(visit.language);
    let content = &Status {
        title,
        deadline: visit.envelope.deadline().map(|at| local_time(at, visit.language)),
        has_support: !deps.site.support.is_empty(),
        progress: Progress::of(&visit.envelope, None, visit.language),
        rewritten: Rewritten::all(&visit),
        standing: &standing,
        visit: &visit,
    };
    let scripts: &[&str] = if standing.refresh_seconds().is_some() { &["progress.mjs"] } else { &[] };
    let page = Page { status: StatusCode::OK, language: visit.language, title, form_target: None, content };
    Ok(deps.site.page_with_assets(&page, &PageAssets { scripts, ..PageAssets::default() }))
}

async fn back(visit: Visit) -> Result<Response, Rejection> {
    visit.to_page()
}

/// Has it tried again; the page then shows what comes of it. So it does where that was done already, or nothing is left
/// to try.
async fn retry(State(deps): State<Dependencies>, headers: HeaderMap, visit: Visit) -> Result<Response, Rejection> {
    same_origin(&headers)?;
    match decide(&deps.envelopes, &deps.clock, visit.envelope.id, None, |_| Ok(Command::Retry)).await {
        Ok(_) => tracing::info!(envelope = %visit.envelope.id, "the sender has it tried again"),
        Err(DecideError::Refused(
            reason @ (Refusal::NothingToRetry
            | Refusal::RetriedJustNow
            | Refusal::DeadlinePassed
            | Refusal::WrongStatus { .. }),
        )) => tracing::info!(envelope = %visit.envelope.id, %reason, "nothing is tried again"),
        Err(error) => return Err(error.into()),
    }
    visit.to_page()
}

#[derive(Template)]
#[template(path = "status.html")]
struct Status<'a> {
    visit: &'a Visit,
    title: &'static str,
    standing: &'a Standing,
    deadline: Option<String>,
    /// Whether the page ends with whom to ask.
    has_support: bool,
    progress: Progress<'a>,
    /// What was done to each upload before it was sealed.
    rewritten: Vec<Rewritten<'a>>,
}

/// A document whose upload was rewritten.
struct Rewritten<'a> {
    name: &'a str,
    sentences: Vec<String>,
}

impl<'a> Rewritten<'a> {
    fn all(visit: &'a Visit) -> Vec<Self> {
        let documents = visit.envelope.documents.iter().map(|document| {
            let rewriting = document.prepared.iter().flat_map(|prepared| &prepared.rewriting);
            Self { name: &document.name, sentences: rewriting.map(|one| sentence(one, visit.language)).collect() }
        });
        documents.filter(|document| !document.sentences.is_empty()).collect()
    }
}
