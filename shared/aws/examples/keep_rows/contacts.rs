//! Rows of address books, and the entries that record their changes.

use aws::table::Table;
use domain::contact::{
    self, Act, Book, BookDecision, BookId, ContactDetails, ContactRequest, FinishedImport, Found, IMPORT_KEPT,
    IMPORT_LEASE, ImportCounts, KeepFound, MAX_CONTACTS, RunningImport, decide_act, decide_keep,
};
use domain::digest::Digest;
use domain::ids::EnvelopeId;
use domain::language::Language;
use domain::organisation::{Actor, Change, Directory, Facts, decide_change};
use domain::ports::{Contacts, Directories};
use uuid::Uuid;

use crate::common::start;
use crate::names::{organisation, person};
use crate::table::Recorded;

struct Life {
    table: Table,
    directory: Directory,
}

impl Life {
    async fn record(&mut self, change: Change) {
        self.record_as(Actor::Person { person: person(1) }, change).await;
    }

    async fn record_as(&mut self, actor: Actor, change: Change) {
        let decision = decide_change(&self.directory, &Facts::default(), change, actor, start()).unwrap();
        Directories::commit(&self.table, &decision, None).await.unwrap();
        self.directory = decision.directory;
    }
}

/// Both kinds of books, every kind of change, and an import that is being written, and done.
pub async fn all(recorded: &Recorded) {
    let mut life = Life { table: recorded.table(), directory: Directory::new(organisation("takikawa")) };
    let details = |email: &str| {
        let some = |text: &str| Some(text.to_owned());
        let request = ContactRequest {
            name: "鈴木 太郎".to_owned(),
            kana: some("スズキ タロウ"),
            email: email.to_owned(),
            company: some("株式会社〇〇"),
            department: some("総務部"),
            job_title: some("部長"),
            phone: some("090-1234-5678"),
            language: Language::En,
            note: some("夜間不可"),
        };
        request.accept().unwrap()
    };
    let only_needed = ContactRequest {
        name: "佐藤 花子".to_owned(),
        email: "sato@example.jp".to_owned(),
        ..ContactRequest::default()
    };
    let own = Book::new(BookId::own(organisation("takikawa"), person(1)));
    let added = Act::Add(only_needed.accept().unwrap());
    let added = decide_act(&own, &Found::default(), added, start()).unwrap();
    Contacts::commit_book(&life.table, &added, None).await.unwrap();

    let shared = Book::new(BookId::shared(organisation("takikawa")));
    let mut found = Found::default();
    let mut book = shared;
    for act in [
        Act::Add(details("suzuki@example.jp")),
        Act::Change(details("suzuki@example.com")),
        Act::Change(ContactDetails { note: None, ..details("suzuki@example.com") }),
        Act::Remove,
    ] {
        let decided = decide_act(&book, &found, act, start()).unwrap().recorded_by(life.directory.log.sequence + 1);
        book = decided.book.clone();
        found.contact = decided.put.first().map(|(_, contact)| contact.clone());
        life.record(Change::ChangeContacts(Box::new(decided))).await;
    }

    let (id, counts) = (Uuid::from_u128(9), ImportCounts { added: 1, updated: 2, unchanged: 3 });
    let import = RunningImport { id, until: start() + IMPORT_LEASE, counts, entry: None };
    let begun = Book { version: book.version + 1, import: Some(import), ..book.clone() };
    let recorded = Some(contact::Recorded::Imported { file: Digest::of(b"a file"), counts });
    let (put, removed, finished) = (Vec::new(), Vec::new(), None);
    let decision =
        BookDecision { before: book.version, book: begun.clone(), put, removed, finished, kept: None, recorded };
    life.record(Change::ChangeContacts(Box::new(decision.clone()))).await;
    let finished = Some(FinishedImport { id, counts, kept_until: start() + IMPORT_KEPT });
    let done = Book { version: begun.version + 1, import: None, ..begun.clone() };
    let decision = BookDecision { before: begun.version, book: done, finished, recorded: None, ..decision };
    Contacts::commit_book(&life.table, &decision, None).await.unwrap();

    // Recipients of two completed envelopes: in the organisation's book, and in a person's that has room for one of them.
    let envelope = |number| EnvelopeId::new(Uuid::from_u128(number));
    let recipients = [details("tanaka@example.jp"), details("takahashi@example.jp")];
    let shared = Book { version: begun.version + 1, import: None, ..begun };
    let full = Book { contacts: MAX_CONTACTS - 1, ..added.book };
    for (book, number) in [(shared, 21), (full, 22)] {
        let kept = decide_keep(&book, &KeepFound::default(), envelope(number), &recipients, start()).unwrap();
        life.record_as(Actor::Service, Change::ChangeContacts(Box::new(kept))).await;
    }
}
