//! Uploads that are checked and prepared, over ports in memory.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

mod checks;
mod events;
mod sending;
mod world;
