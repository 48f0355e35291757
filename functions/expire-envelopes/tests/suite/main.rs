//! What time sets going, over ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod certificates;
mod events;
mod many;
mod waits;
