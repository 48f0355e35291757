//! Forwarding the task to somebody else (F9).

use std::sync::Arc;

use api::problem::Problem;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Command, Delegate, Refusal};
use domain::factor::Factor;
use domain::field_error::FieldError;
use domain::language::Localized;
use web::{ClientInfo, Language, Page, PageAssets, Rejection};

use crate::commit::act;
use crate::decline::wrong_reason;
use crate::form::{Fields, Texts, Wrong};
use crate::link_context::LinkContext;
use crate::pending_action::{Act, PendingAction};
use crate::{Dependencies, factor_page};

const NAME: &str = "forward-name";
const COMPANY: &str = "forward-company";
const EMAIL: &str = "forward-email";
const REASON: &str = "forward-reason";

/// The form alone, for whoever is told of a mistake, or asks for its address.
pub(crate) async fn page(context: LinkContext) -> Result<Response, Rejection> {
    if context.task().is_some() && context.may_forward() {
        Ok(show(&context, &ForwardForm::blank(&context)))
    } else {
        context.to_page()
    }
}

/// Forwards.
pub(crate) async fn forward(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
    client: ClientInfo,
    fields: Fields,
) -> Result<Response, Rejection> {
    let fields = Texts::of(fields)?;
    if context.factor_wanted().is_some() {
        return factor_page::ask(&context, &PendingAction::new(Act::Forward, fields, &context));
    }
    let mut form = ForwardForm::read(fields, &context);
    let Some(to) = form.check(&context) else {
        return match context.task() {
            Some(_) if context.may_forward() => Ok(show(&context, &form)),
            Some(_) => Err(Problem::from(&Refusal::ForwardingNotAllowed).into()),
            None => context.to_page(),
        };
    };
    let (recipient, generation, session) = (context.recipient.number, context.generation, context.session(client));
    act(&deps, &context, Command::Delegate { recipient, generation, to, reason: form.reason, session }).await
}

/// The form alone.
pub(crate) fn show(context: &LinkContext, form: &ForwardForm) -> Response {
    let language = context.language;
    let (status, title) = match form.errors.is_empty() {
        true => (StatusCode::OK, language.t("ほかの方に転送", "Forward to somebody else")),
        false => {
            (StatusCode::UNPROCESSABLE_ENTITY, language.t("エラー：ほかの方に転送", "Error: forward to somebody else"))
        }
    };
    let content = &ForwardPage { context, forward: form };
    let page = Page { status, language, title, form_target: None, content };
    match form.is_pending {
        true => context.site.page_without_address(&page, &PageAssets::default()),
        false => context.site.page(&page),
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
    /// Whether it was sent in vain: see [`PendingAction`].
    pub(crate) is_pending: bool,
    pub(crate) errors: Vec<Wrong>,
}

impl ForwardForm {
    /// Nothing entered. Whoever takes over mostly works in the same company and speaks the same language.
    pub(crate) fn blank(context: &LinkContext) -> Self {
        Self {
            name: String::new(),
            company: context.recipient.company.clone().unwrap_or_default(),
            email: String::new(),
            language: context.recipient.language,
            reason: String::new(),
            is_pending: false,
            errors: Vec::new(),
        }
    }

    /// What was entered, right or wrong.
    pub(crate) fn read(mut fields: Texts, context: &LinkContext) -> Self {
        let language = fields.take("language");
        Self {
            name: fields.take("name"),
            company: fields.take("company"),
            email: fields.take("email"),
            language: Language::ALL.into_iter().find(|l| l.tag() == language).unwrap_or(context.recipient.language),
            reason: fields.take("reason"),
            is_pending: false,
            errors: Vec::new(),
        }
    }

    /// To whom it goes, or what is wrong with what was entered.
    fn check(&mut self, context: &LinkContext) -> Option<Delegate> {
        let to = Delegate::parse(&self.name, &self.company, &self.email, self.language);
        let wrong = |error: &FieldError| Wrong::new(id_of(&error.pointer), context.language, error.detail.clone());
        self.errors.extend(to.as_ref().err().into_iter().flatten().map(wrong));
        if to.as_ref().is_ok_and(|to| to.email.is_same_mailbox(&context.recipient.email)) {
            let other = Localized::fixed(
                "あなたのメールアドレスとは異なるアドレスを入力してください。",
                "Give another address than your own.",
            );
            self.errors.push(Wrong::new(EMAIL, context.language, other));
        }
        self.errors.extend(wrong_reason(REASON, &self.reason, context));
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
    context: &'a LinkContext,
    forward: &'a ForwardForm,
}
