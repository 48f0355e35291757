//! The address book (F15): whom an organisation, or one of its people, sends envelopes to.
//!
//! A book is the organisation's, which everybody of it reads, or a person's own. In a book a contact is known by its mailbox: its
//! identifier follows from it, so that no book can hold an address twice, and whoever writes the same contact again writes the same
//! row. Whoever changes the address makes another contact of it.

mod act;
mod book;
mod csv;
mod details;
mod import;
mod keep;
mod request;
mod search;

use jiff::Timestamp;

use crate::digest::Digest;
use crate::email_address::EmailAddress;
use crate::ids::{ContactId, OrganisationId, PersonId};

pub use act::{Act, BookDecision, BookRefusal, Found, Recorded, decide_act};
pub use book::{
    Book, ENVELOPE_KEPT, FinishedImport, IMPORT_KEPT, IMPORT_LEASE, ImportCounts, KeptEnvelope, MAX_CONTACTS,
    RunningImport,
};
pub use csv::{CSV_COLUMNS, Column, CsvFault, CsvRow, Record, cells_of, guarded, rows_of};
pub use details::{ContactDetails, ContactField};
pub use import::{Existing, ImportPlan, NotImported, plan_import};
pub use keep::{KeepFound, contacts_of, decide_keep};
pub use request::{ContactChange, ContactRequest};
pub use search::{ListPlace, Search, in_order};

/// Earlier states of a contact that are kept with it.
pub const MAX_EARLIER: usize = 5;

/// Which book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookId {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Whose.
    pub holder: BookHolder,
}

/// Whose a book is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookHolder {
    /// The organisation's, shared by its people.
    Organisation,
    /// This person's, whom nobody else sees it.
    Person(PersonId),
}

impl BookId {
    /// The organisation's book.
    pub const fn shared(organisation: OrganisationId) -> Self {
        Self { organisation, holder: BookHolder::Organisation }
    }

    /// A person's book.
    pub const fn own(organisation: OrganisationId, person: PersonId) -> Self {
        Self { organisation, holder: BookHolder::Person(person) }
    }

    /// Whether it is the organisation's: only of that changes are recorded.
    pub const fn is_shared(&self) -> bool {
        matches!(self.holder, BookHolder::Organisation)
    }

    /// What the contact of this mailbox is called in this book. It differs from book to book, so that nobody sees by it that two
    /// books hold the same address.
    pub fn contact(&self, email: &EmailAddress) -> ContactId {
        let holder = match self.holder {
            BookHolder::Organisation => String::new(),
            BookHolder::Person(person) => person.to_string(),
        };
        let digest = Digest::of(format!("{}\n{holder}\n{}", self.organisation, email.mailbox_digest()).as_bytes());
        ContactId::of_digest(&digest)
    }
}

/// Somebody whom envelopes are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Follows from the book and the address: [`BookId::contact`].
    pub id: ContactId,
    /// Grows with every change, and beyond what a contact that was deleted had: it begins with the milliseconds of 1970.
    pub version: u64,
    /// What is said of them.
    pub details: ContactDetails,
    /// When that was said.
    pub changed_at: Timestamp,
    /// What was said before, the latest first, [`MAX_EARLIER`] at most; only in the organisation's book. It goes with the contact:
    /// the organisation's log, from which nothing is ever taken, says who changed which parts when, and names nobody.
    pub earlier: Vec<EarlierDetails>,
}

/// What was said of a contact before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierDetails {
    /// It.
    pub details: ContactDetails,
    /// The entry of the organisation's log that ended it.
    pub until_entry: u64,
}

impl Contact {
    /// A new one.
    pub fn new(book: &BookId, details: ContactDetails, now: Timestamp) -> Self {
        let (id, version) = (book.contact(&details.email), first_version(now));
        Self { id, version, details, changed_at: now, earlier: Vec::new() }
    }

    /// The contact as it is once something else is said. The number of the entry that records it is set when it is known.
    pub fn changed(&self, book: &BookId, details: ContactDetails, now: Timestamp) -> Self {
        let version = first_version(now).max(self.version + 1);
        let mut earlier = Vec::new();
        if book.is_shared() {
            earlier.push(EarlierDetails { details: self.details.clone(), until_entry: 0 });
            earlier.extend(self.earlier.iter().take(MAX_EARLIER - 1).cloned());
        }
        Self { id: book.contact(&details.email), version, details, changed_at: now, earlier }
    }

    /// The same, where this entry records the change.
    pub(crate) fn recorded_by(mut self, entry: u64) -> Self {
        if let Some(last) = self.earlier.first_mut().filter(|last| last.until_entry == 0) {
            last.until_entry = entry;
        }
        self
    }
}

fn first_version(now: Timestamp) -> u64 {
    u64::try_from(now.as_millisecond()).unwrap_or_default()
}
