//! An example of every kind of problem, from the catalogue itself.

use anyhow::Result;
use api::problem::{Problem, kinds};
use domain::command::Refusal;
use domain::contact::{Record, rows_of};
use domain::draft::EnvelopeRequest;
use domain::field_error::FieldError;
use domain::language::{Language, Localized};
use domain::policy::Policy;
use domain::unsendable::Unsendable;
use serde_json::{Map, Value, json};

use super::answers::story;

/// All kinds by their codes, in English.
pub(super) fn all() -> Result<Map<String, Value>> {
    let example = |kind: &'static kinds::ProblemKind| {
        let value = serde_json::to_value(problem(kind)?.body(Language::En))?;
        Ok((kind.code.to_owned(), json!({"summary": kind.title.en, "value": value})))
    };
    kinds::all().map(example).collect()
}

/// With the wrong fields, where the kind has some.
fn problem(kind: &'static kinds::ProblemKind) -> Result<Problem> {
    let problem = Problem::of(kind);
    let errors = match kind.code {
        code if code == kinds::INVALID_FIELDS.code => EnvelopeRequest::default().errors(&Policy::default()),
        code if code == kinds::INVALID_CSV.code => wrong_lines(),
        code if code == kinds::UNSENDABLE_DOCUMENTS.code => {
            let draft = story::Story::draft()?;
            let documents = draft.envelope().documents.iter().enumerate();
            documents.map(|(place, document)| Unsendable::not_uploaded().into_field_error(place, document)).collect()
        }
        code if code == kinds::NO_TELEPHONE.code => return Ok(Refusal::NoTelephone.into()),
        code if code == kinds::LETTERS_NOT_IN_ENCODING.code => {
            let detail = "\"𠮷\" (U+20BB7) in the column 氏名 of 𠮷田 三郎 cannot be written in Shift_JIS.";
            let pointer = format!("/{}/氏名", story::contact()?.id);
            vec![FieldError::new(pointer, "not-in-encoding", Localized::fixed("", detail))]
        }
        code if code == kinds::TOO_LARGE.code => {
            vec![FieldError::new("/size", "too-large", kind.meaning.clone())]
        }
        _ => Vec::new(),
    };
    Ok(problem.errors(errors))
}

/// What is wrong with a file whose only row has no address.
fn wrong_lines() -> Vec<FieldError> {
    let row = |line, cells: [&str; 2]| Record { line, cells: cells.map(str::to_owned).into() };
    let rows = [row(1, ["氏名", "メールアドレス"]), row(2, ["鈴木 太郎", "suzuki@"])];
    let faults = rows_of(rows.into_iter()).err().unwrap_or_default();
    faults.into_iter().map(domain::contact::CsvFault::into_error).collect()
}
