//! The organisation, its people, groups, API keys and log: `/v1/organisation`.

mod brand;
mod envelopes;
mod groups;
mod keys;
mod log;
mod me;
mod pages;
mod people;
mod seals;
mod settings;

pub use groups::{GroupListView, GroupRequest, GroupView};
pub use keys::{KeyListView, KeyRequest, KeyView, MadeKeyView, OwnKeyListView, OwnKeyRequest};
pub use log::LogView;
pub use me::{MeView, SessionListView, SessionView};
pub use pages::{PAGE_LIMITS, PageQuery, unknown_page};
pub use people::{PersonChangeRequest, PersonListView, PersonRequest, PersonView};
pub use seals::{RegisteredSealListView, RegisteredSealView, SealChangeRequest, SealUseListView, SealUseView};
pub use settings::{OrganisationChangeRequest, OrganisationView};
