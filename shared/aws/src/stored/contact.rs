//! Address books.

use domain::contact::{Book, BookHolder, BookId, Contact, ContactDetails, EarlierDetails, ImportCounts, RunningImport};
use domain::email_address::EmailAddress;
use domain::factor::PhoneNumber;
use domain::ids::{ContactId, OrganisationId, PersonId};
use domain::mirror;
use domain::mirror::Convert;
use jiff::Timestamp;
use uuid::Uuid;

use super::Row;
use super::parts::LanguageRow;

mirror! {
    /// The `body` of `CONTACTS#organisation` or `CONTACTS#organisation#person`, `CONTACT#id`.
    pub struct StoredContact = Contact {
        id: ContactId,
        version: u64,
        details: DetailsRow,
        changed_at: Timestamp,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        earlier: Vec<EarlierRow>,
    }
}

impl Row for Contact {
    type Stored = StoredContact;
}

mirror! {
    // What is not said takes no room: a book is read whole.
    struct DetailsRow = ContactDetails {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kana: Option<String>,
        email: EmailAddress,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        company: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        job_title: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<PhoneNumber>,
        language: LanguageRow,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    }
}

mirror! {
    struct EarlierRow = EarlierDetails { details: DetailsRow, until_entry: u64 }
}

/// The `body` of `CONTACTS#organisation` or `CONTACTS#organisation#person`, `BOOK`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StoredBook {
    organisation: OrganisationId,
    #[serde(deserialize_with = "Option::deserialize")]
    person: Option<PersonId>,
    version: u64,
    contacts: u32,
    #[serde(deserialize_with = "Option::deserialize")]
    import: Option<ImportRow>,
    /// Since recipients of completed envelopes are kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    told_full: bool,
}

impl Row for Book {
    type Stored = StoredBook;
}

impl Convert<StoredBook> for Book {
    fn convert(self) -> StoredBook {
        let Self { id: BookId { organisation, holder }, version, contacts, import, told_full } = self;
        let person = match holder {
            BookHolder::Organisation => None,
            BookHolder::Person(person) => Some(person),
        };
        StoredBook { organisation, person, version, contacts, import: import.convert(), told_full }
    }
}

impl Convert<Book> for StoredBook {
    fn convert(self) -> Book {
        let Self { organisation, person, version, contacts, import, told_full } = self;
        let holder = person.map_or(BookHolder::Organisation, BookHolder::Person);
        Book { id: BookId { organisation, holder }, version, contacts, import: import.convert(), told_full }
    }
}

mirror! {
    struct ImportRow = RunningImport {
        id: Uuid,
        until: Timestamp,
        counts: StoredImport,
        #[serde(deserialize_with = "Option::deserialize")]
        entry: Option<u64>,
    }
}

mirror! {
    /// The `body` of `CONTACTS#organisation` or `CONTACTS#organisation#person`, `IMPORT#id`.
    pub struct StoredImport = ImportCounts { added: u32, updated: u32, unchanged: u32 }
}

impl Row for ImportCounts {
    type Stored = StoredImport;
}
