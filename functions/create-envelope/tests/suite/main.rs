//! What a sender does, over ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod caller;
mod changes;
mod common;
mod copies;
mod documents;
mod drafts;
mod events;
mod evidence;
mod files;
mod folders;
mod forms;
mod list;
mod misleading;
mod policies;
mod refusals;
mod registered_seals;
mod retry;
mod sending;
mod status;
mod too_large;
mod world;
