//! Seals and the keys that make them, over ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod delays;
mod events;
mod registered_seals;
mod world;
