//! Organisations, their people and what is recorded of both, in memory. Rows are kept as the table keeps them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws::stored::Row;
use domain::contact::{Book, BookDecision, BookId, Contact, ImportCounts};
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::folder::{Folder, FolderTree};
use domain::ids::{ContactId, EnvelopeId, FolderId, KeyId, OrganisationId, PersonId};
use domain::organisation::{
    AddressBoundLinks, Decision, Directory, Entry, LinkRule, ListedKey, MemberPolicy, OidcIdentity, Organisation,
    Person, Session,
};
use domain::ports::{
    Account, ApiKeys, CallCounts, CertificatePage, CommitError, Contacts, Directories, Folders, Invitation,
    Invitations, LinkRules, ListedCertificates, ListedKeys, ListedOrganisations, OrganisationPage, Organisations,
    People, PortError, SealPersons, SealingCertificate, SealingCertificates, SendingQuota, Sessions, StoredAnswer,
};
use domain::registered_seal::RegisteredSeal;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::MemoryAnswers;
use crate::city;
use crate::contacts::Books;

/// Organisations by their identifiers. None at all in the beginning.
#[derive(Debug, Default)]
pub struct MemoryOrganisations {
    rows: Mutex<Rows>,
    answers: Option<Arc<MemoryAnswers>>,
    people_read: AtomicUsize,
}

#[derive(Debug, Default)]
struct Rows {
    organisations: BTreeMap<OrganisationId, String>,
    directories: BTreeMap<OrganisationId, String>,
    people: BTreeMap<(OrganisationId, PersonId), String>,
    listed_keys: BTreeMap<(OrganisationId, KeyId), (String, Option<Timestamp>)>,
    accounts: BTreeMap<Digest, String>,
    folders: BTreeMap<(OrganisationId, FolderId), String>,
    entries: BTreeMap<(OrganisationId, u64), String>,
    sessions: BTreeMap<(OrganisationId, PersonId, Digest), (String, Timestamp)>,
    invitations: BTreeMap<Digest, String>,
    calls: BTreeMap<(OrganisationId, Option<String>, i64), u64>,
    sent: BTreeMap<(OrganisationId, i16, i8), BTreeMap<EnvelopeId, Counted>>,
    certificates: BTreeMap<Option<RegisteredSeal>, String>,
    seal_persons: BTreeMap<RegisteredSeal, String>,
    link_rules: BTreeMap<OrganisationId, String>,
    books: Books,
}

/// An envelope that was counted in a month.
#[derive(Debug, Default)]
struct Counted {
    seen: u64,
    is_given_back: bool,
}

impl MemoryOrganisations {
    /// None yet. Answers to requests are kept here with what they came to; elsewhere they are forgotten.
    pub fn answering(answers: Arc<MemoryAnswers>) -> Self {
        Self { answers: Some(answers), ..Self::default() }
    }

    fn keep(&self, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        self.answers.as_ref().zip(answer).map_or(Ok(()), |(answers, answer)| answers.keep(answer))
    }

    /// Stores an organisation, or what it has become, with what its links are judged by.
    pub fn put(&self, organisation: &Organisation) {
        self.rows.lock().unwrap().put(organisation);
    }

    /// Stores the city of the stories, with `example.jp` as its mail domain, as an organisation that binds links to these ranges.
    pub fn bind_links(&self, bound: AddressBoundLinks, ranges: &[&str]) {
        let city = Organisation::new(city().organisation, "滝川市".to_owned(), Timestamp::UNIX_EPOCH);
        let addresses = ranges.iter().map(|range| range.parse().unwrap()).collect();
        let members = MemberPolicy { mail_domains: ["example.jp".to_owned()].into(), ..MemberPolicy::default() };
        self.put(&Organisation { addresses, address_bound_links: bound, members, ..city });
    }

