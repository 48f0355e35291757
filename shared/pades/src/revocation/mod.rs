//! Revocation: OCSP (RFC 6960), CRLs (RFC 5280 §5), and what they prove of a certificate at a time (ETSI EN 319 102-1
//! §5.2.5, §5.4).
//!
//! Nothing is fetched here. [`needed`] says what to fetch, [`OcspRequest`] makes the question and checks its answer,
//! [`Crl`] checks a list that was fetched, [`judge`] weighs everything known, fresh or from a file.

mod crl;
mod judge;
mod needed;
mod ocsp;
mod ocsp_request;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

pub use crl::{Crl, CrlError};
pub use judge::{Question, judge};
pub use needed::{Needed, needed};
pub use ocsp::{OcspError, OcspResponse};
pub use ocsp_request::{NonceLengthError, OcspRequest};

use crate::asn1::Element;
use crate::certificate::Certificate;

/// Everything known about revocation, in any order.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// OCSP responses.
    pub ocsps: Vec<OcspResponse>,
    /// CRLs.
    pub crls: Vec<Crl>,
    /// Certificates among which a responder's is looked for, beside those in its response.
    pub certificates: Vec<Certificate>,
}

/// What the evidence says of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum RevocationStatus {
    /// Not revoked at the time asked for.
    Good {
        /// What shows it.
        by: Source,
        /// The time that the evidence speaks of.
        this_update: Timestamp,
        /// A revocation after the time asked for.
        revoked_later: Option<Timestamp>,
    },
    /// Revoked at the time asked for.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: RevocationReason,
        /// What shows it.
        by: Source,
    },
    /// No evidence is asked for.
    NotNeeded {
        /// Why not.
        why: NotNeeded,
    },
    /// Nothing shows anything.
    Unknown {
        /// Why each piece of evidence that is about the certificate was set aside; [`UnknownReason::NoEvidence`] alone
        /// if there is none.
        reasons: Vec<UnknownReason>,
    },
}

/// Why revocation need not be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotNeeded {
    /// The certificate is trusted by configuration.
    TrustAnchor,
    /// An OCSP responder's certificate with id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1).
    NoCheck,
    /// Too short-lived to be revoked: ext-etsi-valassured-ST-certs (EN 319 412-1 §5.2).
    ShortTerm,
}

/// One piece of [`Evidence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The OCSP response with this index.
    Ocsp(usize),
    /// The CRL with this index.
    Crl(usize),
}

/// Only the kind: the index is of no use to whoever has not the evidence.
impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Ocsp(_) => "ocsp",
            Self::Crl(_) => "crl",
        })
    }
}

/// Why a piece of evidence was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum UnknownReason {
    /// Nothing is about this certificate.
    #[error("there is no OCSP response and no CRL about the certificate")]
    NoEvidence,
    /// The responder does not know the certificate.
    #[error("the OCSP responder does not know the certificate")]
    UnknownToResponder,
    /// Its signature is wrong or by an unsupported algorithm.
    #[error("the signature of the revocation data does not verify")]
    Signature,
    /// Signed by somebody who may not.
    #[error("the revocation data is signed by somebody whom the issuer has not authorised")]
    NotAuthorised,
    /// The responder's own certificate is revoked, or its status is not known.
    #[error("it is not shown that the OCSP responder's own certificate was not revoked")]
    Responder,
    /// From before the time asked for and not valid until then.
    #[error("the revocation data had expired before the time in question")]
    Outdated,
    /// Newer than the newest evidence can be.
    #[error("the revocation data is from after the time up to which evidence counts")]
    TooNew,
    /// From after the certificate's end, when it may not be listed any more.
    #[error("the revocation data is from after the certificate's end, when it need not be listed any more")]
    AfterExpiry,
    /// A CRL of another scope: for other certificates, another distribution point or some reasons only.
    #[error("the CRL is not for this certificate: its scope is another one")]
    Scope,
    /// A delta or indirect CRL, or a CRL or OCSP response with an unknown critical extension.
    #[error("the revocation data is of a kind that is not supported")]
    Unsupported,
}

/// Why a certificate was revoked (RFC 5280 §5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RevocationReason {
    /// Not said.
    Unspecified,
    /// The key is in other hands.
    KeyCompromise,
    /// The issuer's key is in other hands.
    CaCompromise,
    /// The subject's name or affiliation has changed.
    AffiliationChanged,
    /// Another certificate is used instead.
    Superseded,
    /// No longer needed.
    CessationOfOperation,
    /// Suspended, for now.
    CertificateHold,
    /// No longer suspended; only in delta CRLs.
    RemoveFromCrl,
    /// What the certificate grants is withdrawn.
    PrivilegeWithdrawn,
    /// The attribute authority's key is in other hands.
    AaCompromise,
}

/// What a responder or a list says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CertificateStatus {
    Good,
    Revoked { at: Timestamp, reason: RevocationReason },
    Unknown,
}

impl RevocationStatus {
    /// The evidence that decides, if any.
    #[must_use]
    pub fn source(&self) -> Option<Source> {
        match self {
            Self::Good { by, .. } | Self::Revoked { by, .. } => Some(*by),
            Self::NotNeeded { .. } | Self::Unknown { .. } => None,
        }
    }
}

impl RevocationReason {
    /// From an ENUMERATED CRLReason; a number that is not defined is taken for unspecified.
    fn from_element(element: Element<'_>) -> Self {
        match element.small() {
            Some(1) => Self::KeyCompromise,
            Some(2) => Self::CaCompromise,
            Some(3) => Self::AffiliationChanged,
            Some(4) => Self::Superseded,
            Some(5) => Self::CessationOfOperation,
            Some(6) => Self::CertificateHold,
            Some(8) => Self::RemoveFromCrl,
            Some(9) => Self::PrivilegeWithdrawn,
            Some(10) => Self::AaCompromise,
            _ => Self::Unspecified,
        }
    }
}

/// One Extension (RFC 5280 §4.1): OID, whether critical, value.
fn extension(element: Element<'_>) -> Option<(der::asn1::ObjectIdentifier, bool, &[u8])> {
    let parts = element.children()?;
    match parts.as_slice() {
        [kind, value] => Some((kind.oid()?, false, value.content)),
        [kind, critical, value] => Some((kind.oid()?, critical.boolean()?, value.content)),
        _ => None,
    }
}

/// When newer information is due, for a message.
fn renewal(next_update: Option<Timestamp>) -> String {
    next_update.map_or_else(|| "without a date of renewal".to_owned(), |next| format!("to be renewed {next}"))
}
