//! What can go wrong, told so that the reader knows what to do.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use pades::InputError;
use pades::certificate::CertificateError;
use pades::chain::ChainError;
use pades::extend::ExtendError;
use pades::prepare::PrepareError;
use pades::rewrite::RewriteError;
use pades::sign::SignError;
use pades::timestamp::{NonceError, ResponseError};
use pades::timestamping::TimestampingError;

/// Why a command did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The arguments do not go together.
    #[error("{0}; see --help")]
    Usage(String),
    /// A signature that no timestamp makes better.
    #[error("{}: the signature in {field} is not valid and cannot be extended: {reason}; see pades verify", path.display())]
    Broken { path: PathBuf, field: String, reason: String },
    #[error("{}: the signature in {field} does not reach {level}: {reason}; see pades verify", path.display())]
    NotReached { path: PathBuf, field: String, level: &'static str, reason: String },
    #[error(
        "it cannot be shown that the certificate of {subject} was not revoked; try again later or ask its issuer ({said})"
    )]
    NoRevocationData { subject: String, said: String },
    #[error(
        "the certificate of the issuer of {subject} cannot be had; try again later, give it with --chain when signing, or \
         trust it with --trust ({said})"
    )]
    NoIssuer { subject: String, said: String },
    #[error("the certificate of {subject} does not lead to one given with --trust")]
    Unproved { subject: String, source: ChainError },
    #[error("the report cannot be written as JSON: {0}")]
    Json(#[source] serde_json::Error),
    #[error("{}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{} is not a file; give a PDF that lies on a disk", .0.display())]
    NotAFile(PathBuf),
    #[error("{} has changed while it was read; try again when nobody writes to it", .0.display())]
    Changed(PathBuf),
    #[error("{} is being changed by another program; try again", .0.display())]
    Locked(PathBuf),
    #[error("{} cannot be written", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// Writing in place has failed and so has undoing it.
    #[error("{} is left damaged; cut it back with: truncate -s {length} {}", path.display(), path.display())]
    NotRestored { path: PathBuf, length: u64, source: io::Error },
    #[error("{}", path.display())]
    Certificates { path: PathBuf, source: CertificateError },
    #[error("{}", path.display())]
    Key { path: PathBuf, source: KeyError },
    #[error("the certificates given do not form a chain")]
    Chain(#[source] CertificateError),
    #[error(
        "the key does not belong to the certificate of {subject}; give the key that this certificate was issued for"
    )]
    OtherKey { subject: String },
    /// The file does not allow it.
    #[error("{}", path.display())]
    Pdf { path: PathBuf, source: PdfError },
    #[error("the signature's key has failed: {0}")]
    Signing(#[from] signature::Error),
    #[error("no random numbers from the operating system: {0}")]
    Random(#[from] getrandom::Error),
    #[error(transparent)]
    Nonce(#[from] NonceError),
    #[error("{url}")]
    Fetch { url: String, source: FetchError },
    #[error("the answer of {url} is not accepted")]
    Authority { url: String, source: ResponseError },
}

/// What the library says about a PDF.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PdfError {
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(transparent)]
    Prepare(#[from] PrepareError),
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error(transparent)]
    Timestamping(#[from] TimestampingError),
    #[error(transparent)]
    Extend(#[from] ExtendError),
    #[error(transparent)]
    Rewrite(#[from] RewriteError),
}

/// Why a private key cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    #[error("no private key in PEM; expected PRIVATE KEY, EC PRIVATE KEY or RSA PRIVATE KEY")]
    NotPem,
    #[error("the private key is of an unsupported kind; use RSA with 2048 to 4096 bits, P-256 or P-384")]
    Unsupported,
    #[error("the private key is encrypted; set PADES_KEY_PASSWORD to its password")]
    NoPassword,
    #[error("the private key does not open with the password in PADES_KEY_PASSWORD")]
    WrongPassword,
    #[error("the private key is encrypted in an old way; convert it with: openssl pkcs8 -topk8 -in OLD -out NEW")]
    OldEncryption,
}

/// Why nothing usable came from an address.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error("the server answers with status {0}; check the address")]
    Status(u16),
    #[error("the answer is longer than {0} bytes and was given up")]
    TooLong(u64),
    #[error("no answer within {0} seconds; try again")]
    Timeout(u64),
    #[error("the server sends on elsewhere; give the address that it leads to")]
    Redirect,
    #[error("cannot be reached; check the address and the connection")]
    Unreachable(#[source] Box<ureq::Error>),
}

impl Failure {
    /// 2 for arguments that cannot be meant, otherwise 1.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(if matches!(self, Self::Usage(_)) { 2 } else { 1 })
    }
}
