//! Address books in memory. Rows are kept as the table keeps them.

use std::collections::{BTreeMap, BTreeSet};

use aws::stored::Row;
use domain::contact::{Book, BookDecision, BookHolder, BookId, Contact, ImportCounts};
use domain::ids::{ContactId, EnvelopeId, OrganisationId};
use uuid::Uuid;

/// Books by whose they are.
#[derive(Debug, Default)]
pub(crate) struct Books {
    rows: BTreeMap<String, Rows>,
    kept: BTreeSet<(OrganisationId, EnvelopeId)>,
}

#[derive(Debug, Default)]
struct Rows {
    book: Option<String>,
    contacts: BTreeMap<ContactId, String>,
    imports: BTreeMap<Uuid, String>,
}

impl Books {
    fn of(&self, book: &BookId) -> Option<&Rows> {
        self.rows.get(&key(book))
    }

    pub(crate) fn book(&self, id: &BookId) -> Book {
        let row = self.of(id).and_then(|rows| rows.book.as_ref());
        row.map_or_else(|| Book::new(id.clone()), |row| Book::from_row(row).unwrap())
    }

    pub(crate) fn contact(&self, book: &BookId, id: ContactId) -> Option<Contact> {
        self.of(book)?.contacts.get(&id).map(|row| Contact::from_row(row).unwrap())
    }

    pub(crate) fn all(&self, book: &BookId) -> Vec<Contact> {
        let rows = self.of(book).into_iter().flat_map(|rows| rows.contacts.values());
        rows.map(|row| Contact::from_row(row).unwrap()).collect()
    }

    pub(crate) fn finished_import(&self, book: &BookId, import: Uuid) -> Option<ImportCounts> {
        self.of(book)?.imports.get(&import).map(|row| ImportCounts::from_row(row).unwrap())
    }

    pub(crate) fn has_kept(&self, organisation: &OrganisationId, envelope: EnvelopeId) -> bool {
        self.kept.contains(&(organisation.clone(), envelope))
    }

    /// Whether a decision still holds.
    pub(crate) fn allow(&self, decision: &BookDecision) -> bool {
        let id = &decision.book.id;
        let is_as_read =
            |id_of: ContactId, version: Option<u64>| self.contact(id, id_of).map(|contact| contact.version) == version;
        let is_kept = |envelope| self.has_kept(&id.organisation, envelope);
        self.book(id).version == decision.before
            && !decision.kept.is_some_and(|kept| is_kept(kept.envelope))
            && decision.put.iter().all(|(before, after)| is_as_read(after.id, before.as_ref().map(|b| b.version)))
            && decision.removed.iter().all(|contact| is_as_read(contact.id, Some(contact.version)))
    }

    pub(crate) fn apply(&mut self, decision: &BookDecision) {
        let organisation = &decision.book.id.organisation;
        self.kept.extend(decision.kept.map(|kept| (organisation.clone(), kept.envelope)));
        let rows = self.rows.entry(key(&decision.book.id)).or_default();
        rows.book = Some(decision.book.to_row().unwrap());
        for contact in &decision.removed {
            rows.contacts.remove(&contact.id);
        }
        for (_, contact) in &decision.put {
            rows.contacts.insert(contact.id, contact.to_row().unwrap());
        }
        if let Some(import) = &decision.finished {
            rows.imports.insert(import.id, import.counts.to_row().unwrap());
        }
    }

    pub(crate) fn write(&mut self, book: &BookId, contacts: &[Contact]) {
        let rows = self.rows.entry(key(book)).or_default();
        rows.contacts.extend(contacts.iter().map(|contact| (contact.id, contact.to_row().unwrap())));
    }
}

fn key(BookId { organisation, holder }: &BookId) -> String {
    match holder {
        BookHolder::Organisation => organisation.to_string(),
        BookHolder::Person(person) => format!("{organisation}#{person}"),
    }
}