    /// Stores a text as what an organisation's links are judged by, be it readable or not.
    pub fn put_link_rule(&self, organisation: &OrganisationId, row: &str) {
        self.rows.lock().unwrap().link_rules.insert(organisation.clone(), row.to_owned());
    }

    /// Everything that is stored, as a text by which it is seen whether anything has changed.
    pub fn dump(&self) -> String {
        format!("{:?}", self.rows.lock().unwrap())
    }

    /// Stores what is counted for an organisation.
    pub fn put_directory(&self, directory: &Directory) {
        let row = directory.to_row().unwrap();
        self.rows.lock().unwrap().directories.insert(directory.organisation.clone(), row);
    }

    /// Stores a person of an organisation.
    pub fn put_person(&self, organisation: &OrganisationId, person: &Person) {
        self.rows.lock().unwrap().people.insert((organisation.clone(), person.id), person.to_row().unwrap());
    }

    /// How many people's rows were handed out so far.
    pub fn people_read(&self) -> usize {
        self.people_read.load(Ordering::Relaxed)
    }

    /// Stores the certificate of the operator's seal, or of the registered seal that has an organisation's identifier, or takes it
    /// away.
    pub fn put_certificate(&self, owner: Option<&OrganisationId>, certificate: Option<&SealingCertificate>) {
        self.put_certificate_of(owner.map(|owner| RegisteredSeal::of(owner.clone())), certificate);
    }

    /// Stores the certificate of a registered seal, or takes it away.
    pub fn put_seal(&self, seal: &RegisteredSeal, certificate: Option<&SealingCertificate>) {
        self.put_certificate_of(Some(seal.clone()), certificate);
    }

    fn put_certificate_of(&self, seal: Option<RegisteredSeal>, certificate: Option<&SealingCertificate>) {
        let mut rows = self.rows.lock().unwrap();
        match certificate {
            Some(certificate) => drop(rows.certificates.insert(seal, certificate.to_row().unwrap())),
            None => drop(rows.certificates.remove(&seal)),
        }
    }

    /// Stores a session as if somebody had signed in.
    pub fn put_session(&self, organisation: &OrganisationId, session: &Session) {
        self.rows.lock().unwrap().begin(organisation, session);
    }

    /// Does something to the texts of an organisation's log that nobody may do; they stand in their order from 1 afterwards.
    pub fn spoil_log(&self, organisation: &OrganisationId, spoil: fn(&mut Vec<String>)) {
        let mut rows = self.rows.lock().unwrap();
        let own = |of: &(OrganisationId, u64)| of.0 == *organisation;
        let mut texts: Vec<String> =
            rows.entries.iter().filter(|(of, _)| own(of)).map(|(_, text)| text.clone()).collect();
        rows.entries.retain(|of, _| !own(of));
        spoil(&mut texts);
        rows.entries.extend((1..).zip(texts).map(|(sequence, text)| ((organisation.clone(), sequence), text)));
    }

    /// All contacts of a book.
    pub fn contacts_of(&self, book: &BookId) -> Vec<Contact> {
        self.rows.lock().unwrap().books.all(book)
    }

    /// All entries of an organisation's log.
    pub fn log(&self, organisation: &OrganisationId) -> Vec<Entry> {
        let rows = self.rows.lock().unwrap();
        let own = rows.entries.iter().filter(|((of, _), _)| of == organisation);
        own.map(|(_, text)| Entry::from_json(text).unwrap()).collect()
    }
}

#[async_trait]
impl Organisations for MemoryOrganisations {
    async fn find(&self, id: &OrganisationId) -> Result<Option<Organisation>, PortError> {
        Ok(self.rows.lock().unwrap().organisations.get(id).map(|row| Organisation::from_row(row).unwrap()))
    }
}

#[async_trait]
impl ApiKeys for MemoryOrganisations {
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError> {
        Ok(self.rows.lock().unwrap().accounts.get(&key).map(|row| Account::from_row(row).unwrap()))
    }
}

