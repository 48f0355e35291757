//! An envelope: how it stands, whom it waits for and since when, its documents beside those who sign them, and what can be done.

mod acts;
mod documents;
mod file;
mod signers;
mod wait;

use std::sync::Arc;

use api::problem::Problem;
use api::routes::{self, CONSOLE_ACCESS, CONSOLE_ENVELOPE, CONSOLE_HISTORY, CONSOLE_MAILS};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::{AccessLevel, Action};
use domain::ids::EnvelopeId;
use futures::future::try_join3;
use uuid::Builder;
use web::form::query_fields;
use web::{Language, Rejection, deadline_time, local_time};

use crate::Dependencies;
use crate::act::{Act, NO_FOLDER};
use crate::answers::{Envelope, FolderList, Me, RecipientState, Sealer, Status};
use crate::client::Call;
use crate::folders::Tree;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;
use crate::words;

use acts::Acts;
use documents::{DocumentRow, Documents};
pub(crate) use file::{save, source};
use signers::RecipientRow;
use wait::WaitNotice;

/// The folder in which it is, and those into which it can be moved.
struct Place {
    /// Nothing where it is in none, or in one that whoever visits does not see.
    path: Option<String>,
    /// Each with whether it is there.
    choices: Vec<(String, String, bool)>,
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
    /// Those to whom the mail came back.
    bounced: Vec<String>,
    /// The authority that proves what was sent, and when.
    original: Option<(String, String)>,
    documents: Vec<DocumentRow>,
    viewer: Option<String>,
    place: Place,
    done: Option<&'static str>,
    problem: Option<(String, String, Vec<String>)>,
    /// Under which a form is carried out once.
    key: String,
    /// The version that is shown.
    version: u64,
    acts: Acts,
    /// The page itself.
    here: String,
    history: String,
    mails: String,
    access: Option<String>,
    list: String,
}

/// The page.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Stop> {
    let fields = query_fields(query.as_deref())?;
    let done = fields.iter().find(|(name, _)| name == "done").and_then(|(_, act)| Act::named(act));
    show(&deps, &visitor, &id, StatusCode::OK, None, done).await
}

/// The page, with what speaks against something that was tried, or what was done just before.
pub(crate) async fn show(
    deps: &Dependencies,
    visitor: &Visitor,
    id: &str,
    status: StatusCode,
    problem: Option<&Problem>,
    done: Option<Act>,
) -> Result<Response, Stop> {
    let Ok(id) = id.parse::<EnvelopeId>() else { return Err(Rejection::NotFound.into()) };
    let id = id.to_string();
    let call = Call::of(&routes::GET_ENVELOPE, &[&id]);
    let folders = deps.read::<FolderList>(visitor, Call::of(&routes::LIST_FOLDERS, &[]));
    let (me, envelope, folders) = try_join3(deps.me(visitor), deps.read::<Envelope>(visitor, call), folders).await?;
    let title = envelope.title.clone();
    let content = EnvelopePage {
        problem: problem.map(|problem| words::problem(problem, visitor.language)),
        done: done.map(|act| act.done(visitor.language)),
        ..EnvelopePage::of(deps, visitor, &me, envelope, &Tree::of(&folders.folders))
    };
    let content = Content { status, title: &title, part: Part::Envelopes, html: &content };
    Ok(deps.page_with_viewer(visitor, &me, &content))
}

impl EnvelopePage {
    fn of(deps: &Dependencies, visitor: &Visitor, me: &Me, envelope: Envelope, folders: &Tree) -> Self {
        let language = visitor.language;
        let time = |at| local_time(at, language);
        let acts = Acts::of(deps, &envelope, me);
        let Documents { rows, viewer } = Documents::of(deps, &envelope, me, language);
        let place = Place::of(&envelope, folders, language);
        let id = envelope.id.to_string();
        let path = |route: &routes::Route| deps.site.path(&route.path_of(&[&id]));
        let Envelope { number, title, message, status, sender, created_at, deadline, expires_at, documents, .. } =
            envelope;
        let mut recipients = envelope.recipients;
        recipients.sort_by_key(|recipient| (recipient.order, recipient.number));
        let waiting = envelope.waiting.map(|waiting| WaitNotice::of(&waiting, &recipients, &documents, language));
        let has_bounced = |state| matches!(state, RecipientState::Bounced { .. }) && status.is_open();
        let bounced = recipients.iter().filter(|recipient| has_bounced(recipient.state));
        let bounced = bounced.map(|recipient| format!("{} <{}>", recipient.name, recipient.email)).collect();
        let row = |recipient| RecipientRow::of(recipient, &documents, status, &acts, language);
        Self {
            language,
            title,
            number,
            status: words::status(status, language),
            tone: words::tone(status),
            sender: format!("{} {}", sender.organisation_name, sender.name),
            created_at: time(created_at),
            deadline: deadline.map(|deadline| deadline_time(deadline, language)),
            expires_at: expires_at.filter(|_| status == Status::Draft).map(time),
            message,
            waiting,
            recipients: recipients.into_iter().map(row).collect(),
            bounced,
            original: signers::timestamp(&documents, Sealer::Operator, language),
            documents: rows,
            viewer,
            place,
            done: None,
            problem: None,
            key: Builder::from_random_bytes(deps.randomness.bytes()).into_uuid().to_string(),
            version: envelope.version,
            acts,
            here: path(&CONSOLE_ENVELOPE),
            history: path(&CONSOLE_HISTORY),
            mails: path(&CONSOLE_MAILS),
            access: me.may(Action::ReadAccess).then(|| path(&CONSOLE_ACCESS)),
            list: deps.site.path(routes::CONSOLE_ENVELOPES.path),
        }
    }
}

impl Place {
    fn of(envelope: &Envelope, folders: &Tree, language: Language) -> Self {
        let within = envelope.folder;
        let places = folders.with(AccessLevel::Change).map(|place| {
            let id = place.folder.id;
            (id.to_string(), place.path.clone(), within == Some(id))
        });
        let places: Vec<_> = places.collect();
        let none = language.t("フォルダーに入れない", "No folder").to_owned();
        // Without a folder there is nothing to choose.
        let none = (!places.is_empty() || within.is_some()).then(|| (NO_FOLDER.to_owned(), none, within.is_none()));
        Self {
            path: within.and_then(|id| folders.find(id)).map(|place| place.path.clone()),
            choices: none.into_iter().chain(places).collect(),
        }
    }
}
