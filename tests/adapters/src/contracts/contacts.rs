//! Address books.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use domain::contact::{
    Act, Book, BookDecision, BookId, Contact, ContactDetails, ContactRequest, FinishedImport, Found, ImportCounts,
    RunningImport, decide_act,
};
use domain::ids::{ContactId, PersonId};
use domain::organisation::{Actor, Entry, EntryKind};
use domain::ports::{AddressBooks, Asked, CommitError, Contacts, IdempotentAnswers, IdempotentRequest, Registry};
use domain::ports::{Reservation, StoredAnswer};
use futures::future::join_all;
use uuid::Uuid;

use crate::contract::contract;
use crate::fixtures::{at, digest, fresh, organisation};

/// Where address books are kept, and what goes with them.
pub struct Kept {
    /// The books, with where their changes are recorded.
    pub books: AddressBooks,
    /// Where answers are kept, if they are.
    pub answers: Option<Arc<dyn IdempotentAnswers>>,
}

impl Kept {
    /// Over a store of everything.
    pub fn over(contacts: Arc<dyn Contacts>, registry: Registry) -> Self {
        Self { books: AddressBooks { contacts, registry }, answers: None }
    }

    fn contacts(&self) -> &dyn Contacts {
        &*self.books.contacts
    }

    async fn add(&self, book: &BookId, email: &str) -> Result<Contact> {
        let details = details(email);
        let decided = self.books.change(book, Asked::Add(&details), &Actor::Operator, None).await?;
        let (_, contact) = decided.put.into_iter().next().context("a contact")?;
        Ok(contact)
    }

    async fn log(&self, book: &BookId) -> Result<Vec<Entry>> {
        let entries = self.books.registry.directories.entries(&book.organisation, 0, 100).await?;
        Ok(entries.iter().map(|text| Entry::from_json(text)).collect::<Result<_, _>>()?)
    }
}

contract!(
    Kept: a_book_that_nobody_wrote_is_empty, a_contact_is_stored_whole_with_the_entry_that_records_it,
    a_persons_book_is_its_own_and_records_nothing, of_two_changes_of_one_state_one_is_stored,
    an_address_is_in_a_book_once_whatever_the_book_says, a_contact_that_changed_meanwhile_is_neither_changed_nor_deleted,
    changes_at_once_are_all_made_one_after_another, what_is_deleted_is_gone, thousands_of_contacts_are_written_and_read,
    what_an_import_came_to_is_kept_with_its_book, an_answer_is_stored_with_what_it_answers,
);

fn shared() -> BookId {
    BookId::shared(organisation())
}

fn own() -> BookId {
    BookId::own(organisation(), PersonId::new(Uuid::from_u128(u128::from(fresh()))))
}

fn details(email: &str) -> ContactDetails {
    let some = |text: &str| Some(text.to_owned());
    let request = ContactRequest {
        name: "鈴木 太郎".to_owned(),
        kana: some("スズキ タロウ"),
        email: email.to_owned(),
        company: some("株式会社〇〇"),
        department: some("総務部"),
        job_title: some("部長"),
        phone: some("090-1234-5678"),
        note: some("夜間\n不可"),
        ..ContactRequest::default()
    };
    request.accept().expect("right")
}

fn adding(book: &Book, email: &str) -> Result<BookDecision> {
    let decided = decide_act(book, &Found::default(), Act::Add(details(email)), at(0))?;
    Ok(BookDecision { recorded: None, ..decided })
}

async fn a_book_that_nobody_wrote_is_empty(k: &Kept) -> Result<()> {
    let book = shared();
    ensure!(k.contacts().book(&book).await? == Book::new(book.clone()));
    ensure!(k.contacts().list(&book).await?.is_empty());
    ensure!(k.contacts().contact(&book, ContactId::new(Uuid::from_u128(1))).await?.is_none());
    Ok(())
}

