//! `POST /v1/contacts/imports`: contacts from a CSV file.

use api::Call;
use api::idempotency::{Begun, begin_with};
use api::problem::{Problem, kinds};
use api::v1::contacts::{ImportQuery, ImportView};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::digest::Digest;
use domain::language::Localized;
use domain::mirror::Convert as _;
use domain::ports::ImportFile;
use web::form::query_fields;

use super::books::{Access, problem};
use super::{decoding, reading};
use crate::Dependencies;
use crate::answers::json as answer_json;

pub(crate) async fn import(
    State(dependencies): State<Dependencies>,
    RawQuery(query): RawQuery,
    call: Call,
) -> Result<Response, Problem> {
    let ImportQuery { scope, existing } = ImportQuery::of(&query_fields(query.as_deref())?).ok_or_else(|| {
        Problem::of(&kinds::UNKNOWN_QUERY).detail(Localized::fixed(
            "クエリでscope（shared、own）を指定してください。existing（update、keep、refuse）も使えます。",
            "The query has to say scope (shared or own), and takes existing (update, keep or refuse).",
        ))
    })?;
    let book = Access::of(&call.caller).to_change(scope)?;
    let rows = reading::contacts_of(&decoding::text_of(&call.headers, &call.body)?)?;
    // The same file for another book is another request.
    let content = [query.unwrap_or_default().as_bytes(), b"\n", &call.body].concat();
    let running = match begin_with(dependencies.idempotency(), &call, &content).await? {
        Begun::Run(running) => running,
        Begun::Answered(answered) => {
            let finished = dependencies.books.contacts.finished_import(&book, answered.subject).await?;
            let counts = finished.ok_or_else(Problem::unavailable)?;
            return Ok(answer_json(StatusCode::OK, &ImportView::from(counts)));
        }
    };
    let file = ImportFile { id: running.id, digest: Digest::of(&call.body), rows, existing: existing.convert() };
    let stored = running.answer(StatusCode::OK, running.id);
    match dependencies.books.import(&book, &file, &call.caller.principal.actor, &stored).await {
        Ok(counts) => Ok(answer_json(StatusCode::OK, &ImportView::from(counts))),
        // What was begun stays begun: the same request goes on with it at once.
        Err(error) => Err(running.refuse(&*dependencies.answers, problem(error)).await),
    }
}
