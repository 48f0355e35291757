//! What comes back, over ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod bounces;
mod events;
