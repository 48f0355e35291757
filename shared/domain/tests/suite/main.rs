//! Decisions, from the outside.

mod at_once;
mod common;
mod earlier_events;
mod names;
mod properties;
mod registered_seals;
mod removal;
mod sending;
mod signer;
mod summary;
mod waiting;
mod walk;
