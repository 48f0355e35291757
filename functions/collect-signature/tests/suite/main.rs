//! What a signer does, over ports in memory.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod authenticators;
mod brands;
mod codes;
mod events;
mod factors;
mod forwarding;
mod languages;
mod link_addresses;
mod pages;
mod registered_seals;
mod seals;
mod world;
