//! What administrators and programs do with an organisation, over ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod contacts;
mod events;
mod folders;
mod groups;
mod keys;
mod limits;
mod link_addresses;
mod log;
mod organisation;
mod own_keys;
mod people;
mod seals;
mod sessions;
mod shut_out;
mod world;
