//! Contacts, as they are sent and shown.

use domain::contact::{self, BookId, Contact, ContactChange, ContactDetails, EarlierDetails, ListPlace};
use domain::email_address::EmailAddress;
use domain::factor::PhoneNumber;
use domain::ids::ContactId;
use domain::mirror::Convert;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::limits;
use super::super::values::Language;
use super::cursor;

/// Which address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookScope {
    /// The organisation's, which everybody of it reads.
    Shared,
    /// The caller's own, which nobody else sees as long as the organisation's contract lasts: what the operator hands over to the
    /// organisation at its end holds it too.
    Own,
}

impl BookScope {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "shared" => Some(Self::Shared),
            "own" => Some(Self::Own),
            _ => None,
        }
    }

    /// Which one a book is to whom it belongs.
    pub const fn of(book: &BookId) -> Self {
        if book.is_shared() { Self::Shared } else { Self::Own }
    }
}

/// A contact to be added: `POST /v1/contacts`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["scope", "name", "email"])))]
#[serde(default, deny_unknown_fields)]
pub struct ContactRequest {
    /// To which book.
    pub scope: Option<BookScope>,
    /// Name.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::PERSON_NAME)))]
    name: String,
    /// How the name is read (フリガナ). Lists are in this order.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::KANA)))]
    kana: Option<String>,
    /// Where requests are to go. No other contact of the book has it.
    email: String,
    /// Company.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::COMPANY_NAME)))]
    company: Option<String>,
    /// Department.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::DEPARTMENT)))]
    department: Option<String>,
    /// Job title.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::JOB_TITLE)))]
    job_title: Option<String>,
    /// Telephone number, Japanese or with its country code.
    phone: Option<String>,
    /// The language of pages and mails.
    language: Language,
    /// A note.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::NOTE)))]
    note: Option<String>,
}

impl From<ContactRequest> for contact::ContactRequest {
    fn from(request: ContactRequest) -> Self {
        let ContactRequest { scope: _, name, kana, email, company, department, job_title, phone, language, note } =
            request;
        let language = language.convert();
        Self { name, kana, email, company, department, job_title, phone, language, note }
    }
}

/// What is changed of a contact: `PATCH /v1/contacts/{id}`. What is left out stays, and an empty text takes away what may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ContactChangeRequest {
    /// Name.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::PERSON_NAME)))]
    name: Option<String>,
    /// How the name is read.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::KANA)))]
    kana: Option<String>,
    /// Address. With another the contact has another `id`, which the answer says.
    email: Option<String>,
    /// Company.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::COMPANY_NAME)))]
    company: Option<String>,
    /// Department.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::DEPARTMENT)))]
    department: Option<String>,
    /// Job title.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::JOB_TITLE)))]
    job_title: Option<String>,
    /// Telephone number.
    phone: Option<String>,
    /// The language of pages and mails.
    language: Option<Language>,
    /// A note.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::NOTE)))]
    note: Option<String>,
}

impl From<ContactChangeRequest> for ContactChange {
    fn from(request: ContactChangeRequest) -> Self {
        let ContactChangeRequest { name, kana, email, company, department, job_title, phone, language, note } = request;
        let language = language.map(Convert::convert);
        Self { name, kana, email, company, department, job_title, phone, language, note }
    }
}

/// A contact.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactView {
    /// Follows from the book and the address.
    pub id: ContactId,
    scope: BookScope,
    name: String,
    kana: Option<String>,
    email: EmailAddress,
    company: Option<String>,
    department: Option<String>,
    job_title: Option<String>,
    phone: Option<PhoneNumber>,
    language: Language,
    note: Option<String>,
    changed_at: Timestamp,
    version: u64,
    /// What was said before, the latest first: of a shared contact that is read by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<EarlierView>,
}

/// What was said of a contact before. The entry of the organisation's log says who changed it when.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct EarlierView {
    /// The entry that ended it (`sequence` in `GET /v1/organisation/log`).
    until_entry: u64,
    name: String,
    kana: Option<String>,
    email: EmailAddress,
    company: Option<String>,
    department: Option<String>,
    job_title: Option<String>,
    phone: Option<PhoneNumber>,
    language: Language,
    note: Option<String>,
}

impl ContactView {
    /// With what was said before.
    pub fn of(scope: BookScope, contact: Contact) -> Self {
        let Contact { id, version, details, changed_at, earlier } = contact;
        let ContactDetails { name, kana, email, company, department, job_title, phone, language, note } = details;
        let language = language.convert();
        let earlier = earlier.into_iter().map(EarlierView::from).collect();
        Self {
            id,
            scope,
            name,
            kana,
            email,
            company,
            department,
            job_title,
            phone,
            language,
            note,
            changed_at,
            version,
            earlier,
        }
    }
}

impl From<EarlierDetails> for EarlierView {
    fn from(EarlierDetails { details, until_entry }: EarlierDetails) -> Self {
        let ContactDetails { name, kana, email, company, department, job_title, phone, language, note } = details;
        let language = language.convert();
        Self { until_entry, name, kana, email, company, department, job_title, phone, language, note }
    }
}

/// A page of contacts.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactListView {
    /// In the order in which their names are read, or of their names where nobody said.
    contacts: Vec<ContactView>,
    /// What `cursor` is for the next page; nothing on the last one.
    next_cursor: Option<String>,
}

impl ContactListView {
    /// A page of what was found, which is all that comes behind the page before.
    pub fn of(mut found: Vec<(ListPlace, BookScope, Contact)>, limit: u16) -> Self {
        let has_more = found.len() > usize::from(limit);
        found.truncate(usize::from(limit));
        let next_cursor =
            found.last().filter(|_| has_more).map(|(place, ..)| cursor::written(&place.letters, place.id));
        let listed = |(_, scope, contact): (ListPlace, BookScope, Contact)| {
            ContactView::of(scope, Contact { earlier: Vec::new(), ..contact })
        };
        Self { contacts: found.into_iter().map(listed).collect(), next_cursor }
    }
}
