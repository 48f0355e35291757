//! Changes of single contacts, decided from what is stored.

use jiff::Timestamp;

use super::{Book, Contact, ContactDetails, ContactField, FinishedImport, ImportCounts, KeptEnvelope, MAX_CONTACTS};
use crate::digest::Digest;
use crate::ids::{ContactId, EnvelopeId};

/// What is to be done to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is added.
    Add(ContactDetails),
    /// Of the contact of [`Found::contact`] this is said from now on.
    Change(ContactDetails),
    /// The contact of [`Found::contact`] goes.
    Remove,
}

/// What is stored and concerns the change, all read after the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The contact that the change is about.
    pub contact: Option<Contact>,
    /// The contact that has the address which it is to have.
    pub with_address: Option<Contact>,
    /// How many contacts there are, where that was counted anew, since an import was left unfinished.
    pub counted: Option<u32>,
}

/// What is to be stored, all at once, unless the book has changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookDecision {
    /// The version of the book as it was read.
    pub before: u64,
    /// The book as it is to be.
    pub book: Book,
    /// Contacts as they were and as they are to be.
    pub put: Vec<(Option<Contact>, Contact)>,
    /// Contacts that go.
    pub removed: Vec<Contact>,
    /// The import that is done, with what its answer says.
    pub finished: Option<FinishedImport>,
    /// The completed envelope whose recipients are kept by this.
    pub kept: Option<KeptEnvelope>,
    /// What the organisation's log says of it.
    pub recorded: Option<Recorded>,
}

/// What the organisation's log says of a change of its book. It names no person: nothing is ever taken from the log, and a contact
/// that was deleted is to be gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// A contact was added.
    Added {
        /// Which.
        contact: ContactId,
    },
    /// Something else is said of a contact.
    Changed {
        /// Which.
        contact: ContactId,
        /// What it is called since its address is another.
        became: Option<ContactId>,
        /// Which parts.
        fields: Vec<ContactField>,
    },
    /// A contact is gone.
    Removed {
        /// Which.
        contact: ContactId,
    },
    /// A file was imported.
    Imported {
        /// SHA-256 of the file.
        file: Digest,
        /// What it comes to.
        counts: ImportCounts,
    },
    /// Recipients of a completed envelope were kept.
    Kept {
        /// Of which envelope.
        envelope: EnvelopeId,
        /// Which contacts were added; none where it is a person's book.
        contacts: Vec<ContactId>,
        /// How many more there were, for which the book has no room.
        left_out: u32,
    },
}

/// Why a book is not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookRefusal {
    /// There is no contact of this identifier.
    #[error("there is no such contact")]
    UnknownContact,
    /// A contact of the book has the address already.
    #[error("a contact of the book has this address already")]
    AddressTaken,
    /// There are too many contacts.
    #[error("a book has at most {MAX_CONTACTS} contacts")]
    TooManyContacts,
    /// Another import is being written.
    #[error("an import is being written")]
    ImportRunning,
    /// Nothing would be other than it is.
    #[error("nothing would change")]
    Unchanged,
}

