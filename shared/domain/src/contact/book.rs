//! A book as a whole: what is counted, and the import that is being written into it.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::BookId;
use crate::ids::EnvelopeId;

/// Contacts of a book at most: a book is read whole where it is searched, ordered or exported.
pub const MAX_CONTACTS: u32 = 10_000;
/// After this an import that nobody goes on with keeps nobody from the book. It is longer than any function runs that could
/// still write.
pub const IMPORT_LEASE: SignedDuration = SignedDuration::from_secs(35);

/// For so long it is told again what an import came to: as long as answers are given again.
pub const IMPORT_KEPT: SignedDuration = SignedDuration::from_hours(48);

/// For so long it is known that an envelope's recipients were kept: longer than a job may wait in a queue or among the dead letters.
/// Until then a job that comes again brings nobody back whose contact was deleted meanwhile.
pub const ENVELOPE_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A book. Every change of its contacts writes it over the version that was read, so that contacts are counted and no two changes
/// are decided from the same state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// Which.
    pub id: BookId,
    /// Counts its changes.
    pub version: u64,
    /// How many contacts are in it. Not known while an import is being written.
    pub contacts: u32,
    /// The import that is being written.
    pub import: Option<RunningImport>,
    /// Whether the organisation's log tells already that the book is full, and recipients of completed envelopes are left out.
    pub told_full: bool,
}

/// An import that is being written: row after row, since no transaction holds thousands. Until it is done, or nobody goes on with it,
/// nobody else changes the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunningImport {
    /// Which request it is.
    pub id: Uuid,
    /// Until when the book waits for it.
    pub until: Timestamp,
    /// What it comes to, as of when it began.
    pub counts: ImportCounts,
    /// The entry of the organisation's log that records it; nothing in a person's book, of which nothing is recorded.
    pub entry: Option<u64>,
}

/// What an import comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Contacts that are new.
    pub added: u32,
    /// Contacts that are other than before.
    pub updated: u32,
    /// Rows that change nothing.
    pub unchanged: u32,
}

/// An import that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinishedImport {
    /// Which request it was.
    pub id: Uuid,
    /// What it came to.
    pub counts: ImportCounts,
    /// Until when that is told again.
    pub kept_until: Timestamp,
}

/// An envelope whose recipients are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptEnvelope {
    /// Which.
    pub envelope: EnvelopeId,
    /// Until when that is known.
    pub known_until: Timestamp,
}

impl Book {
    /// One in which nothing was ever written.
    pub const fn new(id: BookId) -> Self {
        Self { id, version: 0, contacts: 0, import: None, told_full: false }
    }

    /// Whether nothing can be added.
    pub const fn is_full(&self) -> bool {
        self.contacts >= MAX_CONTACTS
    }

    /// Whether an import is being written that is not this one, at this moment.
    pub fn is_written_by_another(&self, import: Option<Uuid>, now: Timestamp) -> bool {
        self.import.is_some_and(|running| Some(running.id) != import && now < running.until)
    }
}
