//! The page that asks, and the page that tells.

use std::collections::BTreeMap;

use api::routes::{self, CONSOLE_ENVELOPE, CONSOLE_ENVELOPES};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::authorisation::AccessLevel;
use domain::ids::EnvelopeId;
use futures::stream::{self, StreamExt as _};
use uuid::Builder;
use web::{Language, Rejection};

use super::outcome::{Outcome, Result as Told, not_found};
use super::{AT_A_TIME, Chosen, Deed};
use crate::Dependencies;
use crate::act::NO_FOLDER;
use crate::answers::{Envelope, FolderList, Me};
use crate::client::Call;
use crate::folders::Tree;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;

/// An envelope that was chosen.
struct Line {
    id: String,
    url: String,
    title: String,
    number: String,
    /// Why it is left as it is.
    hindrance: Option<String>,
}

#[derive(Template)]
#[template(path = "several.html")]
struct Ask {
    language: Language,
    deed: Deed,
    lines: Vec<Line>,
    count: usize,
    missing: Option<&'static str>,
    folders: Vec<(String, String)>,
    no_folder: &'static str,
    key: String,
    action: String,
    back: String,
}

#[derive(Template)]
#[template(path = "several-told.html")]
struct Tell {
    language: Language,
    title: String,
    told: Vec<Told>,
    /// Those that may be tried again, with what was said.
    again: Vec<(&'static str, String)>,
    action: String,
    back: String,
}

impl Line {
    /// One that is gone, or is nobody's business, is a line as well: the others are done all the same.
    async fn read(deps: &Dependencies, visitor: &Visitor, deed: Deed, id: EnvelopeId) -> Result<Self, Stop> {
        let (id, language) = (id.to_string(), visitor.language);
        let url = deps.site.path(&CONSOLE_ENVELOPE.path_of(&[&id]));
        match deps.read::<Envelope>(visitor, Call::of(&routes::GET_ENVELOPE, &[&id])).await {
            Ok(envelope) => {
                let hindrance = deed.hindrance(&envelope, language);
                Ok(Self { id, url, title: envelope.title, number: envelope.number, hindrance })
            }
            Err(Stop::Rejected(rejection)) if *rejection == Rejection::NotFound => {
                let hindrance = Some(not_found(language).to_owned());
                Ok(Self { title: id.clone(), id, url, number: String::new(), hindrance })
            }
            Err(stop) => Err(stop),
        }
    }
}

/// Asks whether that is meant. `missing` is what was left out of the form.
pub(super) async fn ask(
    deps: &Dependencies,
    visitor: &Visitor,
    me: &Me,
    chosen: &Chosen,
    missing: Option<&'static str>,
) -> Result<Response, Stop> {
    let (deed, language) = (chosen.deed, visitor.language);
    let line = |id: EnvelopeId| Line::read(deps, visitor, deed, id);
    let lines: Vec<Result<Line, Stop>> = stream::iter(chosen.ids.clone()).map(line).buffered(AT_A_TIME).collect().await;
    let lines = lines.into_iter().collect::<Result<Vec<_>, _>>()?;
    let folders = match deed {
        Deed::Move => Tree::of(&deps.read::<FolderList>(visitor, Call::of(&routes::LIST_FOLDERS, &[])).await?.folders),
        Deed::Remind | Deed::Void => Tree::default(),
    };
    let place = |place: &crate::folders::Place| (place.folder.id.to_string(), place.path.clone());
    let content = Ask {
        language,
        deed,
        count: lines.iter().filter(|line| line.hindrance.is_none()).count(),
        lines,
        missing,
        folders: folders.with(AccessLevel::Change).map(place).collect(),
        no_folder: NO_FOLDER,
        key: Builder::from_random_bytes(deps.randomness.bytes()).into_uuid().to_string(),
        action: deps.site.path(routes::CONSOLE_SEVERAL.path),
        back: deps.site.path(CONSOLE_ENVELOPES.path),
    };
    let status = if missing.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = deed.title(language);
    Ok(deps.page(visitor, me, &Content { status, title, part: Part::Envelopes, html: &content }))
}

/// Tells of each what came of it.
pub(super) fn tell(
    deps: &Dependencies,
    visitor: &Visitor,
    me: &Me,
    chosen: &Chosen,
    said: &BTreeMap<String, String>,
    told: Vec<Told>,
) -> Response {
    let done = told.iter().filter(|told| told.outcome == Outcome::Done).count();
    let left = told.iter().filter(|told| told.outcome == Outcome::Left).map(|told| ("id", told.id.to_string()));
    let mut again: Vec<(&'static str, String)> = left.collect();
    if !again.is_empty() {
        // The same key: what was done after all is not done twice.
        let kept = ["key", "act", "reason", "folder"].into_iter();
        again.extend(kept.filter_map(|name| Some((name, said.get(name)?.clone()))));
    }
    let title = chosen.deed.done(done, told.len(), visitor.language);
    let content = Tell {
        language: visitor.language,
        title: title.clone(),
        told,
        again,
        action: deps.site.path(routes::CONSOLE_SEVERAL.path),
        back: deps.site.path(CONSOLE_ENVELOPES.path),
    };
    let content = Content { status: StatusCode::OK, title: &title, part: Part::Envelopes, html: &content };
    deps.page(visitor, me, &content)
}
