//! Contacts of address books: `/v1/contacts`.

mod cursor;
mod import;
mod query;
mod view;

pub use import::{ImportView, MAX_CSV_BYTES};
pub use query::{CONTACT_PAGE_LIMITS, ContactQuery, Encoding, Existing, ExportQuery, ImportQuery};
pub use view::{BookScope, ContactChangeRequest, ContactListView, ContactRequest, ContactView};
