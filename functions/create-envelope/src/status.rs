//! The page behind the mail that tells the sender of a delay: what the envelope waits for, and a button that has it tried
//! again. Once nothing is waited for it tells how the envelope stands. No document is to be had here.

mod link_context;
mod page_state;

use api::v1::sentence;
use api::{Served, routes};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::ports::{DecideError, decide};
use web::{Page, PageAssets, Progress, Rejection, local_time};

use crate::Dependencies;
use link_context::LinkContext;
use page_state::{Closed, PageState};

/// Answers the routes under `/status`.
pub(crate) fn serve(served: Served<Dependencies>) -> Served<Dependencies> {
    served
        .on(&routes::STATUS_PAGE, page)
        // Whoever asks for the address of the act (a reload, the other language) gets the link's page.
        .on(&routes::STATUS_RETRY_BACK, back)
        .on(&routes::STATUS_RETRY, retry)
}

/// Shows how it stands. Changes nothing: programs that check mails come here too.
async fn page(State(deps): State<Dependencies>, context: LinkContext) -> Result<Response, Rejection> {
    let state = PageState::of(&context.envelope, context.language, deps.clock.now()).ok_or(Rejection::NotFound)?;
    let title = state.title(context.language);
    let content = &Status {
        title,
        deadline: context.envelope.deadline().map(|at| local_time(at, context.language)),
        has_support: !deps.site.support.is_empty(),
        progress: Progress::of(&context.envelope, None, context.language),
        rewritten: Rewritten::all(&context),
        state: &state,
        context: &context,
    };
    let scripts: &[&str] = if state.refresh_seconds().is_some() { &["progress.mjs"] } else { &[] };
    let page = Page { status: StatusCode::OK, language: context.language, title, form_target: None, content };
    Ok(context.site.page_with_assets(&page, &PageAssets { scripts, ..PageAssets::default() }))
}

async fn back(context: LinkContext) -> Result<Response, Rejection> {
    context.to_page()
}

/// Has it tried again; the page then shows what comes of it. So it does where that was done already, or nothing is left
/// to try.
async fn retry(State(deps): State<Dependencies>, context: LinkContext) -> Result<Response, Rejection> {
    match decide(&deps.envelopes, &deps.clock, &context.envelope, None, |_| Ok(Command::Retry)).await {
        Ok(_) => tracing::info!(envelope = %context.envelope.id, "the sender has it tried again"),
        Err(DecideError::Refused(
            reason @ (Refusal::NothingToRetry
            | Refusal::RetriedJustNow
            | Refusal::DeadlinePassed
            | Refusal::WrongStatus { .. }),
        )) => tracing::info!(envelope = %context.envelope.id, %reason, "nothing is tried again"),
        Err(error) => return Err(error.into()),
    }
    context.to_page()
}

#[derive(Template)]
#[template(path = "status.html")]
struct Status<'a> {
    context: &'a LinkContext,
    title: &'static str,
    state: &'a PageState,
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
    fn all(context: &'a LinkContext) -> Vec<Self> {
        let documents = context.envelope.documents.iter().map(|document| {
            let rewriting = document.prepared.iter().flat_map(|prepared| &prepared.rewriting);
            Self { name: &document.name, sentences: rewriting.map(|one| sentence(one, context.language)).collect() }
        });
        documents.filter(|document| !document.sentences.is_empty()).collect()
    }
}
