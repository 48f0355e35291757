//! The first row of a table.

use super::column::{Column, comparable};
use super::fault::CsvFault;
use super::record::Record;
use crate::language::Language;

/// Cells of a header that are looked at. Those behind them are no columns either: there are not so many.
const MOST_CELLS: usize = 100;

/// The columns that a header names.
pub(super) fn read(header: &Record) -> Result<Vec<Column>, Vec<CsvFault>> {
    let (mut columns, mut faults) = (Vec::new(), Vec::new());
    // No table has that many: nobody is told of thousands.
    for cell in header.cells.iter().take(MOST_CELLS) {
        match Column::called(cell) {
            None => faults.push(CsvFault::unknown_column(header.line, cell)),
            Some(column) if columns.contains(&column) => faults.push(CsvFault::column_twice(header.line, column)),
            Some(column) => columns.push(column),
        }
    }
    for needed in [Column::Name, Column::Email] {
        if !columns.contains(&needed) {
            faults.push(CsvFault::missing_column(header.line, needed));
        }
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

/// A language as people write it; Japanese where nothing is said.
pub(super) fn language(cell: &str) -> Option<Language> {
    match comparable(cell).as_str() {
        "" | "ja" | "japanese" | "日本語" | "jpn" | "jp" => Some(Language::Ja),
        "en" | "english" | "英語" | "eng" => Some(Language::En),
        _ => None,
    }
}
