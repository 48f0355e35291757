//! What is wrong with a table, by line and column, in words for whoever made it.

use super::column::{CSV_COLUMNS, Column};
use super::record::CsvRow;
use crate::field_error::FieldError;
use crate::language::Localized;

/// Letters of a cell that are shown where it is named.
const SHOWN_LETTERS: usize = 40;

/// Something that is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvFault {
    /// On which line of the file.
    pub line: u64,
    /// In which column, if it is about one.
    pub column: Option<Column>,
    /// A stable code.
    pub code: String,
    /// What is wrong and what to do, without the place.
    pub detail: Localized,
}

impl CsvFault {
    fn new(line: u64, column: Option<Column>, code: &str, detail: Localized) -> Self {
        Self { line, column, code: code.to_owned(), detail }
    }

    /// As an error of the request: the pointer is the line and, where it is about one, the name of the column.
    pub fn into_error(self) -> FieldError {
        let Self { line, column, code, detail: Localized { ja, en } } = self;
        let column = column.map(Column::title);
        let pointer = column.map_or_else(|| format!("/{line}"), |column| format!("/{line}/{column}"));
        let (of_ja, of_en) = match column {
            Some(column) => (format!("「{column}」"), format!(", {column}")),
            None => (String::new(), String::new()),
        };
        let detail = Localized::new(format!("{line}行目{of_ja}：{ja}"), format!("Line {line}{of_en}: {en}"));
        FieldError::new(pointer, code, detail)
    }

    pub(super) fn field(line: u64, error: FieldError) -> Self {
        let FieldError { pointer, code, detail } = error;
        Self::new(line, Column::of_pointer(&pointer), &code, detail)
    }

    pub(super) fn empty() -> Self {
        let detail = Localized::fixed(
            "ファイルに何も書かれていません。1行目に列の見出しを書いてください。",
            "The file is empty. Its first line has to name the columns.",
        );
        Self::new(1, None, "empty", detail)
    }

    pub(super) fn unknown_column(line: u64, cell: &str) -> Self {
        let shown: String = cell.trim().chars().take(SHOWN_LETTERS).collect();
        let known = CSV_COLUMNS.map(Column::title).join("、");
        let detail = Localized::new(
            format!("列「{shown}」は取り込めません。使える列は、{known} です。ほかの列は削除してください。"),
            format!("There is no column \"{shown}\". The columns are {known}. Remove the others."),
        );
        Self::new(line, None, "unknown-column", detail)
    }

    pub(super) fn column_twice(line: u64, column: Column) -> Self {
        let detail = Localized::fixed(
            "同じ列が2つあります。1つにしてください。",
            "There are two such columns. Keep one of them.",
        );
        Self::new(line, Some(column), "column-twice", detail)
    }

    pub(super) fn missing_column(line: u64, column: Column) -> Self {
        let detail = Localized::fixed("この列が必要です。", "This column is needed.");
        Self::new(line, Some(column), "missing-column", detail)
    }

    pub(super) fn cells(line: u64, wanted: usize, found: usize) -> Self {
        let detail = Localized::new(
            format!("列の数が見出しと違います（見出し{wanted}列、この行{found}列）。"),
            format!("The row has {found} cells, and the header {wanted}."),
        );
        Self::new(line, None, "cells", detail)
    }

    pub(super) fn language(line: u64) -> Self {
        let detail =
            Localized::fixed("「日本語」または「English」と入力してください。", "Give \"Japanese\" or \"English\".");
        Self::new(line, Some(Column::Language), "invalid", detail)
    }

    pub(super) fn twice(line: u64, earlier: u64) -> Self {
        let detail = Localized::new(
            format!("{earlier}行目と同じメールアドレスです。どちらか1行にしてください。"),
            format!("Line {earlier} has the same address. Keep one of the two."),
        );
        Self::new(line, Some(Column::Email), "twice", detail)
    }

    /// Of a contact that is there already, where such are to be refused.
    pub(in crate::contact) fn there(row: &CsvRow) -> Self {
        let detail = Localized::fixed(
            "このメールアドレスの連絡先は、すでに登録されています。",
            "A contact with this address is there already.",
        );
        Self::new(row.line, Some(Column::Email), "exists", detail)
    }
}
