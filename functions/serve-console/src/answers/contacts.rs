//! Contacts of address books: `/v1/contacts`.

use domain::ids::ContactId;
use serde::Deserialize;

/// A page of contacts.
#[derive(Debug, Deserialize)]
pub(crate) struct ContactList {
    pub(crate) contacts: Vec<Contact>,
    pub(crate) next_cursor: Option<String>,
}

/// A contact.
#[derive(Debug, Deserialize)]
pub(crate) struct Contact {
    pub(crate) id: ContactId,
    pub(crate) scope: Book,
    pub(crate) name: String,
    pub(crate) kana: Option<String>,
    pub(crate) email: String,
    pub(crate) company: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) job_title: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) language: String,
    pub(crate) note: Option<String>,
}

/// Which address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Book {
    Shared,
    Own,
}

/// What an import came to.
#[derive(Debug, Deserialize)]
pub(crate) struct Imported {
    pub(crate) added: u32,
    pub(crate) updated: u32,
    pub(crate) unchanged: u32,
}
