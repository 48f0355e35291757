//! `GET /v1/contacts/export`: a book as a CSV file that spreadsheets open, and that can be imported again.

use api::Caller;
use api::problem::{Problem, kinds};
use api::v1::contacts::{ExportQuery, MAX_CSV_BYTES};
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use csv::{Terminator, WriterBuilder};
use domain::contact::{CSV_COLUMNS, Column, Contact, Search, cells_of, guarded, in_order};
use domain::field_error::FieldError;
use domain::language::Localized;
use web::form::query_fields;

use super::books::Access;
use super::encoding::{bytes_of, is_written};
use crate::Dependencies;

/// Letters that an answer names at most.
const NAMED_LETTERS: usize = 50;
/// Not `text/csv`: whoever carries a text on the way may write it in other letters or take its mark away.
const CONTENT_TYPE: &str = "application/octet-stream";

pub(crate) async fn export(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let ExportQuery { scope, encoding } = ExportQuery::of(&query_fields(query.as_deref())?).ok_or_else(|| {
        Problem::of(&kinds::UNKNOWN_QUERY).detail(Localized::fixed(
            "クエリでscope（shared、own）を指定してください。encoding（utf-8、cp932）も使えます。",
            "The query has to say scope (shared or own), and takes encoding (utf-8 or cp932).",
        ))
    })?;
    let mut contacts = Vec::new();
    for book in Access::of(&caller).to_read(Some(scope)) {
        contacts.extend(dependencies.books.contacts.list(&book).await?);
    }
    let listed = in_order(contacts, &Search::new(""), None);
    let (mut rows, mut errors) = (vec![CSV_COLUMNS.map(|column| column.title().to_owned())], Vec::new());
    for (_, contact) in &listed {
        let cells = cells_of(&contact.details);
        for (column, cell) in CSV_COLUMNS.into_iter().zip(&cells) {
            let lost = cell.chars().find(|letter| !is_written(encoding, *letter));
            errors.extend(lost.map(|letter| not_written(contact, column, letter)));
        }
        rows.push(cells.map(|cell| guarded(&cell)));
    }
    if !errors.is_empty() {
        errors.truncate(NAMED_LETTERS);
        return Err(Problem::of(&kinds::LETTERS_NOT_IN_ENCODING).errors(errors));
    }
    let file = bytes_of(encoding, &written(&rows)?);
    if file.len() > MAX_CSV_BYTES {
        return Err(Problem::of(&kinds::EXPORT_TOO_LARGE));
    }
    let headers = [
        (header::CONTENT_TYPE, CONTENT_TYPE),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"contacts.csv\""),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, file).into_response())
}

fn written(rows: &[[String; CSV_COLUMNS.len()]]) -> Result<String, Problem> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.into_error()))?;
    String::from_utf8(bytes).map_err(failed)
}

/// Into memory everything is written.
fn failed(error: impl std::error::Error + 'static) -> Problem {
    tracing::error!(error = &error as &dyn std::error::Error, "contacts were not written as CSV");
    Problem::unavailable()
}

fn not_written(contact: &Contact, column: Column, letter: char) -> FieldError {
    let (name, column) = (&contact.details.name, column.title());
    let code = u32::from(letter);
    let detail = Localized::new(
        format!("{name}さんの「{column}」の「{letter}」（U+{code:04X}）は、Shift_JISで保存できません。"),
        format!("\"{letter}\" (U+{code:04X}) in the column {column} of {name} cannot be written in Shift_JIS."),
    );
    FieldError::new(format!("/{}/{column}", contact.id), "not-in-encoding", detail)
}