async fn a_contact_is_stored_whole_with_the_entry_that_records_it(k: &Kept) -> Result<()> {
    let book = shared();
    let added = k.add(&book, "suzuki@example.jp").await?;
    ensure!(k.contacts().contact(&book, added.id).await?.as_ref() == Some(&added));
    let change = domain::contact::ContactChange { company: Some(String::new()), ..Default::default() };
    let asked = Asked::Change(added.id, &change, &|version| version == added.version);
    k.books.change(&book, asked, &Actor::Operator, None).await?;
    let changed = k.contacts().contact(&book, added.id).await?.context("the contact")?;
    ensure!(changed.details.company.is_none() && changed.earlier[0].details == added.details, "{changed:?}");
    ensure!(changed.earlier[0].until_entry == 2, "{changed:?}");
    let log = k.log(&book).await?;
    ensure!(
        matches!(
            log[..],
            [Entry { kind: EntryKind::ContactAdded { .. }, .. }, Entry { kind: EntryKind::ContactChanged { .. }, .. }]
        ),
        "{log:?}"
    );
    ensure!(k.contacts().book(&book).await?.contacts == 1);
    Ok(())
}

async fn a_persons_book_is_its_own_and_records_nothing(k: &Kept) -> Result<()> {
    let (one, other) = (own(), own());
    let shared = BookId::shared(one.organisation.clone());
    let added = k.add(&one, "suzuki@example.jp").await?;
    for book in [&other, &shared, &BookId { holder: other.holder, ..one.clone() }] {
        ensure!(k.contacts().list(book).await?.is_empty() && k.contacts().contact(book, added.id).await?.is_none());
    }
    ensure!(k.contacts().list(&one).await? == [added]);
    ensure!(k.log(&one).await?.is_empty());
    Ok(())
}

async fn of_two_changes_of_one_state_one_is_stored(k: &Kept) -> Result<()> {
    let id = own();
    for _ in 0..2 {
        let book = k.contacts().book(&id).await?;
        let n = book.version;
        k.contacts().commit_book(&adding(&book, &format!("one{n}@example.jp"))?, None).await?;
        let lost = k.contacts().commit_book(&adding(&book, &format!("other{n}@example.jp"))?, None).await;
        ensure!(matches!(lost, Err(CommitError::Conflict)), "{lost:?}");
    }
    ensure!(k.contacts().list(&id).await?.len() == 2);
    Ok(())
}

async fn an_address_is_in_a_book_once_whatever_the_book_says(k: &Kept) -> Result<()> {
    let id = own();
    k.add(&id, "suzuki@example.jp").await?;
    let book = k.contacts().book(&id).await?;
    let lost = k.contacts().commit_book(&adding(&book, "Suzuki@example.jp")?, None).await;
    ensure!(matches!(lost, Err(CommitError::Conflict)), "{lost:?}");
    ensure!(k.contacts().book(&id).await? == book, "nothing of it is stored");
    Ok(())
}

async fn a_contact_that_changed_meanwhile_is_neither_changed_nor_deleted(k: &Kept) -> Result<()> {
    let id = own();
    let added = k.add(&id, "suzuki@example.jp").await?;
    let book = k.contacts().book(&id).await?;
    let seen = Contact { version: added.version - 1, ..added.clone() };
    let found = Found { contact: Some(seen), ..Found::default() };
    let renamed = ContactDetails { name: "別人".to_owned(), ..added.details.clone() };
    for act in [Act::Remove, Act::Change(renamed)] {
        let decision = decide_act(&book, &found, act, at(1))?;
        let lost = k.contacts().commit_book(&decision, None).await;
        ensure!(matches!(lost, Err(CommitError::Conflict)), "{lost:?}");
    }
    ensure!(k.contacts().list(&id).await? == [added]);
    Ok(())
}

