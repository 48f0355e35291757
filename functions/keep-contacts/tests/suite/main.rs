//! Which recipients are kept as contacts in which book, over ports in memory.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is missing")]

mod books;
mod events;
