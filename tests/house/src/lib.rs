//! The whole service in one process: every function that takes part in a contract's way, over ports in memory, and a
//! scheduler that draws from a seed which of them goes on next.
//!
//! Each call of a port is a point at which another invocation may go on, be killed, or get no answer. Messages come in
//! any order, late and twice; every invocation has a clock of its own, which is wrong by some seconds and may run
//! backwards. The same seed gives the same run, so that what went wrong once goes wrong again.
//!
//! [`Case`] says what a run is like, [`Simulation`] runs it, and [`Violation`] is what must never be seen.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "helpers of tests fail the test")]

mod act;
mod authorities;
mod backend;
mod case;
mod chance;
mod contract;
mod earlier;
mod executor;
mod functions;
mod invariants;
mod invocation;
mod people;
mod ports;
mod queues;
mod search;
mod simulation;
mod stream;
mod timeline;
mod violation;
mod watch;

pub use case::{Case, Faults};
pub use search::{Failure, Search};
pub use simulation::{Report, Simulation};
pub use violation::Violation;
