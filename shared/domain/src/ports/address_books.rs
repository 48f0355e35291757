//! Carrying out a change of an address book.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::change::{Attempt, MAX_TRIES};
use super::decide::pause_after;
use super::{About, ChangeError, CommitError, Contacts, PortError, Registry, StoredAnswer};
use crate::actor::Actor;
use crate::contact::{
    Act, Book, BookDecision, BookId, BookRefusal, Contact, ContactChange, ContactDetails, CsvFault, CsvRow, Existing,
    FinishedImport, Found, IMPORT_KEPT, IMPORT_LEASE, ImportCounts, ImportPlan, KeepFound, NotImported, Recorded,
    RunningImport, decide_act, decide_keep, plan_import,
};
use crate::digest::Digest;
use crate::field_error::FieldError;
use crate::ids::{ContactId, EnvelopeId};
use crate::organisation::Change;

/// Contacts that are written before the clock is looked at again.
const WRITTEN_AT_ONCE: usize = 500;
/// For so long an import is written before its caller is asked to send it again: calls end after 30 seconds.
const WRITING: SignedDuration = SignedDuration::from_secs(20);

/// Where address books are kept.
#[derive(Clone)]
pub struct AddressBooks {
    /// The books.
    pub contacts: Arc<dyn Contacts>,
    /// Where changes of organisations' books are recorded.
    pub registry: Registry,
}

/// Whether a change that was asked for one version of a contact holds for another.
pub type HoldsFor<'a> = &'a (dyn Fn(u64) -> bool + Send + Sync);

/// What is asked for of a book.
#[derive(Clone, Copy)]
pub enum Asked<'a> {
    /// A contact is to be added.
    Add(&'a ContactDetails),
    /// A contact is to be changed.
    Change(ContactId, &'a ContactChange, HoldsFor<'a>),
    /// A contact is to go.
    Remove(ContactId, HoldsFor<'a>),
}

/// A file that is to be imported.
#[derive(Clone, Debug)]
pub struct ImportFile {
    /// Which request it is: the same on every try.
    pub id: Uuid,
    /// SHA-256 of the file.
    pub digest: Digest,
    /// Its rows.
    pub rows: Vec<CsvRow>,
    /// What becomes of contacts that are there already.
    pub existing: Existing,
}

/// What became of the recipients of a completed envelope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Contacts that are new.
    pub added: usize,
    /// Recipients who were in the book already.
    pub there: usize,
    /// Recipients for whom the book has no room.
    pub left_out: usize,
}

/// Why a book was not changed.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// What is asked for is wrong by itself.
    #[error("what is asked for is wrong")]
    Fields(Vec<FieldError>),
    /// Rows of a file that are not taken.
    #[error("rows of the file are not taken")]
    Rows(Vec<CsvFault>),
    /// What is stored does not allow it.
    #[error(transparent)]
    Refused(#[from] BookRefusal),
    /// The contact is not the version that the caller wants to change.
    #[error("somebody else has changed it meanwhile")]
    OtherVersion {
        /// The version that there is.
        version: u64,
    },
    /// An import took too long for one call: the same request goes on with it.
    #[error("the import is not done yet")]
    Unfinished,
    /// It could not be recorded.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
}

