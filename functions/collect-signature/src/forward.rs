//! Forwarding the task to somebody else (F9).

use std::sync::Arc;

use api::problem::Problem;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::command::{Command, Delegate, Refusal};
use domain::factor::Factor;
use domain::field_error::FieldError;
use web::{Language, Page, PageAssets, Rejection, Visitor, same_origin};

use crate::Dependencies;
use crate::acts::act;
use crate::decline::wrong_reason;
use crate::form::{Fields, Texts, Wrong};
use crate::unsent::{Act, Unsent};
use crate::visit::Visit;

const NAME: &str = "forward-name";
const COMPANY: &str = "forward-company";
const EMAIL: &str = "forward-email";
const REASON: &str = "forward-reason";

/// The form alone, for whoever is told of a mistake, or asks for its address.
pub(crate) async fn page(State(deps): State<Arc<Dependencies>>, visit: Visit) -> Result<Response, Rejection> {
    if visit.task().is_some() && visit.may_forward() {
        Ok(show(&deps, &visit, &ForwardForm::blank(&visit)))
    } else {
        visit.to_page()
    }
}

/// Forwards.
pub(crate) async fn forward(
    State(deps): State<Arc<Dependencies>>,
    headers: HeaderMap,
    visit: Visit,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Rejection> {
    same_origin(&headers)?;
    let fields = Texts::of(fields)?;
    if visit.factor_wanted().is_some() {
        return Unsent::new(Act::Forward, fields, &visit).ask(&deps, &visit);
    }
    let mut form = ForwardForm::read(fields, &visit);
    let Some(to) = form.check(&visit) else {
        return match visit.task() {
            Some(_) if visit.may_forward() => Ok(show(&deps, &visit, &form)),
            Some(_) => Err(Problem::from(&Refusal::ForwardingNotAllowed).into()),
            None => visit.to_page(),
        };
    };
    let (recipient, generation, session) = (visit.recipient.number, visit.generation, visit.session(visitor));
    act(&deps, &visit, Command::Delegate { recipient, generation, to, reason: form.reason, session }).await
}

/// The form alone.
pub(crate) fn show(deps: &Dependencies, visit: &Visit, form: &ForwardForm) -> Response {
    let language = visit.language;
    let (status, title) = match form.errors.is_empty() {
        true => (StatusCode::OK, language.t("ほかの方に転送", "Forward to somebody else")),
        false => {
            (StatusCode::UNPROCESSABLE_ENTITY, language.t("エラー：ほかの方に転送", "Error: forward to somebody else"))
        }
    };
    let content = &ForwardPage { visit, forward: form };
    let page = Page { status, language, title, form_target: None, content };
    match form.is_unsent {
        true => deps.site.page_without_address(&page, &PageAssets::default()),
        false => deps.site.page(&page),
    }
}

/// What was entered, and what is wrong with it.
pub(crate) struct ForwardForm {
    pub(crate) name: String,
    pub(crate) company: String,
    pub(crate) email: String,
    /// The language of the person who takes the task over.
    pub(crate) language: Language,
    pub(crate) reason: String,
    /// Whether it was sent in vain: see [`Unsent`].
    pub(crate) is_unsent: bool,
    pub(crate) errors: Vec<Wrong>,
}

impl ForwardForm {
    /// Nothing entered. Whoever takes over mostly works in the same company and speaks the same language.
    pub(crate) fn blank(visit: &Visit) -> Self {
        Self {
            name: String::new(),
            company: visit.recipient.company.clone().unwrap_or_default(),
            email: String::new(),
            language: visit.recipient.language,
            reason: String::new(),
            is_unsent: false,
            errors: Vec::new(),
        }
    }

    /// What was entered, right or wrong.
    pub(crate) fn read(mut fields: Texts, visit: &Visit) -> Self {
        let language = fields.take("language");
        Self {
            name: fields.take("name"),
            company: fields.take("company"),
            email: fields.take("email"),
            language: Language::ALL.into_iter().find(|l| l.tag() == language).unwrap_or(visit.recipient.language),
            reason: fields.take("reason"),
            is_unsent: false,
            errors: Vec::new(),
        }
    }

    /// To whom it goes, or what is wrong with what was entered.
    fn check(&mut self, visit: &Visit) -> Option<Delegate> {
        let to = Delegate::parse(&self.name, &self.company, &self.email, self.language);
        let wrong = |error: &FieldError| Wrong::of_field(id_of(&error.pointer), visit.language, error);
        self.errors.extend(to.as_ref().err().into_iter().flatten().map(wrong));
        if to.as_ref().is_ok_and(|to| to.email.is_same_mailbox(&visit.recipient.email)) {
            self.errors.push(Wrong::new(
                EMAIL,
                visit.language,
                "あなたのメールアドレスとは異なるアドレスを入力してください。",
                "Give another address than your own.",
            ));
        }
        self.errors.extend(wrong_reason(REASON, &self.reason, visit));
        to.ok().filter(|_| self.errors.is_empty())
    }

    /// What is wrong with this field.
    pub(crate) fn error(&self, id: &str) -> Option<&str> {
        Wrong::at(&self.errors, id)
    }
}

/// The field of the page for a field of the domain.
fn id_of(pointer: &str) -> &'static str {
    match pointer {
        "/name" => NAME,
        "/company" => COMPANY,
        _ => EMAIL,
    }
}

#[derive(Template)]
#[template(path = "forward.html")]
struct ForwardPage<'a> {
    visit: &'a Visit,
    forward: &'a ForwardForm,
}