#[async_trait]
impl LinkRules for MemoryOrganisations {
    async fn find(&self, organisation: &OrganisationId) -> Result<LinkRule, PortError> {
        const ACTION: &str = "look up from where links open";
        let rows = self.rows.lock().unwrap();
        let row = rows.link_rules.get(organisation).map(|row| LinkRule::from_row(row));
        row.transpose().map(Option::unwrap_or_default).map_err(|error| PortError::new(ACTION, error))
    }
}

impl Rows {
    fn put(&mut self, organisation: &Organisation) {
        self.organisations.insert(organisation.id.clone(), organisation.to_row().unwrap());
        self.link_rules.insert(organisation.id.clone(), organisation.link_rule().to_row().unwrap());
    }

    fn people_of(&self, organisation: &OrganisationId) -> impl Iterator<Item = Person> {
        let own = self.people.iter().filter(move |((of, _), _)| of == organisation);
        own.map(|(_, row)| Person::from_row(row).unwrap())
    }

    fn begin(&mut self, organisation: &OrganisationId, session: &Session) {
        let key = (organisation.clone(), session.person, session.digest);
        self.sessions.insert(key, (session.to_row().unwrap(), session.used_at));
    }

    fn directory(&self, organisation: &OrganisationId) -> Directory {
        let row = self.directories.get(organisation);
        row.map_or_else(|| Directory::new(organisation.clone()), |row| Directory::from_row(row).unwrap())
    }
}

#[async_trait]
impl People for MemoryOrganisations {
    async fn person(&self, organisation: &OrganisationId, id: PersonId) -> Result<Option<Person>, PortError> {
        let rows = self.rows.lock().unwrap();
        self.people_read.fetch_add(1, Ordering::Relaxed);
        Ok(rows.people.get(&(organisation.clone(), id)).map(|row| Person::from_row(row).unwrap()))
    }

    async fn with_address(
        &self,
        organisation: &OrganisationId,
        address: &EmailAddress,
    ) -> Result<Option<PersonId>, PortError> {
        let rows = self.rows.lock().unwrap();
        let holder = rows.people_of(organisation).find(|person| person.profile.email.is_same_mailbox(address));
        Ok(holder.map(|person| person.id))
    }

    async fn with_identity(
        &self,
        organisation: &OrganisationId,
        identity: &OidcIdentity,
    ) -> Result<Option<PersonId>, PortError> {
        let rows = self.rows.lock().unwrap();
        let holder = rows.people_of(organisation).find(|person| person.state.identity() == Some(identity));
        Ok(holder.map(|person| person.id))
    }

    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<PersonId>,
        limit: u16,
    ) -> Result<Vec<Person>, PortError> {
        let rows = self.rows.lock().unwrap();
        let behind = rows.people_of(organisation).filter(|person| after.is_none_or(|after| person.id > after));
        let page: Vec<Person> = behind.take(usize::from(limit)).collect();
        self.people_read.fetch_add(page.len(), Ordering::Relaxed);
        Ok(page)
    }
}

