//! What mails and text messages say, and when they are sent.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod codes;
mod common;
mod delays;
mod ends;
mod events;
mod invitations;
mod languages;
mod mails;
mod seal_expiry;