async fn changes_at_once_are_all_made_one_after_another(k: &Kept) -> Result<()> {
    let book = shared();
    let addresses: Vec<String> = (0..6).map(|n| format!("n{n}@example.jp")).collect();
    for added in join_all(addresses.iter().map(|address| k.add(&book, address))).await {
        added?;
    }
    ensure!(k.contacts().book(&book).await?.contacts == 6);
    ensure!(k.log(&book).await?.len() == 6);
    Ok(())
}

async fn what_is_deleted_is_gone(k: &Kept) -> Result<()> {
    let book = shared();
    let added = k.add(&book, "suzuki@example.jp").await?;
    k.books.change(&book, Asked::Remove(added.id, &|_| true), &Actor::Operator, None).await?;
    ensure!(k.contacts().contact(&book, added.id).await?.is_none() && k.contacts().list(&book).await?.is_empty());
    ensure!(k.contacts().book(&book).await?.contacts == 0);
    Ok(())
}

async fn thousands_of_contacts_are_written_and_read(k: &Kept) -> Result<()> {
    let book = own();
    // More than one answer of the store holds.
    let contacts: Vec<Contact> =
        (0..3000).map(|n| Contact::new(&book, details(&format!("n{n}@example.jp")), at(0))).collect();
    k.contacts().write(&book, &contacts).await?;
    k.contacts().write(&book, &contacts[..30]).await?;
    let ids = |contacts: &[Contact]| contacts.iter().map(|contact| contact.id).collect::<BTreeSet<_>>();
    let read = k.contacts().list(&book).await?;
    ensure!(read.len() == 3000 && ids(&read) == ids(&contacts), "{} were read", read.len());
    Ok(())
}

async fn what_an_import_came_to_is_kept_with_its_book(k: &Kept) -> Result<()> {
    let id = own();
    let (import, counts) = (Uuid::from_u128(u128::from(fresh())), ImportCounts { added: 1, updated: 2, unchanged: 3 });
    let nothing = |before: &Book, book: Book| {
        let (put, removed, finished, recorded) = (Vec::new(), Vec::new(), None, None);
        BookDecision { before: before.version, book, put, removed, finished, kept: None, recorded }
    };
    let empty = Book::new(id.clone());
    let running = RunningImport { id: import, until: at(35), counts, entry: Some(4) };
    let begun = Book { version: 1, import: Some(running), ..empty.clone() };
    k.contacts().commit_book(&nothing(&empty, begun.clone()), None).await?;
    ensure!(k.contacts().book(&id).await? == begun);
    ensure!(k.contacts().finished_import(&id, import).await?.is_none());
    let done = Book { version: 2, import: None, contacts: 1, ..begun.clone() };
    // Far off, so that no store has cleaned it up by then.
    let finished = Some(FinishedImport { id: import, counts, kept_until: at(10 * 365 * 86_400) });
    k.contacts().commit_book(&BookDecision { finished, ..nothing(&begun, done.clone()) }, None).await?;
    ensure!(k.contacts().book(&id).await? == done);
    ensure!(k.contacts().finished_import(&id, import).await? == Some(counts));
    ensure!(k.contacts().finished_import(&own(), import).await?.is_none());
    Ok(())
}

async fn an_answer_is_stored_with_what_it_answers(k: &Kept) -> Result<()> {
    let Some(answers) = &k.answers else { return Ok(()) };
    for book in [shared(), own()] {
        let (key, id) = (format!("key-{}", fresh()), Uuid::from_u128(u128::from(fresh())));
        let organisation = book.organisation.clone();
        let request =
            IdempotentRequest { organisation: organisation.clone(), key: key.clone(), fingerprint: digest(), id };
        ensure!(answers.reserve(&request, at(0)).await? == Reservation::Run { id });
        let subject = book.contact(&"suzuki@example.jp".parse()?).into();
        let answer = StoredAnswer { organisation, key, status: 201, subject, document: None };
        k.books.change(&book, Asked::Add(&details("suzuki@example.jp")), &Actor::Operator, Some(&answer)).await?;
        ensure!(answers.reserve(&request, at(1)).await? == Reservation::Answered(answer));
    }
    Ok(())
}