#[async_trait]
impl Directories for MemoryOrganisations {
    async fn load(&self, organisation: &OrganisationId) -> Result<Directory, PortError> {
        Ok(self.rows.lock().unwrap().directory(organisation))
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        let mut rows = self.rows.lock().unwrap();
        let id = &decision.directory.organisation;
        if rows.directory(id) != decision.before || !decision.contacts.iter().all(|c| rows.books.allow(c)) {
            return Err(CommitError::Conflict);
        }
        self.keep(answer)?;
        if let Some(contacts) = &decision.contacts {
            rows.books.apply(contacts);
        }
        rows.directories.insert(id.clone(), decision.directory.to_row().unwrap());
        rows.entries.insert((id.clone(), decision.entry.sequence), decision.entry.to_json().unwrap());
        if let Some((_, after)) = &decision.organisation {
            rows.put(after);
        }
        if let Some((_, after)) = &decision.person {
            rows.people.insert((id.clone(), after.id), after.to_row().unwrap());
        }
        if let Some((key, account)) = &decision.made_key {
            rows.listed_keys.insert((id.clone(), key.id), (key.to_row().unwrap(), None));
            rows.accounts.insert(key.digest, account.to_row().unwrap());
        }
        if let Some(key) = &decision.revoked_key {
            rows.listed_keys.remove(&(id.clone(), key.id));
            rows.accounts.remove(&key.digest);
        }
        match &decision.folder {
            Some((_, Some(after))) => drop(rows.folders.insert((id.clone(), after.id), after.to_row().unwrap())),
            Some((Some(before), None)) => drop(rows.folders.remove(&(id.clone(), before.id))),
            Some((None, None)) | None => {}
        }
        for (seal, persons) in &decision.seal_persons {
            rows.seal_persons.insert(seal.clone(), persons.to_row().unwrap());
        }
        if let Some(ended) = decision.ended_session {
            rows.sessions.remove(&(id.clone(), ended.person, ended.session));
        }
        Ok(())
    }

    async fn entries(&self, organisation: &OrganisationId, after: u64, limit: u16) -> Result<Vec<String>, PortError> {
        let rows = self.rows.lock().unwrap();
        let own = rows.entries.iter().filter(|((of, sequence), _)| of == organisation && *sequence > after);
        Ok(own.take(usize::from(limit)).map(|(_, text)| text.clone()).collect())
    }
}

#[async_trait]
impl ListedKeys for MemoryOrganisations {
    async fn key(&self, organisation: &OrganisationId, id: KeyId) -> Result<Option<ListedKey>, PortError> {
        let rows = self.rows.lock().unwrap();
        let found = rows.listed_keys.get(&(organisation.clone(), id));
        Ok(found.map(|(row, used)| ListedKey { last_used_at: *used, ..ListedKey::from_row(row).unwrap() }))
    }

    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<KeyId>,
        limit: u16,
    ) -> Result<Vec<ListedKey>, PortError> {
        let rows = self.rows.lock().unwrap();
        let own = rows.listed_keys.iter().filter(|((of, id), _)| of == organisation && after.is_none_or(|a| *id > a));
        let read = own.map(|(_, (row, used))| ListedKey { last_used_at: *used, ..ListedKey::from_row(row).unwrap() });
        Ok(read.take(usize::from(limit)).collect())
    }

    async fn note_use(&self, organisation: &OrganisationId, id: KeyId, now: Timestamp) -> Result<(), PortError> {
        if let Some((_, used)) = self.rows.lock().unwrap().listed_keys.get_mut(&(organisation.clone(), id)) {
            *used = Some(now);
        }
        Ok(())
    }
}

#[async_trait]
impl Contacts for MemoryOrganisations {
    async fn book(&self, book: &BookId) -> Result<Book, PortError> {
        Ok(self.rows.lock().unwrap().books.book(book))
    }

    async fn contact(&self, book: &BookId, id: ContactId) -> Result<Option<Contact>, PortError> {
        Ok(self.rows.lock().unwrap().books.contact(book, id))
    }

    async fn list(&self, book: &BookId) -> Result<Vec<Contact>, PortError> {
        Ok(self.rows.lock().unwrap().books.all(book))
    }

    async fn commit_book(&self, decision: &BookDecision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        let mut rows = self.rows.lock().unwrap();
        if !rows.books.allow(decision) {
            return Err(CommitError::Conflict);
        }
        self.keep(answer)?;
        rows.books.apply(decision);
        Ok(())
    }

    async fn write(&self, book: &BookId, contacts: &[Contact]) -> Result<(), PortError> {
        self.rows.lock().unwrap().books.write(book, contacts);
        Ok(())
    }

    async fn finished_import(&self, book: &BookId, import: Uuid) -> Result<Option<ImportCounts>, PortError> {
        Ok(self.rows.lock().unwrap().books.finished_import(book, import))
    }

