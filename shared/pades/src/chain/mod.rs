//! Certification paths: from a certificate through a pool of others to an anchor that the caller trusts, by RFC 5280
//! §6.1 without revocation, which is [`crate::revocation`]'s task.
//!
//! What is checked of each certificate: its signature, its validity at the time asked for (the anchor's too),
//! basicConstraints, the path length, keyCertSign, name constraints, that a policy is shared where a certificate
//! requires one, and that no critical extension is left unread. An anchor may stand anywhere in a hierarchy.

mod constraints;
#[cfg(test)]
mod tests;
mod usage;

use der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use serde::Serialize;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};

use crate::certificate::{Certificate, names};
use crate::key::{Hash, KeyKind, Scheme};
use crate::oid;

pub use usage::{Purpose, UsageFault, check_usage, issues_for_others};

/// How many certificates a path may have.
const MAX_PATH_LENGTH: usize = 10;
/// How many certificates and signatures are looked at to find one.
const MAX_STEPS: usize = 128;

/// Why no path leads to an anchor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "type")]
#[non_exhaustive]
pub enum ChainError {
    /// No certificate with this subject among the anchors or in the pool.
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
    /// A certificate is signed by an algorithm that is not supported, or not accepted any more.
    #[error("the certificate {subject:?} is signed by an algorithm that is not accepted")]
    Algorithm {
        /// Its subject.
        subject: String,
    },
    /// Not valid at the time asked for.
    #[error("the certificate {subject:?} was not valid at {time}")]
    NotValid {
        /// Its subject.
        subject: String,
        /// The time asked for.
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
    /// A name outside of what an issuer may certify.
    #[error("the certificate {subject:?} has a name that its issuers may not certify")]
    Name {
        /// Its subject.
        subject: String,
    },
    /// An issuer requires a policy, and no policy is common to the path.
    #[error("the certificate {subject:?} is not issued under a policy that its issuers require")]
    Policy {
        /// Its subject.
        subject: String,
    },
    /// So many certificates that the search was given up.
    #[error("there are too many certificates to find a chain among them")]
    TooMany,
}

/// Which algorithms may have signed the certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithms {
    /// SHA-2 and SHA-3 from 256 bits; RSA from 2048 bits: what is taken for new timestamps.
    Current,
    /// Everything that can be computed, SHA-1 and RSA with 1024 bits too: for what was signed long ago. Whether it was
    /// secure at its time is [`crate::algorithms`]' to say.
    Legacy,
}

/// Where to look for a path, and for which time.
#[derive(Clone, Copy, Debug)]
pub struct Search<'c> {
    /// Certificates that may lie between, in any order. None of them is trusted.
    pub pool: &'c [Certificate],
    /// Certificates that are trusted.
    pub anchors: &'c [Certificate],
    /// The time at which every certificate must be valid.
    pub time: Timestamp,
    /// Which algorithms are accepted.
    pub algorithms: Algorithms,
}

/// A checked path: the certificate asked for, its issuers, the anchor. It may be the anchor alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<Certificate>);

impl Search<'_> {
    /// Looks for a path from `certificate` to an anchor.
    ///
    /// # Errors
    /// If there is none, the [`ChainError`] of the attempt that came furthest.
    pub fn path(&self, certificate: &Certificate) -> Result<Path, ChainError> {
        let mut attempt = Attempt { search: self, steps: 0, path: Vec::new() };
        attempt.from(certificate)?;
        Ok(Path(attempt.path.into_iter().cloned().collect()))
    }
}

impl Path {
    /// All certificates: the one asked for first, the anchor last.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.0
    }

    /// Each certificate with its issuer's; the anchor has none.
    pub fn pairs(&self) -> impl Iterator<Item = (&Certificate, &Certificate)> {
        self.0.windows(2).map(|pair| (&pair[0], &pair[1]))
    }

    /// The trusted certificate at the end.
    #[must_use]
    pub fn anchor(&self) -> Option<&Certificate> {
        self.0.last()
    }

    /// When the first certificate of the path ends.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.0.iter().map(Certificate::not_after).min().unwrap_or(Timestamp::MAX)
    }
}

/// A depth-first search; `path` holds the certificates from the start to where it stands.
struct Attempt<'s, 'c> {
    search: &'s Search<'c>,
    steps: usize,
    path: Vec<&'s Certificate>,
}

