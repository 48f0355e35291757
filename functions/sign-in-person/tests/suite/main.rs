//! Signing in, over ports in memory and a provider that signs with keys of its own.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod events;
mod happy;
mod invitations;
mod logs;
mod pages;
mod provider;
mod providers;
mod refusals;
mod renewal;
mod slow;
mod tokens;
mod transport;
mod world;
