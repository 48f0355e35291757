//! Anybody's PDF, over ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod events;
mod files;
mod hostile;
mod pages;
mod verdicts;
mod whose;
mod world;