/// Decides a change of a contact.
///
/// # Errors
/// Why it is not made.
pub fn decide_act(book: &Book, found: &Found, act: Act, now: Timestamp) -> Result<BookDecision, BookRefusal> {
    if book.is_written_by_another(None, now) {
        return Err(BookRefusal::ImportRunning);
    }
    let mut after = Book { version: book.version + 1, import: None, ..book.clone() };
    after.contacts = found.counted.unwrap_or(book.contacts);
    let known = || found.contact.clone().ok_or(BookRefusal::UnknownContact);
    let (mut put, mut removed) = (Vec::new(), Vec::new());
    let recorded = match act {
        Act::Add(details) => {
            if found.with_address.is_some() {
                return Err(BookRefusal::AddressTaken);
            }
            if after.is_full() {
                return Err(BookRefusal::TooManyContacts);
            }
            after.contacts += 1;
            let contact = Contact::new(&book.id, details, now);
            let id = contact.id;
            put.push((None, contact));
            Recorded::Added { contact: id }
        }
        Act::Change(details) => {
            let before = known()?;
            let fields = before.details.differences(&details);
            if fields.is_empty() {
                return Err(BookRefusal::Unchanged);
            }
            let contact = before.changed(&book.id, details, now);
            let (id, became) = (before.id, Some(contact.id).filter(|id| *id != before.id));
            if became.is_none() {
                put.push((Some(before), contact));
            } else if found.with_address.is_some() {
                return Err(BookRefusal::AddressTaken);
            } else {
                put.push((None, contact));
                removed.push(before);
            }
            Recorded::Changed { contact: id, became, fields }
        }
        Act::Remove => {
            let contact = known()?;
            let id = contact.id;
            after.contacts = after.contacts.saturating_sub(1);
            removed.push(contact);
            Recorded::Removed { contact: id }
        }
    };
    after.told_full &= after.is_full();
    let recorded = Some(recorded).filter(|_| book.id.is_shared());
    Ok(BookDecision { before: book.version, book: after, put, removed, finished: None, kept: None, recorded })
}

impl BookDecision {
    /// The same, where this entry of the organisation's log records it.
    #[must_use]
    pub fn recorded_by(mut self, entry: u64) -> Self {
        self.put = self.put.into_iter().map(|(before, after)| (before, after.recorded_by(entry))).collect();
        if let (Some(import), Some(Recorded::Imported { .. })) = (&mut self.book.import, &self.recorded) {
            import.entry = Some(entry);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{BookId, ContactRequest, IMPORT_LEASE, MAX_EARLIER, RunningImport};
    use crate::ids::PersonId;
    use uuid::Uuid;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).expect("a time")
    }

    fn details(name: &str, email: &str) -> ContactDetails {
        let request = ContactRequest { name: name.to_owned(), email: email.to_owned(), ..ContactRequest::default() };
        request.accept().expect("right")
    }

    fn shared() -> BookId {
        BookId::shared("takikawa".to_owned().try_into().expect("an organisation"))
    }

    fn own() -> BookId {
        BookId::own(shared().organisation, PersonId::new(Uuid::from_u128(7)))
    }

    fn found(contact: &Contact) -> Found {
        Found { contact: Some(contact.clone()), ..Found::default() }
    }

    #[test]
    fn an_address_is_one_contact_of_a_book_however_it_is_written_and_another_of_another_book() {
        let id = |book: BookId, email: &str| book.contact(&email.parse().expect("an address"));
        assert_eq!(id(shared(), "suzuki@example.jp"), id(shared(), "ＳＵＺＵＫＩ@Example.JP"));
        assert_ne!(id(shared(), "suzuki@example.jp"), id(shared(), "suzuki@example.com"));
        assert_ne!(id(shared(), "suzuki@example.jp"), id(own(), "suzuki@example.jp"));
    }

    #[test]
    fn contacts_are_counted_and_no_address_stands_there_twice() {
        let book = Book { contacts: MAX_CONTACTS - 1, version: 4, ..Book::new(shared()) };
        let add = Act::Add(details("鈴木", "suzuki@example.jp"));
        let added = decide_act(&book, &Found::default(), add.clone(), at(0)).expect("added");
        assert_eq!((added.before, added.book.version, added.book.contacts), (4, 5, MAX_CONTACTS));
        let (_, contact) = &added.put[0];
        assert_eq!(added.recorded, Some(Recorded::Added { contact: contact.id }));
        let taken = Found { with_address: Some(contact.clone()), ..Found::default() };
        assert_eq!(decide_act(&book, &taken, add.clone(), at(0)), Err(BookRefusal::AddressTaken));
        assert_eq!(decide_act(&added.book, &Found::default(), add, at(0)), Err(BookRefusal::TooManyContacts));
        let removed = decide_act(&added.book, &found(contact), Act::Remove, at(1)).expect("removed");
        assert_eq!((removed.book.contacts, &removed.removed), (MAX_CONTACTS - 1, &vec![contact.clone()]));
        assert_eq!(decide_act(&book, &Found::default(), Act::Remove, at(1)), Err(BookRefusal::UnknownContact));
    }

