//! The function by itself, over an API that is not there. What its pages show is tested where the API is, in `tests/callers`.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod events;
