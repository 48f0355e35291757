//! Address books.

use async_trait::async_trait;
use uuid::Uuid;

use super::{CommitError, PortError, StoredAnswer};
use crate::contact::{Book, BookDecision, BookId, Contact, ImportCounts};
use crate::ids::{ContactId, EnvelopeId, OrganisationId};

/// The address books of organisations and their people. A change of an organisation's book is committed by
/// [`super::Directories::commit`], with the entry that records it.
#[async_trait]
pub trait Contacts: Send + Sync {
    /// The book; a new one where nothing was ever written in it.
    async fn book(&self, book: &BookId) -> Result<Book, PortError>;

    /// The contact of this book.
    async fn contact(&self, book: &BookId, id: ContactId) -> Result<Option<Contact>, PortError>;

    /// All contacts of a book, in no order.
    async fn list(&self, book: &BookId) -> Result<Vec<Contact>, PortError>;

    /// Stores everything that a decision says, with the answer to the request that led to it; nothing where the book has changed
    /// since it was read.
    async fn commit_book(&self, decision: &BookDecision, answer: Option<&StoredAnswer>) -> Result<(), CommitError>;

    /// Writes contacts of the import that is being written into a book, one by one and over whatever is there.
    async fn write(&self, book: &BookId, contacts: &[Contact]) -> Result<(), PortError>;

    /// What an import that is done came to, as long as its answer is given again.
    async fn finished_import(&self, book: &BookId, import: Uuid) -> Result<Option<ImportCounts>, PortError>;

    /// Whether recipients of this envelope were kept before, in whichever book of the organisation.
    async fn has_kept(&self, organisation: &OrganisationId, envelope: EnvelopeId) -> Result<bool, PortError>;
}
