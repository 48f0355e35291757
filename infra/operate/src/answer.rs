//! What a command answers: a text for people, the same in JSON for programs, and notes beside it.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write as _};

use anyhow::Result;
use aws::table::UnreadableSetting;
use serde_json::Value;

/// What a command answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// For people, on standard output.
    pub text: String,
    /// The same for programs.
    pub json: Value,
    /// What is to be known besides, on standard error.
    pub notes: Vec<String>,
    /// Whether all is as it should be; otherwise the exit code is 1.
    pub complete: bool,
}

impl Answer {
    /// An answer of a command that did what it was asked.
    pub fn new(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, notes: Vec::new(), complete: true }
    }

    /// The same with something that is to be known besides.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same, with rows that could not be read and are missing in it.
    #[must_use]
    pub fn without(self, unreadable: &[UnreadableSetting]) -> Self {
        let note = |answer: Self, row: &UnreadableSetting| {
            Self { complete: false, ..answer }.with_note(format!("Not listed, since it cannot be read: {}", row.reason))
        };
        unreadable.iter().fold(self, note)
    }

    /// Prints it. Whoever reads it may have read enough, `head` for instance.
    pub fn print(&self, json: bool) -> Result<()> {
        for note in &self.notes {
            eprintln!("{note}");
        }
        let text = if json { format!("{:#}", self.json) } else { self.text.trim_end().to_owned() };
        match writeln!(io::stdout(), "{text}") {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Columns under their titles. The last column is as wide as it likes.
pub fn columns<const N: usize>(titles: [&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([titles[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |cells: &[&dyn Display]| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{:<width$}", cell.to_string()));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let titles: Vec<&dyn Display> = titles.iter().map(|title| title as &dyn Display).collect();
    let rows = rows.iter().map(|row| line(&row.iter().map(|cell| cell as &dyn Display).collect::<Vec<_>>()));
    [line(&titles)].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_titles() {
        let rows = [["a1".to_owned(), "x".to_owned()], ["b".to_owned(), "long enough".to_owned()]];
        assert_eq!(columns(["ID", "NAME"], &rows), "ID  NAME\na1  x\nb   long enough");
        assert_eq!(columns(["ID", "NAME"], &[]), "ID  NAME");
    }
}
