//! Declining with a reason.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::Command;
use domain::text::TextRule;
use web::{ClientInfo, Page, PageAssets, Rejection};

use crate::commit::act;
use crate::form::{Fields, Texts, Wrong};
use crate::link_context::LinkContext;
use crate::page_state::Task;
use crate::pending_action::{Act, PendingAction};
use crate::{Dependencies, factor_page};

/// The form alone, for whoever is told of a mistake, or asks for its address.
pub(crate) async fn page(context: LinkContext) -> Result<Response, Rejection> {
    match context.task() {
        Some(task) => Ok(show(&context, task, &DeclineForm::default())),
        None => context.to_page(),
    }
}

/// Declines.
pub(crate) async fn decline(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
    client: ClientInfo,
    fields: Fields,
) -> Result<Response, Rejection> {
    let mut fields = Texts::of(fields)?;
    if context.factor_wanted().is_some() {
        return factor_page::ask(&context, &PendingAction::new(Act::Decline, fields, &context));
    }
    let reason = fields.take("reason");
    let errors = Vec::from_iter(wrong_reason("reason", &reason, &context));
    if let (Some(task), false) = (context.task(), errors.is_empty()) {
        return Ok(show(&context, task, &DeclineForm { reason, is_pending: false, errors }));
    }
    let (recipient, generation, session) = (context.recipient.number, context.generation, context.session(client));
    act(&deps, &context, Command::Decline { recipient, generation, reason, session }).await
}

/// What is wrong with a reason.
pub(crate) fn wrong_reason(id: &'static str, reason: &str, context: &LinkContext) -> Option<Wrong> {
    TextRule::REASON.accept(reason).err().map(|fault| Wrong::new(id, context.language, fault.words()))
}

/// The form alone.
pub(crate) fn show(context: &LinkContext, task: Task, form: &DeclineForm) -> Response {
    let language = context.language;
    let (status, title) = match form.errors.is_empty() {
        true => (StatusCode::OK, language.t("辞退", "Decline")),
        false => (StatusCode::UNPROCESSABLE_ENTITY, language.t("エラー：辞退", "Error: decline")),
    };
    let content = &DeclinePage { context, task, decline: form };
    let page = Page { status, language, title, form_target: None, content };
    match form.is_pending {
        true => context.site.page_without_address(&page, &PageAssets::default()),
        false => context.site.page(&page),
    }
}

/// What was entered, and what is wrong with it.
#[derive(Default)]
pub(crate) struct DeclineForm {
    pub(crate) reason: String,
    /// Whether it was sent in vain: see [`PendingAction`].
    pub(crate) is_pending: bool,
    pub(crate) errors: Vec<Wrong>,
}

#[derive(Template)]
#[template(path = "decline.html")]
struct DeclinePage<'a> {
    context: &'a LinkContext,
    task: Task,
    decline: &'a DeclineForm,
}
