//! An envelope: how it stands, whom it waits for and since when, its documents, and what can be done.

use std::sync::Arc;

use api::problem::Problem;
use api::routes::{self, CONSOLE_ACT, CONSOLE_HISTORY};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::Action;
use domain::ids::EnvelopeId;
use futures::future::try_join;
use uuid::Builder;
use web::{Language, Rejection, local_time};

use crate::Dependencies;
use crate::act::Act;
use crate::answers::{Document, Envelope, Me, Recipient, RecipientState, Status};
use crate::client::Call;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;
use crate::words;

/// A recipient's line.
struct RecipientRow {
    class: &'static str,
    kind: &'static str,
    name: String,
    company: Option<String>,
    email: String,
    state: &'static str,
    since: Option<String>,
    is_locked: bool,
    /// The number, where the person can be asked again.
    again: Option<String>,
}

/// A document's line.
struct DocumentRow {
    name: String,
    facts: String,
    refusal: Option<String>,
    download: Option<String>,
}

/// What the service has not been able to do yet.
struct WaitNotice {
    title: &'static str,
    since: String,
    cause: &'static str,
    overdue: bool,
    retried_at: Option<String>,
}

#[derive(Template)]
#[template(path = "envelope.html")]
struct EnvelopePage {
    language: Language,
    title: String,
    number: String,
    status: &'static str,
    tone: &'static str,
    sender: String,
    created_at: String,
    deadline: Option<String>,
    expires_at: Option<String>,
    message: Option<String>,
    waiting: Option<WaitNotice>,
    recipients: Vec<RecipientRow>,
    documents: Vec<DocumentRow>,
    problem: Option<(String, String, Vec<String>)>,
    /// Under which a form is carried out once.
    key: String,
    /// The version that is shown.
    version: u64,
    acts: Acts,
    history: String,
    list: String,
}

/// Where the forms go that may be sent; nothing where one may not.
#[derive(Default)]
struct Acts {
    send: Option<String>,
    remind: Option<String>,
    retry: Option<String>,
    void: Option<String>,
    copy: Option<String>,
    delete: Option<String>,
    request: Option<String>,
}

impl Acts {
    fn of(deps: &Dependencies, envelope: &Envelope, me: &Me) -> Self {
        let id = envelope.id.to_string();
        let when = |is_possible: bool, action: Action, act: Act| {
            let is_possible = is_possible && me.may(action);
            is_possible.then(|| deps.site.path(&CONSOLE_ACT.path_of(&[&id, act.as_str()])))
        };
        let (is_draft, is_open) = (envelope.status == Status::Draft, envelope.status.is_open());
        let awaits_somebody = envelope.recipients.iter().any(Recipient::is_asked);
        Self {
            send: when(is_draft, Action::SendEnvelope, Act::Send),
            remind: when(is_open && awaits_somebody, Action::SendReminders, Act::Remind),
            retry: when(envelope.waiting.is_some(), Action::RetryEnvelope, Act::Retry),
            void: when(is_open, Action::VoidEnvelope, Act::Void),
            copy: when(true, Action::CopyEnvelope, Act::Copy),
            delete: when(is_draft, Action::DeleteDraft, Act::Delete),
            request: when(is_open, Action::RequestAgain, Act::Request),
        }
    }
}

impl Recipient {
    /// Whether the person has been asked, and has not acted.
    fn is_asked(&self) -> bool {
        matches!(
            self.state,
            RecipientState::Invited { .. } | RecipientState::Opened { .. } | RecipientState::Bounced { .. }
        )
    }
}

/// The page.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Stop> {
    show(&deps, &visitor, &id, StatusCode::OK, None).await
}

