//! PDF signatures by PAdES (EN 319 142-1): preparing, signing by an external key, stamping, reading back.
//!
//! Bytes in, bytes out: no network, no files, no clock, no randomness, no private key. What the caller must fetch from
//! elsewhere (a signature, a timestamp token) lies between two calls, and every call gives the same bytes for the same
//! input, so that a caller who crashed in between simply calls again.
//!
//! 1. [`inspect`](inspect()) – can this file be signed?
//! 2. [`prepare`](prepare::prepare()) – document ID on each page, empty signature fields; before the first signature.
//! 3. [`sign::begin`] → key → [`Prepared::attach`](sign::Prepared::attach) – a signature (PAdES-B-B).
//! 4. [`stamp::pending`] → authority → [`PendingStamp::attach`](stamp::PendingStamp::attach) – its timestamp (B-T).
//! 5. [`stamp::begin_document_timestamp`] → authority → [`attach`](stamp::PreparedTimestamp::attach) – a timestamp of
//!    the whole file.
//! 6. [`signatures`](signatures::signatures) – reading all of it back.
//!
//! [`timestamp`] makes the authority's request and checks its answer, [`request`] makes certificate requests,
//! [`certificate`] reads certificates.

pub mod appearance;
mod asn1;
pub mod certificate;
mod cms;
mod digest;
pub mod field;
pub mod input;
pub mod key;
mod oid;
mod pdf;
pub mod prepare;
pub mod request;
mod revision;
pub mod sign;
pub mod signatures;
pub mod source;
pub mod stamp;
mod stored;
pub mod timestamp;

pub use certificate::{Certificate, CertificateChain};
pub use field::FieldName;
pub use input::{InputError, Inspection, SignatureKind, inspect};
pub use key::SignatureAlgorithm;
pub use pdf::increment::NumbersUsedUp;
pub use prepare::{DocumentId, Preparation, prepare};
pub use revision::RevisionError;
pub use sign::{DocMdp, SignatureRequest};
pub use signatures::{SignatureInfo, signatures};
pub use source::{Revision, Source};
