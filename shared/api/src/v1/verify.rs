//! Verifying a PDF: what is asked, and what was found. `verify-document` makes these of its findings; nothing here knows how.

mod signature;

use domain::digest::Digest;
use domain::document::MAX_DOCUMENT_BYTES;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::UploadView;
pub use signature::{
    CertificateView, DetailView, Integrity, LaterChangeView, LaterChangesView, Level, Permission, SignatureKind,
    SignatureState, SignatureTimeView, SignatureView, StatedBy,
};

/// A file that is about to be left in the store.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DeclaredFile"))]
#[serde(deny_unknown_fields)]
pub struct DeclaredFile {
    /// Its size in bytes.
    #[cfg_attr(feature = "schema", schemars(range(max = MAX_VERIFIED_BYTES)))]
    pub size: u64,
    /// Its SHA-256, 64 hexadecimal characters.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9A-Fa-f]{64}$")))]
    pub sha256: String,
}

/// Bytes of a file that is looked at: as many as a document may have that is sent.
pub const MAX_VERIFIED_BYTES: u64 = MAX_DOCUMENT_BYTES;

/// A file that was left in the store.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LeftFile"))]
#[serde(deny_unknown_fields)]
pub struct LeftFile {
    /// The token of its upload.
    pub upload: String,
}

/// Where to put a file. Whoever has the token gets the verdict, and nobody else.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BegunUpload"))]
pub struct BegunUploadView {
    /// The token of the upload.
    pub upload: String,
    /// The request that leaves the file.
    pub put: UploadView,
}

/// What was found of a file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Findings"))]
pub struct FindingsView {
    /// The sum of it.
    pub outcome: Outcome,
    /// The same in two sentences: what it is, and whether the content is as it was signed or what to do.
    pub summary: String,
    /// What to know beside it.
    pub notes: Vec<String>,
    /// Now: nothing later is known.
    pub verified_at: Timestamp,
    /// The first time at which a signature can no longer be proved unless the file is renewed before.
    pub proof_until: Option<Timestamp>,
    /// Length of the file in bytes.
    pub size: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Digest,
    /// Signatures and document timestamps in the order of their making.
    pub signatures: Vec<SignatureView>,
    /// How many more there are than are listed.
    pub signatures_omitted: usize,
}

/// The sum of all signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All are valid, and nothing was changed afterwards but what may be.
    Valid,
    /// The document was changed after signing in a way that is not allowed.
    Changed,
    /// A signature is broken, forged or revoked.
    Invalid,
    /// Nothing is broken, but a certificate leads to nobody whom this deployment trusts.
    IssuerUnknown,
    /// A signature can be shown neither to be valid nor to be invalid.
    Unproved,
    /// There is no signature.
    Unsigned,
}
