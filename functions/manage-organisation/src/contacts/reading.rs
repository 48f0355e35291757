//! A CSV file's records (RFC 4180), with the lines on which they begin.

use api::problem::Problem;
use csv::{Position, ReaderBuilder, StringRecord};
use domain::contact::{CsvRow, Record, rows_of};

use super::books::invalid_csv;

/// The contacts of a file, all of them right.
pub(super) fn contacts_of(text: &str) -> Result<Vec<CsvRow>, Problem> {
    // Rows that are longer or shorter than the header are told by their lines, with whatever else is wrong.
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| failed(&error))? {
        let line = record.position().map_or(1, |position| line_of(position, text));
        records.push(Record { line, cells: record.iter().map(str::to_owned).collect() });
    }
    rows_of(records.into_iter()).map_err(invalid_csv)
}

/// The reader takes empty lines for the beginning of the record behind them.
fn line_of(position: &Position, text: &str) -> u64 {
    let rest = usize::try_from(position.byte()).ok().and_then(|at| text.get(at..)).unwrap_or_default();
    let empty = rest.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n').count();
    position.line() + empty as u64
}

/// A text in memory is always read.
fn failed(error: &csv::Error) -> Problem {
    tracing::error!(error = error as &dyn std::error::Error, "a CSV file in memory was not read");
    Problem::unavailable()
}