impl<'s> Attempt<'s, '_> {
    /// The depth of this recursion is at most [`MAX_PATH_LENGTH`].
    fn from(&mut self, certificate: &'s Certificate) -> Result<(), ChainError> {
        self.count()?;
        if self.path.len() == MAX_PATH_LENGTH {
            return Err(ChainError::TooMany);
        }
        check_alone(certificate, self.search.time)?;
        self.path.push(certificate);
        let found = self.onwards(certificate);
        if found.is_err() {
            self.path.pop();
        }
        found
    }

    fn onwards(&mut self, certificate: &'s Certificate) -> Result<(), ChainError> {
        let Search { pool, anchors, .. } = *self.search;
        if anchors.contains(certificate) {
            return constraints::check(&self.path);
        }
        let mut failure = ChainError::NoAnchor { issuer: certificate.issuer() };
        for issuer in anchors.iter().chain(pool) {
            if self.path.contains(&issuer) || !names::equal(issuer.subject_der(), certificate.issuer_der()) {
                continue;
            }
            self.count()?;
            let checked = self.check_issuer(certificate, issuer, anchors.contains(issuer));
            match checked.and_then(|()| self.from(issuer)) {
                Ok(()) => return Ok(()),
                Err(ChainError::TooMany) => return Err(ChainError::TooMany),
                Err(error) if tells(&error) >= tells(&failure) => failure = error,
                Err(_) => {}
            }
        }
        Err(failure)
    }

    fn count(&mut self) -> Result<(), ChainError> {
        self.steps += 1;
        if self.steps > MAX_STEPS { Err(ChainError::TooMany) } else { Ok(()) }
    }

    /// Checks that `issuer` may sign certificates at this depth and has signed this one.
    fn check_issuer(&self, certificate: &Certificate, issuer: &Certificate, is_anchor: bool) -> Result<(), ChainError> {
        // Certificates that an authority issues to itself do not count (RFC 5280 §4.2.1.9), nor does the first.
        let below = self.path.iter().skip(1).filter(|between| !between.is_self_issued()).count();
        let tbs = issuer.parsed().tbs_certificate();
        let authority = matches!(tbs.get_extension::<BasicConstraints>(), Ok(Some((_, constraints)))
            if constraints.ca && constraints.path_len_constraint.is_none_or(|most| usize::from(most) >= below));
        if !authority {
            return Err(ChainError::NotAuthority { subject: issuer.subject() });
        }
        match tbs.get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) if usage.key_cert_sign() => {}
            // Old roots come without keyUsage; they are trusted by configuration, not by what they say of themselves.
            Ok(None) if is_anchor => {}
            _ => return Err(ChainError::NotForCertificates { subject: issuer.subject() }),
        }
        if !self.accepts(certificate, issuer) {
            return Err(ChainError::Algorithm { subject: certificate.subject() });
        }
        match certificate.is_signed_by(issuer) {
            Some(true) => Ok(()),
            Some(false) => Err(ChainError::Signature { subject: certificate.subject() }),
            None => Err(ChainError::Algorithm { subject: certificate.subject() }),
        }
    }

    fn accepts(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        match (self.search.algorithms, certificate.signature_scheme(), issuer.key_kind()) {
            (_, None, _) | (_, _, None) => false,
            (Algorithms::Legacy, ..) => true,
            (Algorithms::Current, Some(scheme), Some(kind)) => is_current(scheme, kind),
        }
    }
}

/// Whether a signature by this scheme and key is good enough for something new.
pub(crate) fn is_current(scheme: Scheme, kind: KeyKind) -> bool {
    let strong_hash = !matches!(scheme.hash(), Hash::Sha1 | Hash::Sha224 | Hash::Sha3_224);
    strong_hash && !matches!(kind, KeyKind::Rsa { bits: ..2048, .. })
}

/// How much an error tells: one from further along the path, or about a certificate that was meant, tells more.
fn tells(error: &ChainError) -> u8 {
    match error {
        ChainError::NoAnchor { .. } => 0,
        ChainError::Signature { .. } => 1,
        ChainError::NotValid { .. } => 2,
        _ => 3,
    }
}

fn check_alone(certificate: &Certificate, time: Timestamp) -> Result<(), ChainError> {
    if time < certificate.not_before() || time > certificate.not_after() {
        return Err(ChainError::NotValid { subject: certificate.subject(), time });
    }
    if has_other_critical(certificate, &PROCESSED) {
        return Err(ChainError::CriticalExtension { subject: certificate.subject() });
    }
    Ok(())
}

/// The extensions of certificates that are processed here.
const PROCESSED: [ObjectIdentifier; 9] = [
    oid::BASIC_CONSTRAINTS,
    oid::KEY_USAGE,
    oid::EXTENDED_KEY_USAGE,
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::POLICY_CONSTRAINTS,
    oid::INHIBIT_ANY_POLICY,
    oid::NAME_CONSTRAINTS,
    oid::SUBJECT_ALTERNATIVE_NAME,
];

/// Whether an OCSP responder's certificate has a critical extension that is not processed: such a certificate must be
/// rejected (RFC 5280 §4.2).
pub(crate) fn is_responder_beyond_us(certificate: &Certificate) -> bool {
    let processed: Vec<_> = PROCESSED.into_iter().chain([oid::OCSP_NO_CHECK]).collect();
    has_other_critical(certificate, &processed)
}

fn has_other_critical(certificate: &Certificate, processed: &[ObjectIdentifier]) -> bool {
    let mut extensions = certificate.parsed().tbs_certificate().extensions().into_iter().flatten();
    extensions.any(|extension| extension.critical && !processed.contains(&extension.extn_id))
}
