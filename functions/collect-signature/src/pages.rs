//! What `GET` shows: one page for each state.

mod outcome;
mod review;

use std::fmt::Display;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use web::{Page, PageAssets, Rejection};

use crate::Dependencies;
use crate::authentication::Authentication;
use crate::documents::store_url;
use crate::link_context::LinkContext;
use crate::page_state::{PageState, Task};
use crate::{factor_page, registered_seal};
use outcome::{Declined, Delegated, Done, NotNeeded, Sealing, Waiting};
use review::Review;

/// The page behind the mailed link.
pub(crate) async fn page(State(deps): State<Arc<Dependencies>>, context: LinkContext) -> Result<Response, Rejection> {
    let language = context.language;
    Ok(match (context.state, context.authentication) {
        (PageState::Turn(_), Authentication::Required) => match &context.recipient.factor {
            Some(wanted) => factor_page::page(&context, wanted, context.recipient.attempts, None, None),
            None => return Err(Rejection::NotFound),
        },
        (PageState::Turn(task), Authentication::Done(_)) => return review(&deps, &context, task).await,
        (PageState::Waiting, _) => {
            let title = language.t("まだ順番ではありません", "It is not your turn yet");
            plain(&context, title, &Waiting::of(&context))
        }
        (PageState::Sealing { since }, _) => {
            let content = Sealing::of(&context, since, deps.clock.now());
            let title = language.t("署名しています…", "Signing…");
            let page = Page { status: StatusCode::OK, language, title, form_target: None, content: &content };
            context.site.page_with_assets(&page, &PageAssets { scripts: &["progress.mjs"], ..PageAssets::default() })
        }
        (PageState::Done(task), _) => {
            let title = task.done_title(language);
            plain(&context, title, &Done::of(&context, title, false))
        }
        (PageState::Completed, _) => return completed(&deps, &context).await,
        (PageState::Declined, _) => {
            let title = language.t("辞退を受け付けました", "You have declined");
            plain(&context, title, &Declined { context: &context })
        }
        (PageState::Delegated, _) => {
            let title = language.t("転送しました", "You have forwarded this request");
            plain(&context, title, &Delegated::of(&context))
        }
        (PageState::NotNeeded, _) => {
            let title = language.t("お手続きは不要になりました", "There is nothing left for you to do");
            plain(&context, title, &NotNeeded::of(&context))
        }
    })
}

/// Sends whoever asks for the address of an act to the link's page.
pub(crate) async fn back(context: LinkContext) -> Result<Response, Rejection> {
    context.to_page()
}

/// Everybody has acted.
async fn completed(deps: &Dependencies, context: &LinkContext) -> Result<Response, Rejection> {
    let language = context.language;
    let title = language.t("すべての手続きが完了しました", "Everybody has finished");
    // The forms end at the document store.
    let store = if context.sees_documents() { store_url(deps, context).await? } else { None };
    let content = &Done::of(context, title, true);
    Ok(context.site.page(&Page { status: StatusCode::OK, language, title, form_target: store.as_deref(), content }))
}

async fn review(deps: &Dependencies, context: &LinkContext, task: Task) -> Result<Response, Rejection> {
    let (language, title) = (context.language, task.review_title(context.language));
    let content = &Review::of(context, task, registered_seal::judge(deps, context).await?);
    let page = Page { status: StatusCode::OK, language, title, form_target: None, content };
    Ok(match store_url(deps, context).await? {
        Some(store) => context.site.page_with_viewer(&page, &store),
        None => context.site.page(&page),
    })
}

fn plain(context: &LinkContext, title: &str, content: &(dyn Display + Sync)) -> Response {
    context.site.page(&Page { status: StatusCode::OK, language: context.language, title, form_target: None, content })
}
