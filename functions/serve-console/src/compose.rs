//! A new request in three acts: choose PDFs, name whom they go to, send. Everything else may be left as it is.

mod draft;
mod form;

use std::sync::Arc;

use api::problem::Problem;
use api::routes::{self, CONSOLE_ACT, CONSOLE_ENVELOPE};
use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::EnvelopeId;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Builder;
use web::{Language, redirect};

use crate::act::Act;
use crate::answers::Me;
use crate::client::Call;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;
use crate::words;
use crate::{Dependencies, MAX_FILES};

use form::{Entered, Sent};

/// Rows for recipients that a page offers at least.
const ROWS: usize = 5;

#[derive(Template)]
#[template(path = "compose.html")]
struct Compose {
    language: Language,
    action: String,
    /// Where contacts are asked for.
    contacts: String,
    key: String,
    entered: Entered,
    problem: Option<(String, String)>,
    errors: Vec<(String, String, String)>,
    /// Whether files were chosen that have to be chosen again.
    files_again: bool,
    /// Bytes of files that go with the form.
    direct: usize,
}

impl Compose {
    fn new(deps: &Dependencies, visitor: &Visitor, mut entered: Entered, key: Option<String>) -> Self {
        entered.recipients.resize(entered.recipients.len().max(ROWS), form::Person::default());
        let fresh = || Builder::from_random_bytes(deps.randomness.bytes()).into_uuid().to_string();
        Self {
            language: visitor.language,
            action: deps.site.path(routes::CONSOLE_MAKE.path),
            contacts: deps.site.path(routes::CONSOLE_SUGGESTIONS.path),
            key: key.unwrap_or_else(fresh),
            entered,
            problem: None,
            errors: Vec::new(),
            files_again: false,
            direct: MAX_FILES,
        }
    }

    /// What is wrong with a field, by the API's pointer.
    fn error(&self, pointer: &str) -> Option<&str> {
        self.errors.iter().find(|(_, at, _)| at == pointer).map(|(_, _, detail)| detail.as_str())
    }

    fn recipient_error(&self, at: &usize, field: &str) -> Option<&str> {
        self.error(&format!("/recipients/{at}/{field}"))
    }

    fn respond(&self, deps: &Dependencies, visitor: &Visitor, me: &Me, status: StatusCode) -> Response {
        let title = match (self.problem.is_some(), visitor.language) {
            (false, language) => language.t("新しい依頼", "New request"),
            (true, language) => language.t("エラー：新しい依頼", "Error: new request"),
        };
        deps.page(visitor, me, &Content { status, title, part: Part::New, html: self })
    }
}

/// The form.
pub(crate) async fn page(State(deps): State<Arc<Dependencies>>, visitor: Visitor) -> Result<Response, Stop> {
    let me = deps.me(&visitor).await?;
    let content = Compose::new(&deps, &visitor, Entered::default(), None);
    Ok(content.respond(&deps, &visitor, &me, StatusCode::OK))
}

/// What was made.
#[derive(Debug, Deserialize)]
struct Made {
    id: EnvelopeId,
    documents: Vec<MadeDocument>,
}

#[derive(Debug, Deserialize)]
struct MadeDocument {
    /// How it is uploaded, as the API says it.
    #[serde(default)]
    upload: Value,
}

/// Makes the request. Small files come with the form; for large ones, of which the form holds sizes and digests, the answer is JSON
/// that says where the page's script puts them.
pub(crate) async fn make(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Stop> {
    let Sent { entered, key, files, uploads, send } = form::read(request).await?;
    let call = Call::of(&routes::CREATE_ENVELOPE, &[]);
    let call = if uploads.is_empty() {
        let (content_type, body) = draft::with_files(&entered, &files, send, &key);
        call.once(&key, &content_type, body)
    } else {
        call.once_json(&key, &draft::with_uploads(&entered, &uploads))
    };
    let body = match deps.ask(&visitor, call).await? {
        Ok(body) => body,
        // The script says it on the page that it is on.
        Err(problem) if !uploads.is_empty() => return Err(problem.into()),
        Err(problem) => return refuse(&deps, &visitor, entered, !files.is_empty(), &problem).await,
    };
    let made: Made = serde_json::from_slice(&body).map_err(|e| unreadable(&e))?;
    let id = made.id.to_string();
    let url = deps.site.path(&CONSOLE_ENVELOPE.path_of(&[&id]));
    if uploads.is_empty() {
        return Ok(redirect(StatusCode::SEE_OTHER, &url)?);
    }
    let uploads: Vec<Value> = made.documents.into_iter().map(|document| document.upload).collect();
    let send = send.then(|| deps.site.path(&CONSOLE_ACT.path_of(&[&id, Act::Send.as_str()])));
    let answer = (StatusCode::CREATED, Json(json!({ "page": url, "uploads": uploads, "send": send }))).into_response();
    Ok(([(header::CACHE_CONTROL, "no-store")], answer).into_response())
}

/// The form again, with what was entered and what is wrong with it. It gets a new key: it is another request.
async fn refuse(
    deps: &Dependencies,
    visitor: &Visitor,
    entered: Entered,
    files_again: bool,
    problem: &Problem,
) -> Result<Response, Stop> {
    let me = deps.me(visitor).await?;
    let language = visitor.language;
    let mut content = Compose::new(deps, visitor, entered, None);
    let (title, detail, _) = words::problem(problem, language);
    content.problem = Some((title, detail));
    let error = |error: &domain::field_error::FieldError| {
        let detail = error.detail.in_language(language).to_owned();
        (form::field_of(&error.pointer), error.pointer.clone(), detail)
    };
    content.errors = problem.errors.iter().map(error).collect();
    content.files_again = files_again;
    Ok(content.respond(deps, visitor, &me, problem.status()))
}

fn unreadable(error: &serde_json::Error) -> Problem {
    tracing::error!(error = error as &dyn std::error::Error, "an answer of the API was not readable");
    Problem::unavailable()
}
