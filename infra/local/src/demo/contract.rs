//! What is to be signed, by whom.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
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
        let mut documents = options.documents.iter().map(|path| Document::read(path)).collect::<Result<Vec<_>>>()?;
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

impl Document {
    fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, bytes })
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
