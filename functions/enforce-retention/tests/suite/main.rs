//! What is locked and what is removed, over ports in memory.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

mod events;
mod removal;
mod sweep;
