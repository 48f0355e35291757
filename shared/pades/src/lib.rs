//! PDF signatures by PAdES (EN 319 142-1): preparing, signing by an external key, stamping, extending, verifying.
//!
//! No network, no files, no clock, no randomness, no private key. A file is a [`Source`] of byte ranges, what is made of
//! it a [`Revision`] to be appended. What the caller must fetch from elsewhere (a signature, a timestamp token, revocation
//! data) lies between two calls. Every phase can be stored, and every call gives the same for the same input, so that a
//! caller who crashed in between simply calls again.
//!
//! 1. [`inspect`](inspect()) – can this file be signed?
//! 2. [`prepare`](prepare::prepare()) – document ID on each page, empty signature fields; before the first signature.
//! 3. [`sign::begin`] → key → [`Prepared::attach`](sign::Prepared::attach) – a signature (B-B); its
//!    [`appearance`] if it is to be seen.
//! 4. [`Signed::stamp`](sign::Signed::stamp), or later [`stamp::pending`] – its timestamp (B-T).
//! 5. [`extend::missing`] → OCSP, CRLs → [`extend::append`] – validation data (B-LT).
//! 6. [`stamp::begin_document_timestamp`] → authority → [`attach`](stamp::PreparedTimestamp::attach) – a timestamp of
//!    the whole file (B-LTA). 5 and 6 again renew it.
//! 7. [`verify`](verify::verify()) – what all of it is worth; [`signatures`](signatures::signatures) only reads it.
//!
//! [`timestamp`] makes the authority's request and checks its answer, [`request`] makes certificate requests,
//! [`certificate`] reads certificates, [`chain`] leads them to a trusted one, [`revocation`] tells whether they were
//! revoked, [`algorithms`] until when their algorithms are secure.

pub mod algorithms;
pub mod appearance;
mod asn1;
pub mod certificate;
mod certificate_file;
pub mod chain;
mod cms;
mod digest;
mod document;
mod dss;
mod evidence;
pub mod extend;
pub mod field;
#[cfg(test)]
mod fixtures;
pub mod input;
pub mod key;
mod language;
mod oid;
mod pdf;
pub mod prepare;
pub mod request;
mod revision;
pub mod revocation;
pub mod rewrite;
mod seed;
pub mod sign;
pub mod signatures;
pub mod source;
pub mod stamp;
mod stored;
mod strict;
pub mod timestamp;
pub mod verify;

pub use certificate::{Certificate, CertificateChain};
pub use certificate_file::certificates_from_file;
pub use document::Document;
pub use evidence::EvidenceAnchor;
pub use field::FieldName;
pub use input::{InputError, Inspection, SignatureKind};
pub use key::SignatureAlgorithm;
pub use pdf::increment::NumbersUsedUp;
pub use prepare::{DocumentId, Preparation};
pub use revision::RevisionError;
pub use sign::{DocMdp, SignatureRequest};
pub use signatures::{SignatureInfo, signatures};
pub use source::{Revision, Source};
