//! Timestamps and authorities, over ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod delays;
mod events;
mod side_by_side;
