//! The whole service in one process: every function that takes part in a contract's way, over ports in memory, and a
//! scheduler that draws from a seed which of them goes on next.
//!
//! Each call of a port is a point at which another invocation may go on, be killed, or get no answer. Messages come in
//! any order, late and twice; every invocation has a clock of its own, which is wrong by some seconds and may run
//! backwards. The same seed gives the same run, so that what went wrong once goes wrong again.
//!
//! [`Case`] says what a run is like, [`Simulation`] runs it, [`Violation`] is what must never be seen, and [`Search`] runs
//! many and looks for the smallest that goes wrong. What it prints then runs that case again. `KEIIN_CASES=1000 cargo test
//! -p house --test contracts` runs a thousand contracts.
//!
//! That the house finds what it is there to find is tested as well: [`Faults`] are put around the ports, among them those
//! of earlier versions by which a contract of signers who pressed at the same moment stood still for ever. A check that is
//! added needs a fault that it finds.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "helpers of tests fail the test")]

mod act;
mod authorities;
mod backend;
mod case;
mod chance;
mod contract;
mod earlier;
mod executor;
mod factor;
mod functions;
mod http;
mod invariants;
mod invocation;
mod kept_contacts;
mod outage;
mod people;
mod ports;
mod queues;
mod registered;
mod removal;
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
