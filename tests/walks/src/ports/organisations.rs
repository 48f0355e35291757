//! Organisations, their people, keys, folders, address books and sessions.

use async_trait::async_trait;
use domain::authorisation::{Role, Scope};
use domain::contact::{Book, BookDecision, BookHolder, BookId, Contact, ImportCounts};
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::folder::{Folder, FolderTree};
use domain::ids::{ContactId, EnvelopeId, KeyId, OrganisationId, PersonId};
use domain::organisation::{Decision, Directory, LinkRule, ListedKey, OidcIdentity, Organisation, Person, Session};
use domain::ports::{
    Account, ApiKeys, CommitError, Contacts, Directories, Folders, LinkRules, ListedKeys, Organisations, People,
    PortError, SealingCertificate, SealingCertificates, Sessions, StoredAnswer,
};
use domain::registered_seal::RegisteredSeal;
use jiff::Timestamp;
use uuid::Uuid;

use super::Ports;
use crate::names::ORGANISATIONS;

/// All organisations of a walk.
fn all() -> impl Iterator<Item = OrganisationId> {
    ORGANISATIONS.iter().map(|id| (*id).to_owned().try_into().unwrap())
}

#[async_trait]
impl Organisations for Ports {
    async fn find(&self, id: &OrganisationId) -> Result<Option<Organisation>, PortError> {
        self.note("read an organisation");
        let mut found = Organisations::find(&self.organisations, id).await?;
        if let Some(row) = found.as_mut().filter(|_| self.faults.names_confused) {
            let other = all().find(|other| other != id).unwrap();
            let other = Organisations::find(&self.organisations, &other).await?;
            row.name = other.map(|other| other.name).unwrap_or_default();
        }
        Ok(found)
    }
}

#[async_trait]
impl LinkRules for Ports {
    async fn find(&self, organisation: &OrganisationId) -> Result<LinkRule, PortError> {
        self.note("read from where links open");
        LinkRules::find(&self.organisations, organisation).await
    }
}

#[async_trait]
impl ApiKeys for Ports {
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError> {
        self.note("look up a key");
        let mut found = ApiKeys::find(&self.organisations, key).await?;
        if let Some(account) = found.as_mut().filter(|_| self.faults.scopes_ignored) {
            account.terms.scopes = Scope::ALL.into();
        }
        Ok(found)
    }
}

#[async_trait]
impl People for Ports {
    async fn person(&self, organisation: &OrganisationId, id: PersonId) -> Result<Option<Person>, PortError> {
        self.note("read a person");
        let mut found = self.organisations.person(organisation, id).await?;
        if found.is_none() && self.faults.people_of_all_organisations {
            for other in all() {
                found = found.or(self.organisations.person(&other, id).await?);
            }
        }
        if let Some(person) = &mut found {
            if self.faults.viewers_forgotten {
                person.profile.roles.remove(&Role::DocumentViewer);
            }
            if self.faults.sessions_never_end {
                person.session_generation = 0;
            }
        }
        Ok(found)
    }

    async fn with_address(
        &self,
        organisation: &OrganisationId,
        address: &EmailAddress,
    ) -> Result<Option<PersonId>, PortError> {
        self.note("look up an address");
        self.organisations.with_address(organisation, address).await
    }

    async fn with_identity(
        &self,
        organisation: &OrganisationId,
        identity: &OidcIdentity,
    ) -> Result<Option<PersonId>, PortError> {
        self.note("look up an identity");
        self.organisations.with_identity(organisation, identity).await
    }

    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<PersonId>,
        limit: u16,
    ) -> Result<Vec<Person>, PortError> {
        self.note("list people");
        let mut page = People::page(&self.organisations, organisation, after, limit).await?;
        if self.faults.lists_of_all_organisations {
            for other in all().filter(|other| other != organisation) {
                page.extend(People::page(&self.organisations, &other, after, limit).await?);
            }
            page.truncate(usize::from(limit));
        }
        Ok(page)
    }
}

#[async_trait]
impl Directories for Ports {
    async fn load(&self, organisation: &OrganisationId) -> Result<Directory, PortError> {
        self.note("read a directory");
        self.organisations.load(organisation).await
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        self.note("commit a change");
        self.organisations.commit(decision, self.as_remembered(answer).as_ref()).await
    }

    async fn entries(&self, organisation: &OrganisationId, after: u64, limit: u16) -> Result<Vec<String>, PortError> {
        self.note("read a log");
        self.organisations.entries(organisation, after, limit).await
    }
}

#[async_trait]
impl Folders for Ports {
    async fn all(&self, organisation: &OrganisationId) -> Result<FolderTree, PortError> {
        self.note("read folders");
        let folders = Folders::all(&self.organisations, organisation).await?;
        if !self.faults.inheritance_never_stops {
            return Ok(folders);
        }
        Ok(FolderTree::new(folders.all().map(|folder| Folder { inherits: true, ..folder.clone() })))
    }
}