    #[test]
    fn a_shared_contact_keeps_what_was_said_before_and_the_log_says_which_parts_changed() {
        let (book, mut contact) =
            (Book::new(shared()), Contact::new(&shared(), details("0", "suzuki@example.jp"), at(0)));
        for n in 1..=MAX_EARLIER + 2 {
            let change = Act::Change(details(&n.to_string(), "suzuki@example.jp"));
            let decided = decide_act(&book, &found(&contact), change, at(0)).expect("changed");
            let fields = vec![ContactField::Name];
            assert_eq!(decided.recorded, Some(Recorded::Changed { contact: contact.id, became: None, fields }));
            let after = decided.recorded_by(n as u64).put.remove(0).1;
            assert!(after.version > contact.version, "however fast one change follows another");
            contact = after;
        }
        let earlier: Vec<_> = contact.earlier.iter().map(|e| (e.details.name.as_str(), e.until_entry)).collect();
        assert_eq!(earlier, [("6", 7), ("5", 6), ("4", 5), ("3", 4), ("2", 3)]);
        let same = Act::Change(contact.details.clone());
        assert_eq!(decide_act(&book, &found(&contact), same, at(9)), Err(BookRefusal::Unchanged));
    }

    #[test]
    fn a_persons_book_records_nothing_and_keeps_nothing_of_before() {
        let contact = Contact::new(&own(), details("鈴木", "suzuki@example.jp"), at(0));
        let change = Act::Change(details("鈴木 太郎", "suzuki@example.jp"));
        let decided = decide_act(&Book::new(own()), &found(&contact), change, at(1)).expect("changed");
        assert_eq!((&decided.recorded, &decided.put[0].1.earlier), (&None, &Vec::new()));
    }

    #[test]
    fn whoever_gets_another_address_is_another_row_unless_somebody_has_it() {
        let contact = Contact::new(&shared(), details("鈴木", "suzuki@example.jp"), at(0));
        let change = Act::Change(details("鈴木", "suzuki@example.com"));
        let moved = decide_act(&Book::new(shared()), &found(&contact), change.clone(), at(1)).expect("changed");
        let new = shared().contact(&"suzuki@example.com".parse().expect("an address"));
        assert_eq!((moved.put[0].1.id, &moved.removed), (new, &vec![contact.clone()]));
        let other = Contact::new(&shared(), details("別人", "suzuki@example.com"), at(0));
        let taken = Found { with_address: Some(other), ..found(&contact) };
        assert_eq!(decide_act(&Book::new(shared()), &taken, change, at(1)), Err(BookRefusal::AddressTaken));
        // The same mailbox in other letters is the same row.
        let letters = Act::Change(details("鈴木", "Suzuki@example.jp"));
        let same = Found { with_address: Some(contact.clone()), ..found(&contact) };
        let changed = decide_act(&Book::new(shared()), &same, letters, at(1)).expect("changed");
        assert_eq!((changed.put[0].1.id, changed.removed.len()), (contact.id, 0));
    }

    #[test]
    fn while_an_import_is_written_nobody_else_changes_the_book_and_one_that_was_left_keeps_nobody() {
        let (counts, until) = (ImportCounts::default(), at(0) + IMPORT_LEASE);
        let import = RunningImport { id: Uuid::from_u128(1), until, counts, entry: Some(3) };
        let book = Book { contacts: 10, import: Some(import), ..Book::new(shared()) };
        let add = Act::Add(details("鈴木", "suzuki@example.jp"));
        let recounted = Found { counted: Some(25), ..Found::default() };
        assert_eq!(decide_act(&book, &recounted, add.clone(), at(34)), Err(BookRefusal::ImportRunning));
        let added = decide_act(&book, &recounted, add, at(35)).expect("added");
        assert_eq!((added.book.contacts, added.book.import), (26, None));
    }
}
