//! From a certificate to a trust anchor, and whether it was revoked, at a given time.

use jiff::Timestamp;

use super::report::CertificateReport;
use crate::algorithms::{self, SecureUntil, Table};
use crate::certificate::Certificate;
use crate::chain::{Algorithms, ChainError, Path, Search};
use crate::key::{Hash, Scheme};
use crate::revocation::{Evidence, Question, RevocationStatus, judge};

/// What is known to judge certificates by.
pub(crate) struct Trust<'t> {
    pub(crate) anchors: &'t [Certificate],
    /// Certificates from which chains are built (being here makes none of them trusted), OCSP responses, CRLs.
    pub(crate) evidence: Evidence,
    /// The time of the verification.
    pub(crate) now: Timestamp,
    /// Which dates of algorithms count.
    pub(crate) table: Table,
}

/// A certificate judged at one time.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) certificate: Certificate,
    pub(crate) at: Timestamp,
    pub(crate) path: Result<Path, ChainError>,
    /// One for each certificate of the path but the anchor.
    pub(crate) revocation: Vec<RevocationStatus>,
}

impl Trust<'_> {
    /// Judges a certificate at `at`, the time at which it was certainly used.
    pub(crate) fn judge(&self, certificate: &Certificate, at: Timestamp) -> Judged {
        // The pool's own copy remembers what was checked.
        let certificate = self.evidence.certificates.iter().find(|known| *known == certificate).unwrap_or(certificate);
        let search = Search {
            pool: &self.evidence.certificates,
            anchors: self.anchors,
            time: at,
            algorithms: Algorithms::Legacy,
        };
        let path = search.path(certificate);
        let revocation = path.as_ref().map_or_else(|_| Vec::new(), |path| self.revocation(path, at, &self.evidence));
        Judged { certificate: certificate.clone(), at, path, revocation }
    }

    /// The revocation status of each certificate of a path but its anchor, by `evidence`.
    pub(crate) fn revocation(&self, path: &Path, at: Timestamp, evidence: &Evidence) -> Vec<RevocationStatus> {
        path.pairs()
            .map(|(certificate, issuer)| judge(&Question { certificate, issuer, at, until: self.now }, evidence))
            .collect()
    }
}

impl Judged {
    /// Whether a chain leads to an anchor and nothing in it was revoked in time.
    pub(crate) fn is_trusted(&self) -> bool {
        self.path.is_ok() && self.revoked().is_none()
    }

    /// Whose certificate was revoked by the time, and when.
    pub(crate) fn revoked(&self) -> Option<(String, Timestamp)> {
        let path = self.path.as_ref().ok()?;
        path.pairs().zip(&self.revocation).find_map(|((certificate, _), status)| match status {
            RevocationStatus::Revoked { at, .. } => Some((certificate.subject(), *at)),
            _ => None,
        })
    }

    /// The algorithms that were broken by the time with which certificates of the chain are signed: they count as much as
    /// what the certificate itself signs.
    pub(crate) fn weak_links(&self, table: Table) -> Vec<String> {
        let path = self.path.as_ref().ok();
        let pairs = path.into_iter().flat_map(Path::pairs).filter(|(certificate, issuer)| {
            !algorithms::secure_until_certificate(certificate, issuer, table).holds_at(self.at)
        });
        let names = pairs.filter_map(|(certificate, issuer)| {
            let (scheme, kind) = (certificate.signature_scheme()?, issuer.key_kind()?);
            Some(format!("{kind} / {}", scheme.hash()))
        });
        names.collect()
    }

    pub(crate) fn report(&self) -> CertificateReport {
        let chain = self
            .path
            .as_ref()
            .map_or_else(|_| Vec::new(), |path| path.certificates().iter().map(Certificate::subject).collect());
        CertificateReport {
            subject: self.certificate.subject(),
            issuer: self.certificate.issuer(),
            serial_number: self.certificate.serial_number(),
            sha256: hex::encode(Hash::Sha256.digest(&[self.certificate.der()])),
            key: self.certificate.key_kind(),
            judged_at: self.at,
            chain,
            error: self.path.as_ref().err().cloned(),
            revocation: self.revocation.clone(),
        }
    }
}

/// Whether every status says that the certificate was good or need not say so.
pub(crate) fn all_good(statuses: &[RevocationStatus]) -> bool {
    statuses.iter().all(|status| matches!(status, RevocationStatus::Good { .. } | RevocationStatus::NotNeeded { .. }))
}

/// The algorithms of one signature with how long each is held to be secure.
pub(crate) fn strengths(
    hash: Option<Hash>,
    scheme: Option<Scheme>,
    certificate: &Certificate,
    table: Table,
) -> Vec<(String, SecureUntil)> {
    let mut strengths = Vec::new();
    if let Some(hash) = hash {
        strengths.push((hash.to_string(), algorithms::secure_until_hash(hash, table)));
    }
    if let (Some(scheme), Some(kind)) = (scheme, certificate.key_kind()) {
        let name = format!("{kind} / {}", scheme.hash());
        strengths.push((name, algorithms::secure_until(scheme, kind, table)));
    }
    strengths
}