    async fn has_kept(&self, organisation: &OrganisationId, envelope: EnvelopeId) -> Result<bool, PortError> {
        Ok(self.rows.lock().unwrap().books.has_kept(organisation, envelope))
    }
}

#[async_trait]
impl Sessions for MemoryOrganisations {
    async fn begin(&self, organisation: &OrganisationId, session: &Session) -> Result<(), PortError> {
        self.put_session(organisation, session);
        Ok(())
    }

    async fn end(&self, organisation: &OrganisationId, person: PersonId, digest: Digest) -> Result<(), PortError> {
        self.rows.lock().unwrap().sessions.remove(&(organisation.clone(), person, digest));
        Ok(())
    }

    async fn find(
        &self,
        organisation: &OrganisationId,
        person: PersonId,
        digest: Digest,
    ) -> Result<Option<Session>, PortError> {
        let rows = self.rows.lock().unwrap();
        let found = rows.sessions.get(&(organisation.clone(), person, digest));
        Ok(found.map(|(row, used_at)| Session { used_at: *used_at, ..Session::from_row(row).unwrap() }))
    }

    async fn list(&self, organisation: &OrganisationId, person: PersonId) -> Result<Vec<Session>, PortError> {
        let rows = self.rows.lock().unwrap();
        let own = rows.sessions.iter().filter(|((of, who, _), _)| of == organisation && *who == person);
        Ok(own.map(|(_, (row, used_at))| Session { used_at: *used_at, ..Session::from_row(row).unwrap() }).collect())
    }

    async fn note_use(
        &self,
        organisation: &OrganisationId,
        session: &Session,
        now: Timestamp,
    ) -> Result<(), PortError> {
        let key = (organisation.clone(), session.person, session.digest);
        if let Some((_, used_at)) = self.rows.lock().unwrap().sessions.get_mut(&key) {
            *used_at = now;
        }
        Ok(())
    }
}

#[async_trait]
impl CallCounts for MemoryOrganisations {
    async fn count(&self, organisation: &OrganisationId, caller: Option<&str>, minute: i64) -> Result<u64, PortError> {
        let mut rows = self.rows.lock().unwrap();
        let calls = rows.calls.entry((organisation.clone(), caller.map(str::to_owned), minute)).or_default();
        *calls += 1;
        Ok(*calls)
    }
}

#[async_trait]
impl Folders for MemoryOrganisations {
    async fn all(&self, organisation: &OrganisationId) -> Result<FolderTree, PortError> {
        let rows = self.rows.lock().unwrap();
        let own = rows.folders.iter().filter(|((of, _), _)| of == organisation);
        let folders = FolderTree::new(own.map(|(_, row)| Folder::from_row(row).unwrap()));
        Ok(folders.with_groups(&rows.directory(organisation).groups))
    }
}

#[async_trait]
impl SendingQuota for MemoryOrganisations {
    async fn take(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        quota: u32,
        seen: u64,
    ) -> Result<bool, PortError> {
        let mut rows = self.rows.lock().unwrap();
        let sent = rows.sent.entry((organisation.clone(), day.year(), day.month())).or_default();
        let count = sent.values().filter(|counted| !counted.is_given_back).count();
        let is_counted = sent.get(&envelope).is_some_and(|counted| !counted.is_given_back);
        let may = quota > 0 && (is_counted || count < quota as usize);
        if may {
            let counted = sent.entry(envelope).or_default();
            *counted = Counted { seen: counted.seen.max(seen), is_given_back: false };
        }
        Ok(may)
    }

    async fn give_back(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        refusal: u64,
    ) -> Result<(), PortError> {
        let mut rows = self.rows.lock().unwrap();
        let sent = rows.sent.entry((organisation.clone(), day.year(), day.month())).or_default();
        if let Some(counted) = sent.get_mut(&envelope).filter(|counted| counted.seen < refusal) {
            counted.is_given_back = true;
        }
        Ok(())
    }
}

