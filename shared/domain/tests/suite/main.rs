//! Decisions, from the outside.

mod access;
mod at_once;
mod common;
mod drafts;
mod earlier_events;
mod kept_contacts;
mod names;
mod one_of;
mod properties;
mod registered_seals;
mod reminders;
mod removal;
mod sending;
mod signer;
mod summary;
mod waiting;
mod walk;
