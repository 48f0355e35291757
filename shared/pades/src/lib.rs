//! PDF signatures by PAdES (EN 319 142-1): preparing, signing by an external key, timestamping, extending, verifying.
//!
//! No network, no files, no clock, no randomness, no private key. A file is a [`Source`] of byte ranges, what is made of
//! it a [`Revision`] to be appended. What the caller must fetch from elsewhere (a signature, a timestamp token, revocation
//! data) lies between two calls. Every phase can be stored, and every call gives the same for the same input, so that a
//! caller who crashed in between simply calls again.
//!
//! 1. [`Document::open`] – can this file be signed, and what is in it? [`rewrite`] makes one clean revision of it.
//! 2. [`Document::prepare`] – document ID on each page, empty signature fields; before the first signature.
//! 3. [`sign::begin`] → key → [`Prepared::attach`](sign::Prepared::attach) – a signature (B-B); its
//!    [`appearance`] if it is to be seen.
//! 4. [`Signed::timestamp`](sign::Signed::timestamp), or later [`timestamping::pending`] – its timestamp (B-T).
//! 5. [`extend::missing`] → OCSP, CRLs → [`extend::append`] – validation data (B-LT).
//! 6. [`timestamping::begin_document_timestamp`] → authority → [`attach`](timestamping::PreparedTimestamp::attach) – a
//!    timestamp of the whole file (B-LTA). 5 and 6 again renew it.
//! 7. [`verify`](verify::verify()) – what all of it is worth; [`signatures`](signatures::signatures) only reads it.
//!
//! [`timestamp`] makes the authority's request and checks its answer, [`request`] makes certificate requests,
//! [`certificate`] reads certificates, [`chain`] leads them to a trusted one, [`revocation`] tells whether they were
//! revoked, [`algorithms`] until when their algorithms are secure.
//!
//! # Example
//!
//! Signed by a key that only sees a digest, and verified:
//!
//! ```
//! use p256::ecdsa::signature::hazmat::PrehashSigner;
//! use p256::ecdsa::{Signature, SigningKey};
//! use p256::pkcs8::DecodePrivateKey;
//! use pades::certificate::certificates_from_pem;
//! use pades::verify::{Settings, verify};
//! use pades::{CertificateChain, FieldName, SignatureRequest, sign};
//!
//! # const CHAIN: &str =
//! #     concat!(include_str!("../tests/keys/signer-p256.pem"), include_str!("../tests/keys/intermediate.pem"));
//! # const KEY: &str = include_str!("../tests/keys/signer-p256.key");
//! # const ROOT: &str = include_str!("../tests/keys/root.pem");
//! let file = include_bytes!("../examples/agreement.pdf");
//! let chain = CertificateChain::from_pem(CHAIN)?;
//! let signed_at = "2026-12-01T09:30:00+09:00[+09:00]".parse()?;
//! let request = SignatureRequest::new(FieldName::new("Seller")?, &chain, signed_at).with_reason("I agree".to_owned());
//! let prepared = sign::begin(&file[..], &request)?;
//!
//! // The key may be anywhere: in a file, in an HSM, in a cloud.
//! let key = SigningKey::from_pkcs8_pem(KEY)?;
//! let signature: Signature = key.sign_prehash(&prepared.digest_to_sign())?;
//! let signed = prepared.attach(signature.to_der().as_bytes())?.revision().apply(file);
//!
//! let anchors = certificates_from_pem(ROOT)?;
//! let report = verify(&signed, &Settings::new(&anchors, "2026-12-01T00:30:00Z".parse()?))?;
//! assert!(report.is_valid());
//! assert_eq!(report.signatures[0].field, "Seller");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! All are on unless left out by `default-features = false`.
//!
//! - `appearance`: images in visible signatures, read from PNG.
//! - `fonts`: text in visible signatures; the glyphs used are taken from a font and embedded.
//! - `brainpool`: signatures by keys on brainpoolP256r1 and brainpoolP384r1 are checked. Without it they are reported as
//!   unsupported, never as valid.
//!
//! The verifier judges fonts and appearances by code of its own: no feature changes what it says of a document.

pub mod algorithms;
pub mod appearance;
mod asn1;
mod ber;
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
mod stop;
mod stored;
mod strict;
pub mod timestamp;
pub mod timestamping;
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

/// The examples of the README are tested like those of the library.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