#[async_trait]
impl Invitations for MemoryOrganisations {
    async fn store(&self, invitation: &Invitation) -> Result<(), PortError> {
        self.rows.lock().unwrap().invitations.insert(invitation.digest, invitation.to_row().unwrap());
        Ok(())
    }

    async fn find(&self, token: Digest) -> Result<Option<Invitation>, PortError> {
        Ok(self.rows.lock().unwrap().invitations.get(&token).map(|row| Invitation::from_row(row).unwrap()))
    }
}

#[async_trait]
impl SealingCertificates for MemoryOrganisations {
    async fn find(&self, seal: Option<&RegisteredSeal>) -> Result<Option<SealingCertificate>, PortError> {
        Ok(self.rows.lock().unwrap().certificate(seal))
    }

    async fn of_organisation(
        &self,
        owner: &OrganisationId,
    ) -> Result<Vec<(RegisteredSeal, SealingCertificate)>, PortError> {
        let rows = self.rows.lock().unwrap();
        let seals = rows.certificates.keys().flatten().filter(|seal| seal.owner() == owner);
        Ok(seals.filter_map(|seal| Some((seal.clone(), rows.certificate(Some(seal))?))).collect())
    }

    async fn persons(&self, owner: &OrganisationId) -> Result<Vec<(RegisteredSeal, Vec<EmailAddress>)>, PortError> {
        let rows = self.rows.lock().unwrap();
        let said = rows.seal_persons.iter().map(|(seal, row)| (seal, SealPersons::from_row(row).unwrap().persons));
        let said = said.filter(|(_, persons)| !persons.is_empty()).map(|(seal, persons)| (seal.clone(), persons));
        let mut all: BTreeMap<RegisteredSeal, Vec<EmailAddress>> = said.collect();
        for seal in rows.certificates.keys().flatten() {
            all.insert(seal.clone(), rows.certificate(Some(seal)).map(|found| found.persons).unwrap_or_default());
        }
        Ok(all.into_iter().filter(|(seal, _)| seal.owner() == owner).collect())
    }
}

impl Rows {
    /// With who may sign with it.
    fn certificate(&self, seal: Option<&RegisteredSeal>) -> Option<SealingCertificate> {
        let mut certificate = SealingCertificate::from_row(self.certificates.get(&seal.cloned())?).unwrap();
        if let Some(said) = seal.and_then(|seal| self.seal_persons.get(seal)) {
            certificate.persons = SealPersons::from_row(said).unwrap().persons;
        }
        Some(certificate)
    }
}

#[async_trait]
impl ListedOrganisations for MemoryOrganisations {
    /// One on each page.
    async fn page(&self, after: Option<&str>) -> Result<OrganisationPage, PortError> {
        let rows = self.rows.lock().unwrap();
        let from = after.map_or(0, |after| after.parse().unwrap());
        let one = rows.organisations.values().nth(from);
        let organisations: Vec<_> = one.map(|row| Organisation::from_row(row).unwrap()).into_iter().collect();
        let next = (from + 1 < rows.organisations.len()).then(|| (from + 1).to_string());
        Ok(OrganisationPage { organisations, unreadable: Vec::new(), next })
    }
}

#[async_trait]
impl ListedCertificates for MemoryOrganisations {
    /// One on each page.
    async fn page(&self, after: Option<&str>) -> Result<CertificatePage, PortError> {
        let rows = self.rows.lock().unwrap();
        let from = after.map_or(0, |after| after.parse().unwrap());
        let one = rows.certificates.iter().nth(from);
        let certificates: Vec<_> =
            one.map(|(seal, row)| (seal.clone(), SealingCertificate::from_row(row).unwrap())).into_iter().collect();
        let next = (from + 1 < rows.certificates.len()).then(|| (from + 1).to_string());
        Ok(CertificatePage { certificates, unreadable: Vec::new(), next })
    }
}