#[async_trait]
impl ListedKeys for Ports {
    async fn key(&self, organisation: &OrganisationId, id: KeyId) -> Result<Option<ListedKey>, PortError> {
        self.note("read a key");
        let mut found = self.organisations.key(organisation, id).await?;
        if found.is_none() && self.faults.keys_of_all_organisations {
            for other in all() {
                found = found.or(self.organisations.key(&other, id).await?);
            }
        }
        Ok(found)
    }

    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<KeyId>,
        limit: u16,
    ) -> Result<Vec<ListedKey>, PortError> {
        self.note("list keys");
        ListedKeys::page(&self.organisations, organisation, after, limit).await
    }

    /// Not noted: whether it is due has to do with when the key was used last, and with nothing else.
    async fn note_use(&self, _: &OrganisationId, _: KeyId, _: Timestamp) -> Result<(), PortError> {
        Ok(())
    }
}

impl Ports {
    fn book_of(&self, book: &BookId) -> BookId {
        match book.holder {
            BookHolder::Person(_) if self.faults.books_of_all_people => {
                BookId::own(book.organisation.clone(), PersonId::new(Uuid::nil()))
            }
            BookHolder::Person(_) | BookHolder::Organisation => book.clone(),
        }
    }
}

#[async_trait]
impl Contacts for Ports {
    async fn book(&self, book: &BookId) -> Result<Book, PortError> {
        self.note("read a book");
        self.organisations.book(&self.book_of(book)).await
    }

    async fn contact(&self, book: &BookId, id: ContactId) -> Result<Option<Contact>, PortError> {
        self.note("read a contact");
        self.organisations.contact(&self.book_of(book), id).await
    }

    async fn list(&self, book: &BookId) -> Result<Vec<Contact>, PortError> {
        self.note("list contacts");
        Contacts::list(&self.organisations, &self.book_of(book)).await
    }

    async fn commit_book(&self, decision: &BookDecision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        self.note("commit a book");
        let mut decision = decision.clone();
        decision.book.id = self.book_of(&decision.book.id);
        self.organisations.commit_book(&decision, self.as_remembered(answer).as_ref()).await
    }

    async fn write(&self, book: &BookId, contacts: &[Contact]) -> Result<(), PortError> {
        self.note("write contacts");
        self.organisations.write(&self.book_of(book), contacts).await
    }

    async fn finished_import(&self, book: &BookId, import: Uuid) -> Result<Option<ImportCounts>, PortError> {
        self.note("read an import");
        self.organisations.finished_import(&self.book_of(book), import).await
    }

    async fn has_kept(&self, organisation: &OrganisationId, envelope: EnvelopeId) -> Result<bool, PortError> {
        self.note("read whether recipients were kept");
        self.organisations.has_kept(organisation, envelope).await
    }
}

#[async_trait]
impl Sessions for Ports {
    async fn begin(&self, organisation: &OrganisationId, session: &Session) -> Result<(), PortError> {
        self.note("begin a session");
        self.organisations.begin(organisation, session).await
    }

    async fn end(&self, organisation: &OrganisationId, person: PersonId, digest: Digest) -> Result<(), PortError> {
        self.note("end a session");
        self.organisations.end(organisation, person, digest).await
    }

    async fn find(
        &self,
        organisation: &OrganisationId,
        person: PersonId,
        digest: Digest,
    ) -> Result<Option<Session>, PortError> {
        self.note("look up a session");
        let found = Sessions::find(&self.organisations, organisation, person, digest).await?;
        let generation = |session: Session| if self.faults.sessions_never_end { 0 } else { session.generation };
        Ok(found.map(|session| Session { generation: generation(session.clone()), ..session }))
    }

    async fn list(&self, organisation: &OrganisationId, person: PersonId) -> Result<Vec<Session>, PortError> {
        self.note("list sessions");
        Sessions::list(&self.organisations, organisation, person).await
    }

    /// Not noted: whether it is due has to do with when the session was used last, and with nothing else.
    async fn note_use(&self, _: &OrganisationId, _: &Session, _: Timestamp) -> Result<(), PortError> {
        Ok(())
    }
}

#[async_trait]
impl SealingCertificates for Ports {
    async fn find(&self, seal: Option<&RegisteredSeal>) -> Result<Option<SealingCertificate>, PortError> {
        self.note("read a certificate");
        SealingCertificates::find(&self.organisations, seal).await
    }

    async fn of_organisation(
        &self,
        owner: &OrganisationId,
    ) -> Result<Vec<(RegisteredSeal, SealingCertificate)>, PortError> {
        self.note("list certificates");
        self.organisations.of_organisation(owner).await
    }

    async fn persons(&self, owner: &OrganisationId) -> Result<Vec<(RegisteredSeal, Vec<EmailAddress>)>, PortError> {
        self.note("read who may sign with a seal");
        self.organisations.persons(owner).await
    }
}
