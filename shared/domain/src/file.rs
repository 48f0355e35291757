//! Files of a document that its sender may fetch.

use crate::digest::Digest;
use crate::document::{Document, KeptFiles, ObjectKey, Sealer, StoredFile};
use crate::envelope::{Envelope, State};
use crate::language::Language;
use crate::text::without_extension;

/// Which of a document's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhichFile {
    /// As it was uploaded.
    Original,
    /// The newest that people are shown.
    Current,
    /// The finished one, when everybody has acted.
    Signed,
}

impl WhichFile {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Original, Self::Current, Self::Signed];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Current => "current",
            Self::Signed => "signed",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.as_str() == name)
    }
}

/// Where a file stands, as far as the envelope knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    /// Where the sender was to put it: whether it is there, the store knows.
    Upload {
        /// Its key.
        object: ObjectKey,
        /// Its SHA-256, as declared; the store takes no other bytes.
        sha256: Digest,
        /// Whether it may still come. What is not there then was removed.
        is_awaited: bool,
    },
    /// It was made and is kept.
    Kept(StoredFile),
    /// There is none yet, or never will be.
    NotYet,
    /// It was removed.
    Removed,
}

/// The name under which this file of a document is saved, without `.pdf`: the finished file that somebody signed is told apart
/// from what was sent, `契約書_署名済み`, `Contract_signed`.
pub fn saved_as(envelope: &Envelope, document: &Document, file: &StoredFile, language: Language) -> String {
    let is_finished = matches!(envelope.state, State::Completed { .. }) && document.latest() == Some(file);
    let is_signed = document.revisions.iter().any(|revision| matches!(revision.by, Sealer::Recipient(_)));
    let suffix = language.t("_署名済み", "_signed");
    let name = without_extension(&document.name);
    if is_finished && is_signed && !name.ends_with(suffix) { format!("{name}{suffix}") } else { document.name.clone() }
}

impl FileState {
    /// Of a document of this envelope.
    pub fn of(envelope: &Envelope, document: &Document, which: WhichFile) -> Self {
        match (which, document.latest()) {
            (WhichFile::Original, _) => Self::Upload {
                object: document.upload.object.clone(),
                sha256: document.upload.sha256,
                is_awaited: matches!(envelope.state, State::Draft | State::Sending { .. }),
            },
            (WhichFile::Current | WhichFile::Signed, None) if document.kept == KeptFiles::Nothing => Self::Removed,
            (WhichFile::Current, Some(file)) => Self::Kept(file.clone()),
            (WhichFile::Signed, Some(file)) if matches!(envelope.state, State::Completed { .. }) => {
                Self::Kept(file.clone())
            }
            (WhichFile::Current | WhichFile::Signed, _) => Self::NotYet,
        }
    }
}
