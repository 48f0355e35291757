//! The evidence of an envelope in plain words: what happened, when, and by whom.

mod sentence;

use std::sync::Arc;

use api::routes::{self, CONSOLE_ENVELOPE, CONSOLE_HISTORY};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::evidence::Event;
use domain::ids::EnvelopeId;
use domain::ports::PortError;
use futures::future::try_join3;
use web::form::query_fields;
use web::{Language, Rejection, exact_time};

use crate::Dependencies;
use crate::answers::{Envelope, Events};
use crate::client::Call;
use crate::page::{Content, Part};
use crate::stop::Stop;
use crate::visitor::Visitor;

use sentence::{Cast, sentence};

struct Row {
    at: String,
    text: String,
    detail: Option<String>,
    /// The sender's side acted, a recipient, or the service.
    by: &'static str,
}

#[derive(Template)]
#[template(path = "history.html")]
struct History {
    language: Language,
    title: String,
    rows: Vec<Row>,
    is_intact: bool,
    back: String,
    next: Option<String>,
}

/// The page.
pub(crate) async fn page(
    State(deps): State<Arc<Dependencies>>,
    visitor: Visitor,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Stop> {
    let Ok(id) = id.parse::<EnvelopeId>() else { return Err(Rejection::NotFound.into()) };
    let id = id.to_string();
    let fields = query_fields(query.as_deref())?;
    let cursor = fields.iter().find(|(name, _)| name == "cursor").map(|(_, value)| value.as_str());
    let events = Call::of(&routes::LIST_EVENTS, &[&id]).after(cursor);
    let envelope = Call::of(&routes::GET_ENVELOPE, &[&id]);
    let (me, envelope, events) =
        try_join3(deps.me(&visitor), deps.read::<Envelope>(&visitor, envelope), deps.read::<Events>(&visitor, events))
            .await?;
    let (language, path) = (visitor.language, deps.site.path(&CONSOLE_HISTORY.path_of(&[&id])));
    let cast = Cast::of(&envelope, language);
    let read = events.events.iter().map(|text| Event::from_json(text.get()));
    let rows: Result<Vec<Row>, _> = read.map(|event| event.map(|event| Row::of(&event, &cast, language))).collect();
    let content = History {
        language,
        title: envelope.title,
        rows: rows.map_err(|e| PortError::new("read the evidence", e))?,
        is_intact: events.intact,
        back: deps.site.path(&CONSOLE_ENVELOPE.path_of(&[&id])),
        next: events.next_cursor.map(|cursor| format!("{path}?cursor={cursor}")),
    };
    let title = language.t("操作の記録", "History");
    Ok(deps.page(&visitor, &me, &Content { status: StatusCode::OK, title, part: Part::Envelopes, html: &content }))
}

impl Row {
    fn of(event: &Event, cast: &Cast<'_>, language: Language) -> Self {
        let (text, detail) = sentence(&event.kind, cast, language);
        let by = match event.by {
            Some(_) => language.t("送信者側", "Sender’s side"),
            None => language.t("相手・システム", "Recipient or service"),
        };
        Self { at: exact_time(event.at, language), text, detail, by }
    }
}
