//! Random calls of the API over several organisations, judged by a model of who may do what that knows nothing of the code.
//!
//! A walk founds three organisations in memory, with people of all roles, groups, folders and the rights that they give, envelopes,
//! contacts, sessions and API keys. Then somebody asks for something, again and again: for any route that asks who calls, about
//! something of their own organisation, of another, or that never was. People, roles, groups, folders and envelopes change meanwhile.
//! After every answer it is asked
//!
//! - whether it is refused or not as the model says, which is written from `docs/authorisation.md`;
//! - whether it holds a word or an identifier of something that the caller may not see: everything carries a mark of its own;
//! - whether what the caller may not see is answered by the same bytes, and at the cost of the same calls of ports, as what never was;
//! - whether a list holds all that the caller may see, page by page, and nothing else, also by a cursor that somebody else was given;
//! - whether an `Idempotency-Key` that others have used is as good as new;
//! - whether a refused request left everything as it was.
//!
//! All of a walk follows from its seed. `KEIIN_CASES=1000 cargo test -p walks` walks a thousand times, `KEIIN_SEED=7` begins with
//! that seed.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a walk ends where something is missing"
)]

mod ask;
mod chance;
mod compose;
mod faults;
mod founding;
mod judge;
mod marks;
mod model;
mod names;
mod ports;
mod thing;
mod violation;
mod walk;

pub use faults::Faults;
pub use model::{Level, Line, Role, Scope, line_of};
pub use violation::{Failure, Violation};
pub use walk::{Case, Report, routes_of_walks};
