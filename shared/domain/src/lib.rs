//! Envelopes, recipients, seals and their evidence: the decisions of Keiin, without any I/O.
//!
//! The heart is [`envelope::Envelope::apply`]: an envelope, a command and a moment give the envelope's next version and
//! the events to store with it, or a refusal. No AWS, no environment, no clock, no randomness.
//!
//! These types are nobody's JSON: requests and answers have theirs in the crate `api`, rows in `aws`, and events, whose JSON
//! is hashed, in [`evidence`]. Only values that one text stands for everywhere (identifiers, digests, addresses) know `serde`.

pub mod access;
mod actor;
pub mod anchor;
mod apply;
pub mod authorisation;
mod chain_head;
pub mod command;
pub mod contact;
pub mod deadline;
pub mod delegate;
pub mod digest;
pub mod document;
pub mod draft;
pub mod email_address;
pub mod envelope;
mod envelope_limits;
pub mod evidence;
pub mod factor;
pub mod field_error;
pub mod file;
pub mod folder;
mod identity;
pub mod ids;
pub mod job;
pub mod language;
pub mod link;
pub mod mail;

pub mod mirror;
pub mod oidc;
pub mod organisation;
pub mod policy;
pub mod ports;
pub mod preparation;
pub mod recipient;
pub mod registered_seal;
pub mod removal;
pub mod retention;
pub mod rewriting;
#[cfg(feature = "schema")]
mod schema;
pub mod seal_certificate;
pub mod seal_expiry;
pub mod seal_permission;
pub mod seal_use;
pub mod summary;
pub mod text;
pub mod transaction;
pub mod unsendable;
pub mod visible_seal;
pub mod waiting;
mod waits;
