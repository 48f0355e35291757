//! From the authority's certificate to a configured anchor (RFC 5280 §6.1, without revocation).

use std::collections::BTreeSet;

use der::Decode;
use jiff::Timestamp;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

use crate::certificate::Certificate;
use crate::key::Scheme;
use crate::oid;

/// Longest chain, and how many steps are tried to find one.
const MOST_STEPS: usize = 64;
const LONGEST: usize = 8;

/// Why no chain leads to an anchor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// No certificate with this subject among the anchors or in the token.
    #[error("no trust anchor is reached: the issuer {issuer:?} is not known; configure the authority's root")]
    NoAnchor {
        /// The issuer looked for.
        issuer: String,
    },
    /// A certificate is not signed by the issuer that it names.
    #[error("the certificate {subject:?} is not signed by the issuer that it names")]
    Signature {
        /// Its subject.
        subject: String,
    },
    /// Not valid at the time stamped.
    #[error("the certificate {subject:?} was not valid at {time}")]
    NotValid {
        /// Its subject.
        subject: String,
        /// The time stamped.
        time: Timestamp,
    },
    /// An issuer without basicConstraints CA, or with too small a pathLenConstraint.
    #[error("the certificate {subject:?} is not that of a certification authority for this chain")]
    NotAuthority {
        /// Its subject.
        subject: String,
    },
    /// An issuer without keyUsage keyCertSign.
    #[error("the certificate {subject:?} may not sign certificates")]
    NotForCertificates {
        /// Its subject.
        subject: String,
    },
    /// A critical extension that this crate does not process.
    #[error("the certificate {subject:?} has a critical extension that is not supported")]
    CriticalExtension {
        /// Its subject.
        subject: String,
    },
    /// The token holds so many certificates that the search was given up.
    #[error("the token holds too many certificates")]
    TooMany,
}

/// What is wrong with a certificate's use for timestamping (RFC 3161 §2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UsageFault {
    NotOnlyTimeStamping,
    NotCritical,
}

/// Checks that extended key usage is timeStamping alone and critical.
pub(super) fn check_usage(certificate: &Certificate) -> Result<(), UsageFault> {
    match certificate.parsed().tbs_certificate().get_extension::<ExtendedKeyUsage>() {
        Ok(Some((critical, usage))) if usage.0 == [oid::TIME_STAMPING] => {
            if critical {
                Ok(())
            } else {
                Err(UsageFault::NotCritical)
            }
        }
        _ => Err(UsageFault::NotOnlyTimeStamping),
    }
}

/// Looks for a chain from `certificate` through `pool` to one of `anchors`, each certificate valid at `time`.
pub(super) fn check_chain(
    certificate: &Certificate,
    pool: &[Certificate],
    anchors: &[Certificate],
    time: Timestamp,
) -> Result<(), ChainError> {
    let mut search = Search { pool, anchors, time, steps: 0 };
    search.from(certificate, 0)
}

struct Search<'c> {
    pool: &'c [Certificate],
    anchors: &'c [Certificate],
    time: Timestamp,
    steps: usize,
}

impl Search<'_> {
    /// `depth`: number of certificates below this one.
    fn from(&mut self, certificate: &Certificate, depth: usize) -> Result<(), ChainError> {
        self.steps += 1;
        if self.steps > MOST_STEPS || depth > LONGEST {
            return Err(ChainError::TooMany);
        }
        self.check_alone(certificate)?;
        if self.anchors.contains(certificate) {
            return Ok(());
        }
        let mut failure = ChainError::NoAnchor { issuer: certificate.issuer() };
        let (anchors, pool) = (self.anchors, self.pool);
        for issuer in anchors.iter().chain(pool) {
            if issuer.subject_der() != certificate.issuer_der() || issuer == certificate {
                continue;
            }
            let found = check_issuer(certificate, issuer, depth, anchors.contains(issuer))
                .and_then(|()| self.from(issuer, depth + 1));
            match found {
                Ok(()) => return Ok(()),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    fn check_alone(&self, certificate: &Certificate) -> Result<(), ChainError> {
        let subject = || certificate.subject();
        if self.time < certificate.not_before() || self.time > certificate.not_after() {
            return Err(ChainError::NotValid { subject: subject(), time: self.time });
        }
        let known: BTreeSet<_> =
            [oid::BASIC_CONSTRAINTS, oid::KEY_USAGE, oid::EXTENDED_KEY_USAGE, oid::CERTIFICATE_POLICIES].into();
        let mut extensions = certificate.parsed().tbs_certificate().extensions().into_iter().flatten();
        if extensions.any(|extension| extension.critical && !known.contains(&extension.extn_id)) {
            return Err(ChainError::CriticalExtension { subject: subject() });
        }
        Ok(())
    }
}

/// Checks that `issuer` may sign certificates and has signed this one, below which `depth` others are.
fn check_issuer(
    certificate: &Certificate,
    issuer: &Certificate,
    depth: usize,
    is_anchor: bool,
) -> Result<(), ChainError> {
    let tbs = issuer.parsed().tbs_certificate();
    let constraints = tbs.get_extension::<BasicConstraints>();
    let authority = matches!(&constraints, Ok(Some((_, constraints)))
        if constraints.ca && constraints.path_len_constraint.is_none_or(|most| usize::from(most) >= depth));
    if !authority {
        return Err(ChainError::NotAuthority { subject: issuer.subject() });
    }
    match tbs.get_extension::<KeyUsage>() {
        Ok(Some((_, usage))) if usage.key_cert_sign() => {}
        // Old roots come without keyUsage; they are trusted by configuration, not by what they say of themselves.
        Ok(None) if is_anchor => {}
        _ => return Err(ChainError::NotForCertificates { subject: issuer.subject() }),
    }
    if is_signed_by(certificate, issuer) == Some(true) {
        Ok(())
    } else {
        Err(ChainError::Signature { subject: certificate.subject() })
    }
}

fn is_signed_by(certificate: &Certificate, issuer: &Certificate) -> Option<bool> {
    let (tbs, algorithm, signature) = certificate.signed_parts()?;
    // The algorithm inside must be the one outside (RFC 5280 §4.1.1.2).
    let inside = spki::AlgorithmIdentifierOwned::from_der(algorithm.raw).ok()?;
    if certificate.parsed().tbs_certificate().signature() != &inside {
        return Some(false);
    }
    let scheme = Scheme::from_algorithm(algorithm, None)?;
    Some(issuer.public_key().ok()?.verifies(scheme, &scheme.hash().digest(&[tbs]), signature))
}
