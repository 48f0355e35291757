//! Address books, and the logs in which their changes are recorded.

use async_trait::async_trait;
use domain::contact::{Book, BookDecision, BookId, Contact, ImportCounts};
use domain::ids::{ContactId, EnvelopeId, OrganisationId};
use domain::organisation::{Decision, Directory};
use domain::ports::{CommitError, Contacts, Directories, PortError, StoredAnswer};
use uuid::Uuid;

use super::Ports;

#[async_trait]
impl Contacts for Ports {
    async fn book(&self, book: &BookId) -> Result<Book, PortError> {
        self.call("read the address book", self.backend.organisations.book(book)).await
    }

    async fn contact(&self, book: &BookId, id: ContactId) -> Result<Option<Contact>, PortError> {
        self.call("look up the contact", self.backend.organisations.contact(book, id)).await
    }

    async fn list(&self, book: &BookId) -> Result<Vec<Contact>, PortError> {
        self.call("read the contacts", Contacts::list(&self.backend.organisations, book)).await
    }

    async fn commit_book(&self, decision: &BookDecision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        self.call("change the address book", self.backend.organisations.commit_book(decision, answer)).await
    }

    async fn write(&self, book: &BookId, contacts: &[Contact]) -> Result<(), PortError> {
        self.call("write contacts", self.backend.organisations.write(book, contacts)).await
    }

    async fn finished_import(&self, book: &BookId, import: Uuid) -> Result<Option<ImportCounts>, PortError> {
        self.call("read the import", self.backend.organisations.finished_import(book, import)).await
    }

    async fn has_kept(&self, organisation: &OrganisationId, envelope: EnvelopeId) -> Result<bool, PortError> {
        let has_kept = self.backend.organisations.has_kept(organisation, envelope);
        self.call("look up whether recipients were kept", has_kept).await
    }
}

#[async_trait]
impl Directories for Ports {
    async fn load(&self, organisation: &OrganisationId) -> Result<Directory, PortError> {
        self.call("read the directory", self.backend.organisations.load(organisation)).await
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        self.call("change the organisation", self.backend.organisations.commit(decision, answer)).await
    }

    async fn entries(&self, organisation: &OrganisationId, after: u64, limit: u16) -> Result<Vec<String>, PortError> {
        self.call("read the log", self.backend.organisations.entries(organisation, after, limit)).await
    }
}
