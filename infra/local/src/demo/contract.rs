//! What is to be signed, by whom.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Options;
use super::people::{self, Person};
use crate::client::declare;
use crate::sample;

/// An envelope to be made.
#[derive(Debug)]
pub(super) struct Contract {
    pub(super) title: String,
    pub(super) documents: Vec<Document>,
    pub(super) people: Vec<Person>,
}

/// One of its documents.
#[derive(Debug)]
pub(super) struct Document {
    /// Without `.pdf`.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Contract {
    pub(super) fn read(options: &Options) -> Result<Self> {
        let mut documents: Vec<Document> = Vec::new();
        for path in &options.documents {
            let name = free_name(path, &documents);
            let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
            // What the service would refuse shows before a stack is started.
            pades::rewrite::rewrite(&bytes).map_err(|error| anyhow!("{}: {error}", path.display()))?;
            documents.push(Document { name, bytes });
        }
        if documents.is_empty() {
            documents.push(Document { name: sample::TITLE.to_owned(), bytes: sample::contract(sample::PAGES)? });
        }
        let title = options.title.clone().unwrap_or_else(|| documents[0].name.clone());
        Ok(Self { title, documents, people: people::signing(options.signers)? })
    }

    /// The body of `POST /v1/envelopes`.
    pub(super) fn request(&self) -> Value {
        let recipients = self.people.iter().zip(1..).map(|(person, order)| person.as_recipient(order));
        json!({
            "title": self.title,
            "documents": self.documents.iter().map(|each| declare(&each.name, &each.bytes)).collect::<Vec<_>>(),
            "recipients": recipients.collect::<Vec<_>>(),
            "transaction": {
                "date": "2026-11-22",
                "counterparty": people::CONTRACTOR,
                "amount": {"value": 1_100_000, "currency": "JPY"},
                "tags": []
            },
            "retention": "7y",
            "deadline_days": 30,
        })
    }
}

/// The file's name without `.pdf`; with a number where another document has that one, as an envelope allows it once.
fn free_name(path: &Path, others: &[Document]) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let numbered = (2..).map(|number| format!("{stem} ({number})"));
    let is_free = |name: &String| others.iter().all(|other| other.name != *name);
    std::iter::once(stem.to_string()).chain(numbered).find(is_free).unwrap_or_default()
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::Client;
    use super::*;

    fn options(documents: Vec<PathBuf>, out: &Path) -> Options {
        Options { documents, title: None, signers: 2, out: out.to_owned(), endpoint: None, client: Client::Api }
    }

    #[test]
    fn two_files_of_one_name_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["a", "b"] {
            fs::create_dir(dir.path().join(folder)).unwrap();
            fs::write(dir.path().join(folder).join("契約書.pdf"), sample::contract(sample::PAGES).unwrap()).unwrap();
        }
        let documents = ["a", "b"].map(|folder| dir.path().join(folder).join("契約書.pdf")).to_vec();
        let options = options(documents, dir.path());
        let contract = Contract::read(&options).unwrap();
        assert_eq!(contract.title, "契約書");
        assert_eq!(contract.documents.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["契約書", "契約書 (2)"]);
    }

    #[test]
    fn what_is_no_pdf_is_said_before_anything_is_started() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("memo.pdf");
        fs::write(&path, "Dear Sir or Madam").unwrap();
        let error = Contract::read(&options(vec![path], dir.path())).unwrap_err().to_string();
        assert!(error.contains("memo.pdf") && error.contains("not a PDF"), "{error}");
    }
}
