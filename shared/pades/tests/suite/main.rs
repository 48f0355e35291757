//! Phases, odd and damaged inputs, hostile input.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod certificates;
mod hostile;
mod inputs;
mod lifecycle;
mod rewrite;
#[path = "../support/mod.rs"]
mod support;
mod timestamps;
