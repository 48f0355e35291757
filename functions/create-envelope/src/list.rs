//! `GET /v1/envelopes`: an organisation's envelopes, the newest first, page by page.

use api::Caller;
use api::problem::{Problem, kinds};
use api::v1::{EnvelopeListView, list_query};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::authorisation::Reach;
use domain::language::Localized;
use domain::ports::ListPage;
use web::form::{FormFields, fields};

use crate::Dependencies;

pub(crate) async fn list(
    State(dependencies): State<Dependencies>,
    Caller { sender, reach, .. }: Caller,
    RawQuery(query): RawQuery,
) -> Result<impl IntoResponse, Problem> {
    let FormFields(fields) = fields(query.unwrap_or_default().as_bytes())?;
    let mut query = list_query(&sender.organisation, &fields).ok_or_else(unknown_query)?;
    // Whoever may only see their own is shown those, and of others' nothing.
    if reach == Reach::Own {
        if query.sender.is_some() && query.sender != sender.person {
            let nothing = ListPage { envelopes: Vec::new(), next: None };
            let view = EnvelopeListView::of(nothing, dependencies.clock.now());
            return Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)));
        }
        query.sender = sender.person;
    }
    let page = dependencies.list.page(&query).await?;
    let view = EnvelopeListView::of(page, dependencies.clock.now());
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)))
}

fn unknown_query() -> Problem {
    Problem::of(&kinds::UNKNOWN_QUERY).detail(Localized::new(
        "使えるクエリは、sender（利用者のID）、status（draft、sending、sent、in_progress、completed、declined、voided、expired、failed）、limit（1～100）、cursor（前の応答のnext_cursor）です。",
        "The query takes sender (a person's id), status (draft, sending, sent, in_progress, completed, declined, voided, expired, failed), limit (1 to 100) and cursor (next_cursor of the answer before).",
    ))
}
