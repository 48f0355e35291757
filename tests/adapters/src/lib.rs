//! What the domain's ports promise, as contracts: lists of promises, each an async function over the port, so that the same
//! ones are asked of the adapters to AWS, over emulators, and of the ports in memory that other tests use.
//!
//! `tests/memory.rs`, `tests/ministack.rs` and `tests/localstack.rs` name what each contract is asked of.

#![allow(clippy::missing_panics_doc, clippy::panic, reason = "helpers of tests fail the test")]

pub mod canned;
mod contract;
pub mod contracts;
pub mod fixtures;
pub mod http;
pub mod stage;

pub use contract::{Contract, Difference, Promise, keeps};
