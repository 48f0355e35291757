//! Downloads of finished documents, over ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod events;
mod pages;
mod problems;
