//! `GET /v1/envelopes/{id}/events`: the evidence page by page, and whether it is whole.

use api::Caller;
use api::problem::Problem;
use api::v1::organisation::unknown_page;
use api::v1::{EventsQuery, EventsView};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::envelope::Envelope;
use domain::evidence::verify_chain;
use domain::mirror::Convert;
use domain::ports::PortError;
use serde_json::value::RawValue;
use web::form::{FormFields, fields};

use crate::Dependencies;
use crate::read::allowed;

pub(crate) async fn list(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<impl IntoResponse, Problem> {
    let FormFields(fields) = fields(query.unwrap_or_default().as_bytes())?;
    let query = EventsQuery::of(&fields).ok_or_else(unknown_page)?;
    let envelope = allowed(&dependencies, &caller, &id).await?;
    let texts = texts(&dependencies, &envelope).await?;
    let chain = verify_chain(texts.iter().map(String::as_str), envelope.evidence);
    let broken = chain.err().map(|broken| broken.to_string());
    if let Some(broken) = &broken {
        tracing::error!(envelope = %envelope.id, broken, "the evidence is broken");
    }
    let (page, next_cursor) = query.page(texts);
    let events: Result<Vec<Box<RawValue>>, _> = page.into_iter().map(RawValue::from_string).collect();
    let events = events.map_err(|error| {
        tracing::error!(%error, "an event is not JSON");
        Problem::unavailable()
    })?;
    let (head, intact) = (envelope.evidence.convert(), broken.is_none());
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(EventsView { events, next_cursor, head, intact, broken })))
}

/// The stored JSON of every event that the envelope's head vouches for. Those that were committed after the envelope was read
/// are not among them.
pub(crate) async fn texts(dependencies: &Dependencies, envelope: &Envelope) -> Result<Vec<String>, PortError> {
    let mut texts = dependencies.envelopes.events(envelope.id).await?;
    texts.truncate(usize::try_from(envelope.evidence.sequence).unwrap_or(usize::MAX));
    Ok(texts)
}