/// The page, with what speaks against something that was tried.
pub(crate) async fn show(
    deps: &Dependencies,
    visitor: &Visitor,
    id: &str,
    status: StatusCode,
    problem: Option<&Problem>,
) -> Result<Response, Stop> {
    let Ok(id) = id.parse::<EnvelopeId>() else { return Err(Rejection::NotFound.into()) };
    let id = id.to_string();
    let call = Call::of(&routes::GET_ENVELOPE, &[&id]);
    let (me, envelope) = try_join(deps.me(visitor), deps.read::<Envelope>(visitor, call)).await?;
    let title = envelope.title.clone();
    let content = EnvelopePage::of(deps, visitor, &me, envelope, problem);
    Ok(deps.page(visitor, &me, &Content { status, title: &title, part: Part::Envelopes, html: &content }))
}

impl EnvelopePage {
    fn of(deps: &Dependencies, visitor: &Visitor, me: &Me, envelope: Envelope, problem: Option<&Problem>) -> Self {
        let language = visitor.language;
        let time = |at| local_time(at, language);
        let acts = Acts::of(deps, &envelope, me);
        let key = Builder::from_random_bytes(deps.randomness.bytes()).into_uuid().to_string();
        let problem = problem.map(|problem| {
            let errors = problem.wrong_fields(language).into_iter().map(|error| error.detail.to_owned()).collect();
            let (title, detail) = (problem.kind.title.in_language(language), problem.detail.in_language(language));
            (title.to_owned(), detail.to_owned(), errors)
        });
        let Envelope { number, title, message, status, sender, created_at, deadline, expires_at, waiting, .. } =
            envelope;
        let mut recipients = envelope.recipients;
        recipients.sort_by_key(|recipient| (recipient.order, recipient.number));
        let rows =
            recipients.into_iter().map(|recipient| RecipientRow::of(recipient, status, &acts, language)).collect();
        Self {
            language,
            title,
            number,
            status: words::status(status, language),
            tone: words::tone(status),
            sender: format!("{} {}", sender.organisation_name, sender.name),
            created_at: time(created_at),
            deadline: deadline.map(time),
            expires_at: expires_at.map(time),
            message,
            waiting: waiting.map(|waiting| WaitNotice {
                title: words::waiting(&waiting, language),
                since: time(waiting.since),
                cause: waiting
                    .cause
                    .map_or_else(|| words::cause("", language), |cause| words::cause(&cause.code, language)),
                overdue: waiting.overdue,
                retried_at: waiting.retried_at.map(time),
            }),
            recipients: rows,
            documents: envelope.documents.into_iter().map(|document| DocumentRow::of(document, language)).collect(),
            problem,
            key,
            version: envelope.version,
            acts,
            history: deps.site.path(&CONSOLE_HISTORY.path_of(&[&envelope.id.to_string()])),
            list: deps.site.path(routes::CONSOLE_ENVELOPES.path),
        }
    }
}

impl RecipientRow {
    fn of(recipient: Recipient, status: Status, acts: &Acts, language: Language) -> Self {
        let (class, state, since) = words::progress(&recipient, status, language);
        let again = acts.request.as_ref().filter(|_| recipient.is_asked()).map(|_| recipient.number.to_string());
        Self {
            class,
            kind: words::kind(recipient.kind, language),
            name: recipient.name,
            company: recipient.company,
            email: recipient.email,
            state,
            since: since.map(|since| local_time(since, language)),
            is_locked: recipient.locked_at.is_some(),
            again,
        }
    }
}

impl DocumentRow {
    fn of(document: Document, language: Language) -> Self {
        let pages = document.pages.map(|pages| match (language, pages) {
            (Language::Ja, pages) => format!("{pages}ページ"),
            (Language::En, 1) => "1 page".to_owned(),
            (Language::En, pages) => format!("{pages} pages"),
        });
        let facts =
            [Some(words::document(document.state, language).to_owned()), pages, Some(words::size(document.size))];
        Self {
            name: document.name,
            facts: facts.into_iter().flatten().collect::<Vec<_>>().join(language.t("・", ", ")),
            refusal: document.refusal.map(|refusal| if language.is_ja() { refusal.detail_ja } else { refusal.detail }),
            download: document.download.map(|download| download.url),
        }
    }
}
