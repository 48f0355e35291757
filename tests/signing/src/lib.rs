//! What judges shared/pades from outside: a PKI within the process, PDFs written by hand, an increment writer that
//! obeys no rule, honest files that must pass and attacks that must be named.
//!
//! Nothing here reads or writes PDFs or ASN.1 by way of `pades`, but for [`signer`] and [`extender`], so that a fault
//! there does not hide itself.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "helpers of tests fail the test")]

pub mod archives;
pub mod attacks;
pub mod command;
pub mod der;
pub mod document;
pub mod evidence;
pub mod extender;
pub mod finding;
pub mod foreign;
pub mod honest;
pub mod inputs;
pub mod pki;
pub mod server;
pub mod signer;

pub use attacks::Attack;
pub use finding::Finding;
