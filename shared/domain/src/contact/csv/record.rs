//! Rows of a table: as they are read, and as contacts.

use std::sync::Arc;

use super::column::Column;
use crate::contact::ContactDetails;

/// A row as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A row that is a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvRow {
    /// The line of the file on which it begins.
    pub line: u64,
    /// What it says.
    pub details: ContactDetails,
    pub(super) columns: Arc<[Column]>,
}

impl CsvRow {
    /// What is said of a contact once this row is taken: what the file has no column for stays.
    pub fn over(&self, before: &ContactDetails) -> ContactDetails {
        let (mut after, row) = (before.clone(), self.details.clone());
        for column in &*self.columns {
            match column {
                Column::Name => after.name.clone_from(&row.name),
                Column::Kana => after.kana.clone_from(&row.kana),
                Column::Email => after.email.clone_from(&row.email),
                Column::Company => after.company.clone_from(&row.company),
                Column::Department => after.department.clone_from(&row.department),
                Column::JobTitle => after.job_title.clone_from(&row.job_title),
                Column::Phone => after.phone.clone_from(&row.phone),
                Column::Language => after.language = row.language,
                Column::Note => after.note.clone_from(&row.note),
            }
        }
        after
    }
}
