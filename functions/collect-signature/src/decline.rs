//! Declining with a reason.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::command::Command;
use domain::text::TextRule;
use web::{Page, PageAssets, Rejection, Visitor, same_origin};

use crate::Dependencies;
use crate::acts::act;
use crate::form::{Fields, Texts, Wrong};
use crate::standing::Task;
use crate::unsent::{Act, Unsent};
use crate::visit::Visit;

/// The form alone, for whoever is told of a mistake, or asks for its address.
pub(crate) async fn page(State(deps): State<Arc<Dependencies>>, visit: Visit) -> Result<Response, Rejection> {
    match visit.task() {
        Some(task) => Ok(show(&deps, &visit, task, &DeclineForm::default())),
        None => visit.to_page(),
    }
}

/// Declines.
pub(crate) async fn decline(
    State(deps): State<Arc<Dependencies>>,
    headers: HeaderMap,
    visit: Visit,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Rejection> {
    same_origin(&headers)?;
    let mut fields = Texts::of(fields)?;
    if visit.factor_wanted().is_some() {
        return Unsent::new(Act::Decline, fields, &visit).ask(&deps, &visit);
    }
    let reason = fields.take("reason");
    let errors = Vec::from_iter(wrong_reason("reason", &reason, &visit));
    if let (Some(task), false) = (visit.task(), errors.is_empty()) {
        return Ok(show(&deps, &visit, task, &DeclineForm { reason, is_unsent: false, errors }));
    }
    let (recipient, generation, session) = (visit.recipient.number, visit.generation, visit.session(visitor));
    act(&deps, &visit, Command::Decline { recipient, generation, reason, session }).await
}

/// What is wrong with a reason.
pub(crate) fn wrong_reason(id: &'static str, reason: &str, visit: &Visit) -> Option<Wrong> {
    TextRule::REASON.accept(reason).err().map(|fault| Wrong::of_text(id, visit.language, &fault))
}

/// The form alone.
pub(crate) fn show(deps: &Dependencies, visit: &Visit, task: Task, form: &DeclineForm) -> Response {
    let language = visit.language;
    let (status, title) = match form.errors.is_empty() {
        true => (StatusCode::OK, language.t("辞退", "Decline")),
        false => (StatusCode::UNPROCESSABLE_ENTITY, language.t("エラー：辞退", "Error: decline")),
    };
    let content = &DeclinePage { visit, task, decline: form };
    let page = Page { status, language, title, form_target: None, content };
    match form.is_unsent {
        true => deps.site.page_without_address(&page, &PageAssets::default()),
        false => deps.site.page(&page),
    }
}

/// What was entered, and what is wrong with it.
#[derive(Default)]
pub(crate) struct DeclineForm {
    pub(crate) reason: String,
    /// Whether it was sent in vain: see [`Unsent`].
    pub(crate) is_unsent: bool,
    pub(crate) errors: Vec<Wrong>,
}

#[derive(Template)]
#[template(path = "decline.html")]
struct DeclinePage<'a> {
    visit: &'a Visit,
    task: Task,
    decline: &'a DeclineForm,
}
