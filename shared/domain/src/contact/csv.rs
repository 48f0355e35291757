//! Contacts as rows of a table with headers, as spreadsheets keep them. Letters and separators of a file are the reader's business.

mod column;
mod columns;
mod fault;
mod guard;
mod record;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ContactDetails, ContactRequest};
use crate::language::Language;
pub use column::{CSV_COLUMNS, Column};
pub use fault::CsvFault;
pub use guard::guarded;
use guard::unguarded;
pub use record::{CsvRow, Record};

/// Faults that are looked for: more than are told, so that it is known that there are more.
const MOST_FAULTS: usize = 500;

/// The contacts of a table whose first row names the columns.
///
/// # Errors
/// Everything that is wrong with it: of its columns alone where those are wrong, else of its rows.
pub fn rows_of(mut records: impl Iterator<Item = Record>) -> Result<Vec<CsvRow>, Vec<CsvFault>> {
    let header = records.next().ok_or_else(|| vec![CsvFault::empty()])?;
    let columns: Arc<[Column]> = columns::read(&header)?.into();
    let (mut rows, mut faults, mut lines) = (Vec::new(), Vec::new(), BTreeMap::new());
    // A spreadsheet writes a row of empty cells where somebody deleted what stood there.
    for record in records.filter(|record| record.cells.iter().any(|cell| !cell.trim().is_empty())) {
        let line = record.line;
        match row_of(record, &columns) {
            Ok(row) => match lines.insert(row.details.email.mailbox_digest(), line) {
                None => rows.push(row),
                Some(earlier) => faults.push(CsvFault::twice(line, earlier)),
            },
            Err(wrong) => faults.extend(wrong),
        }
        // Nobody mends more at once, and each is a text of its own.
        if faults.len() >= MOST_FAULTS {
            break;
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn row_of(Record { line, cells }: Record, columns: &Arc<[Column]>) -> Result<CsvRow, Vec<CsvFault>> {
    if cells.len() != columns.len() {
        return Err(vec![CsvFault::cells(line, columns.len(), cells.len())]);
    }
    let mut request = ContactRequest::default();
    let mut faults = Vec::new();
    for (column, cell) in columns.iter().zip(cells) {
        let cell = unguarded(&cell).to_owned();
        match column {
            Column::Name => request.name = cell,
            Column::Kana => request.kana = Some(cell),
            Column::Email => request.email = cell,
            Column::Company => request.company = Some(cell),
            Column::Department => request.department = Some(cell),
            Column::JobTitle => request.job_title = Some(cell),
            Column::Phone => request.phone = Some(cell),
            Column::Language => match columns::language(&cell) {
                Some(language) => request.language = language,
                None => faults.push(CsvFault::language(line)),
            },
            Column::Note => request.note = Some(cell),
        }
    }
    match request.accept() {
        Ok(details) if faults.is_empty() => Ok(CsvRow { line, details, columns: Arc::clone(columns) }),
        Ok(_) => Err(faults),
        Err(errors) => {
            faults.extend(errors.into_iter().map(|error| CsvFault::field(line, error)));
            Err(faults)
        }
    }
}

/// A contact's cells, in the order of [`CSV_COLUMNS`].
pub fn cells_of(details: &ContactDetails) -> [String; CSV_COLUMNS.len()] {
    let ContactDetails { name, kana, email, company, department, job_title, phone, language, note } = details;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    CSV_COLUMNS.map(|column| match column {
        Column::Name => name.clone(),
        Column::Kana => text(kana),
        Column::Email => email.to_string(),
        Column::Company => text(company),
        Column::Department => text(department),
        Column::JobTitle => text(job_title),
        Column::Phone => phone.as_ref().map(crate::factor::PhoneNumber::dialled_in_japan).unwrap_or_default(),
        Column::Language => match language {
            Language::Ja => "日本語".to_owned(),
            Language::En => "English".to_owned(),
        },
        Column::Note => text(note),
    })
}

#[cfg(test)]
mod tests;