impl AddressBooks {
    /// Decides a change of a contact and commits it; again from what is stored by then when somebody else was first.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub async fn change(
        &self,
        book: &BookId,
        asked: Asked<'_>,
        by: &Actor,
        answer: Option<&StoredAnswer>,
    ) -> Result<BookDecision, BookError> {
        for attempt in 0..MAX_TRIES {
            let read = self.contacts.book(book).await?;
            let (found, act) = self.found(&read, asked).await?;
            let decision = decide_act(&read, &found, act, self.registry.clock.now())?;
            match self.commit(&decision, by, answer).await? {
                None => return Ok(decision),
                Some(wanted) => self.registry.clock.pause(pause_after(attempt, wanted)).await,
            }
        }
        Err(ChangeError::Contention.into())
    }

    /// Keeps recipients of a completed envelope as contacts, once for each envelope. Nothing where that was done before.
    ///
    /// # Errors
    /// Why nobody was kept yet.
    pub async fn keep(
        &self,
        book: &BookId,
        envelope: EnvelopeId,
        recipients: &[ContactDetails],
    ) -> Result<Option<Kept>, BookError> {
        for attempt in 0..MAX_TRIES {
            let read = self.contacts.book(book).await?;
            if self.contacts.has_kept(&book.organisation, envelope).await? {
                return Ok(None);
            }
            let found = self.found_of(&read, recipients).await?;
            let decision = decide_keep(&read, &found, envelope, recipients, self.registry.clock.now())?;
            match self.commit(&decision, &Actor::Service, None).await? {
                None => {
                    let (added, there) = (decision.put.len(), found.there.len());
                    let left_out = recipients.len().saturating_sub(added + there);
                    return Ok(Some(Kept { added, there, left_out }));
                }
                Some(wanted) => self.registry.clock.pause(pause_after(attempt, wanted)).await,
            }
        }
        Err(ChangeError::Contention.into())
    }

    async fn found_of(&self, book: &Book, recipients: &[ContactDetails]) -> Result<KeepFound, PortError> {
        let mut found = KeepFound { counted: self.counted(book).await?, ..KeepFound::default() };
        for details in recipients {
            let id = book.id.contact(&details.email);
            if self.contacts.contact(&book.id, id).await?.is_some() {
                found.there.insert(id);
            }
        }
        Ok(found)
    }

    /// How many contacts there are, where an import has begun: whoever takes over from one that was left does not know what it has
    /// written.
    async fn counted(&self, book: &Book) -> Result<Option<u32>, PortError> {
        if book.import.is_none() {
            return Ok(None);
        }
        let contacts = self.contacts.list(&book.id).await?;
        Ok(Some(u32::try_from(contacts.len()).unwrap_or(u32::MAX)))
    }

    /// Imports a file: all of it is decided first, then written row after row. Whoever dies on the way leaves the rest to the same
    /// request, and keeps others from the book until then, or for [`IMPORT_LEASE`] at most.
    ///
    /// # Errors
    /// Why nothing was imported, or not everything yet ([`BookError::Unfinished`]).
    pub async fn import(
        &self,
        book: &BookId,
        file: &ImportFile,
        by: &Actor,
        answer: &StoredAnswer,
    ) -> Result<ImportCounts, BookError> {
        let (begun, plan) = self.begin(book, file, by).await?;
        let clock = &self.registry.clock;
        let since = clock.now();
        for contacts in plan.to_write.chunks(WRITTEN_AT_ONCE) {
            if clock.now().duration_since(since) > WRITING {
                return Err(BookError::Unfinished);
            }
            self.contacts.write(book, contacts).await?;
        }
        let after = Book { version: begun.version + 1, contacts: plan.contacts, import: None, ..begun.clone() };
        let kept_until = clock.now().checked_add(IMPORT_KEPT).unwrap_or(Timestamp::MAX);
        let finished = Some(FinishedImport { id: file.id, counts: plan.counts, kept_until });
        let decision = BookDecision { finished, ..unrecorded(&begun, after) };
        match self.contacts.commit_book(&decision, Some(answer)).await {
            Ok(()) => Ok(plan.counts),
            // While the import stands in the book nobody else changes it; where there was nothing to write somebody may have.
            Err(CommitError::Conflict) => Err(ChangeError::Contention.into()),
            Err(CommitError::Port(error)) => Err(error.into()),
        }
    }

    /// The book with the import standing in it, where there is anything to write, and what is to be written.
    async fn begin(&self, id: &BookId, file: &ImportFile, by: &Actor) -> Result<(Book, ImportPlan), BookError> {
        for attempt in 0..MAX_TRIES {
            let book = self.contacts.book(id).await?;
            let contacts = self.contacts.list(id).await?;
            let now = self.registry.clock.now();
            let plan = plan_import(&book, &contacts, &file.rows, file.existing, file.id, now)?;
            let entry = book.import.filter(|_| plan.goes_on).and_then(|import| import.entry);
            let plan = recorded_by(plan, entry);
            if plan.to_write.is_empty() {
                return Ok((book, plan));
            }
            let until = now.checked_add(IMPORT_LEASE).unwrap_or(now);
            let import = RunningImport { id: file.id, until, counts: plan.counts, entry };
            let after = Book { version: book.version + 1, import: Some(import), ..book.clone() };
            let recorded = Recorded::Imported { file: file.digest, counts: plan.counts };
            let recorded = Some(recorded).filter(|_| id.is_shared() && !plan.goes_on);
            let decision = BookDecision { recorded, ..unrecorded(&book, after) };
            match self.begun(&decision, by).await? {
                Ok(begun) => {
                    let entry = begun.import.and_then(|import| import.entry);
                    return Ok((begun, recorded_by(plan, entry)));
                }
                Err(wanted) => self.registry.clock.pause(pause_after(attempt, wanted)).await,
            }
        }
        Err(ChangeError::Contention.into())
    }

    async fn begun(&self, decision: &BookDecision, by: &Actor) -> Result<Result<Book, Digest>, BookError> {
        if decision.recorded.is_none() {
            let lost = self.commit(decision, by, None).await?;
            return Ok(lost.map_or_else(|| Ok(decision.book.clone()), Err));
        }
        match self.record(decision, by, None).await? {
            Attempt::Made(made) => {
                let contacts = made.contacts.map_or_else(|| decision.book.clone(), |contacts| contacts.book);
                Ok(Ok(contacts))
            }
            Attempt::Overtaken { wanted } => Ok(Err(wanted)),
        }
    }

    async fn found(&self, book: &Book, asked: Asked<'_>) -> Result<(Found, Act), BookError> {
        let mut found = Found { counted: self.counted(book).await?, ..Found::default() };
        let act = match asked {
            Asked::Add(details) => Act::Add(details.clone()),
            Asked::Change(id, change, holds_for) => {
                let before = self.known(book, id, holds_for).await?;
                let details = change.accept(&before.details).map_err(BookError::Fields)?;
                found.contact = Some(before);
                Act::Change(details)
            }
            Asked::Remove(id, holds_for) => {
                found.contact = Some(self.known(book, id, holds_for).await?);
                Act::Remove
            }
        };
        if let Act::Add(details) | Act::Change(details) = &act {
            found.with_address = self.contacts.contact(&book.id, book.id.contact(&details.email)).await?;
        }
        Ok((found, act))
    }

    async fn known(&self, book: &Book, id: ContactId, holds_for: HoldsFor<'_>) -> Result<Contact, BookError> {
        let contact = self.contacts.contact(&book.id, id).await?.ok_or(BookRefusal::UnknownContact)?;
        let version = contact.version;
        if holds_for(version) { Ok(contact) } else { Err(BookError::OtherVersion { version }) }
    }

    /// Commits a decision, where the organisation's log says something of it together with its entry. Nothing where it is
    /// done, else a digest by which rivals pause differently.
    async fn commit(
        &self,
        decision: &BookDecision,
        by: &Actor,
        answer: Option<&StoredAnswer>,
    ) -> Result<Option<Digest>, BookError> {
        if decision.recorded.is_some() {
            return Ok(match self.record(decision, by, answer).await? {
                Attempt::Made(_) => None,
                Attempt::Overtaken { wanted } => Some(wanted),
            });
        }
        match self.contacts.commit_book(decision, answer).await {
            Ok(()) => Ok(None),
            Err(CommitError::Conflict) => Ok(Some(Digest::of(format!("{decision:?}").as_bytes()))),
            Err(CommitError::Port(error)) => Err(error.into()),
        }
    }

    async fn record(
        &self,
        decision: &BookDecision,
        by: &Actor,
        answer: Option<&StoredAnswer>,
    ) -> Result<Attempt, BookError> {
        let organisation = &decision.book.id.organisation;
        let change = |_: &_, _: &_| Ok(Change::ChangeContacts(Box::new(decision.clone())));
        Ok(self.registry.attempt(organisation, &About::default(), by, answer, &change).await?)
    }
}

impl From<NotImported> for BookError {
    fn from(reason: NotImported) -> Self {
        match reason {
            NotImported::Refused(refusal) => refusal.into(),
            NotImported::There(faults) => Self::Rows(faults),
        }
    }
}

fn unrecorded(before: &Book, book: Book) -> BookDecision {
    BookDecision {
        before: before.version,
        book,
        put: Vec::new(),
        removed: Vec::new(),
        finished: None,
        kept: None,
        recorded: None,
    }
}

/// Contacts that are changed say which entry ended what was said before.
fn recorded_by(plan: ImportPlan, entry: Option<u64>) -> ImportPlan {
    let Some(entry) = entry else { return plan };
    let to_write = plan.to_write.into_iter().map(|contact| contact.recorded_by(entry)).collect();
    ImportPlan { to_write, ..plan }
}
