//! `GET /v1/envelopes`: an organisation's envelopes, the newest first, page by page.

use api::Caller;
use api::problem::{Problem, kinds};
use api::v1::{EnvelopeListView, list_query};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::authorisation::{Action, Reach};
use domain::language::Localized;
use domain::ports::ListPage;
use web::form::{FormFields, fields};

use crate::Dependencies;

pub(crate) async fn list(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<impl IntoResponse, Problem> {
    let FormFields(fields) = fields(query.unwrap_or_default().as_bytes())?;
    let sender = &caller.sender;
    let mut query = list_query(&sender.organisation, &fields).ok_or_else(unknown_query)?;
    // Whoever may only see their own is shown those, and in a folder what the folder shows them; of others' nothing.
    let is_seen = match (caller.reach, query.folder) {
        (Reach::All, _) => true,
        (Reach::Own, Some(folder)) => caller.sees_folder(folder),
        (Reach::Own, None) => {
            let is_own = query.sender.is_none_or(|of| Some(of) == sender.person);
            query.sender = sender.person;
            // Whoever came this far by a folder alone has no right to their own.
            is_own && caller.has_role_for(Action::ListEnvelopes)
        }
    };
    let page = match is_seen {
        true => dependencies.list.page(&query).await?,
        false => ListPage { envelopes: Vec::new(), next: None },
    };
    let view = EnvelopeListView::of(page, dependencies.clock.now());
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)))
}

fn unknown_query() -> Problem {
    Problem::of(&kinds::UNKNOWN_QUERY).detail(Localized::new(
        "使えるクエリは、sender（利用者のID）、folder（フォルダーのID）、status（draft、sending、sent、in_progress、completed、declined、voided、expired、failed）、limit（1～100）、cursor（前の応答のnext_cursor）です。",
        "The query takes sender (a person's id), folder (a folder's id), status (draft, sending, sent, in_progress, completed, declined, voided, expired, failed), limit (1 to 100) and cursor (next_cursor of the answer before).",
    ))
}
