//! What `GET` shows: one page for each standing.

use std::fmt::Display;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::Refusal;
use domain::document::Document;
use domain::ports::Disposition;
use domain::recipient::{Role, SealType};
use lambda::problem::Problem;
use lambda::site::{Language, Page, Progress, Rejection, Site, redirect};

use crate::Dependencies;
use crate::form::field_name;
use crate::visit::{Standing, Task, Visit};

/// The page behind the mailed link.
pub(crate) async fn review(State(deps): State<Arc<Dependencies>>, visit: Visit) -> Response {
    let site = &deps.site;
    let progress = Progress::of(&visit.envelope, Some(visit.recipient.number));
    match visit.standing {
        Standing::Turn(task) => page(site, task.review_title(), &Review { visit: &visit, task, progress }),
        Standing::Waiting => page(site, "まだ順番ではありません", &Waiting { visit: &visit, progress }),
        Standing::Done(task) => {
            let title = task.done_title();
            page(site, title, &Done { visit: &visit, title, completed: false, progress })
        }
        Standing::Completed => {
            let title = "すべての手続きが完了しました";
            page(site, title, &Done { visit: &visit, title, completed: true, progress })
        }
        Standing::Declined => page(site, "辞退を受け付けました", &Declined { visit: &visit }),
    }
}

/// The message before the act.
pub(crate) async fn confirm(State(deps): State<Arc<Dependencies>>, visit: Visit) -> Result<Response, Rejection> {
    match visit.standing {
        Standing::Turn(task) => Ok(page(&deps.site, task.complete(), &Confirm::of(&visit, task)?)),
        Standing::Waiting | Standing::Done(_) | Standing::Completed | Standing::Declined => {
            Ok(redirect(StatusCode::SEE_OTHER, &visit.path)?)
        }
    }
}

/// Shows a document: its newest stamped file.
pub(crate) async fn document(State(deps): State<Arc<Dependencies>>, visit: Visit) -> Result<Response, Rejection> {
    let document = visit.document()?;
    match visit.standing {
        Standing::Turn(_) | Standing::Done(_) | Standing::Completed => {}
        Standing::Waiting => return Err(Problem::from(&Refusal::NotYourTurn).into()),
        Standing::Declined => return Err(Problem::from(&Refusal::AlreadyActed).into()),
    }
    let file = document.latest().ok_or(Rejection::NotFound)?;
    let url = deps.documents.presign_view(&file.object, &document.name, Disposition::Inline).await?;
    Ok(redirect(StatusCode::FOUND, &url)?)
}

fn page(site: &Site, title: &str, content: &(dyn Display + Sync)) -> Response {
    site.page(&Page { status: StatusCode::OK, language: Language::Ja, title, form_target: None, content })
}

impl Task {
    const fn review_title(self) -> &'static str {
        match self {
            Self::Sign => "文書の確認と署名",
            Self::Confirm => "文書の確認",
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::Sign => "署名",
            Self::Confirm => "確認",
        }
    }

    const fn complete(self) -> &'static str {
        match self {
            Self::Sign => "署名手続きを完了する",
            Self::Confirm => "確認を完了する",
        }
    }

    const fn done_title(self) -> &'static str {
        match self {
            Self::Sign => "署名手続きが完了しました",
            Self::Confirm => "確認が完了しました",
        }
    }
}

#[derive(Template)]
#[template(path = "review.html")]
struct Review<'a> {
    visit: &'a Visit,
    task: Task,
    progress: Progress<'a>,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct Confirm<'a> {
    visit: &'a Visit,
    task: Task,
    shown: Vec<Shown<'a>>,
}

/// A document with the digest of the file that the reader would see at this moment.
struct Shown<'a> {
    document: &'a Document,
    field: String,
    sha256: String,
}

impl<'a> Confirm<'a> {
    fn of(visit: &'a Visit, task: Task) -> Result<Self, Problem> {
        let shown = visit.envelope.documents.iter().map(|document| {
            let sha256 = document.latest()?.sha256.to_string();
            Some(Shown { document, field: field_name(document.number), sha256 })
        });
        let shown = shown.collect::<Option<_>>().ok_or_else(Problem::unavailable)?;
        Ok(Self { visit, task, shown })
    }

    fn seals_with_own_certificate(&self) -> bool {
        matches!(self.visit.recipient.role, Role::Signer { seal: SealType::Registered { .. } })
    }
}

#[derive(Template)]
#[template(path = "waiting.html")]
struct Waiting<'a> {
    visit: &'a Visit,
    progress: Progress<'a>,
}

#[derive(Template)]
#[template(path = "done.html")]
struct Done<'a> {
    visit: &'a Visit,
    title: &'a str,
    completed: bool,
    progress: Progress<'a>,
}

#[derive(Template)]
#[template(path = "declined.html")]
struct Declined<'a> {
    visit: &'a Visit,
}
