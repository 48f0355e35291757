//! What must be fetched before every certificate of a path can be judged.

use jiff::Timestamp;

use super::judge::{Question, weigh};
use super::{Evidence, RevocationStatus};
use crate::certificate::Certificate;
use crate::chain::Path;

/// A certificate of which nothing is known yet, and where to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Needed {
    /// The certificate.
    pub certificate: Certificate,
    /// Its issuer's.
    pub issuer: Certificate,
    /// OCSP responders, to be tried first.
    pub ocsp_urls: Vec<String>,
    /// CRLs.
    pub crl_urls: Vec<String>,
}

/// The certificates of a path whose status at `at` the evidence does not show, each with its addresses; `until` as in
/// [`Question`]. A delegated OCSP responder that would have to be checked itself stands in place of the certificate
/// that it speaks of, so that fetching and asking again until nothing is left comes to an end: ask at most twice.
#[must_use]
pub fn needed(path: &Path, evidence: &Evidence, at: Timestamp, until: Timestamp) -> Vec<Needed> {
    let mut needed: Vec<Needed> = Vec::new();
    for (certificate, issuer) in path.pairs() {
        let judgement = weigh(&Question { certificate, issuer, at, until }, evidence, true);
        if !matches!(judgement.status, RevocationStatus::Unknown { .. }) {
            continue;
        }
        let missing = match judgement.responders.as_slice() {
            [] => std::slice::from_ref(certificate),
            responders => responders,
        };
        for certificate in missing {
            if needed.iter().all(|known| known.certificate != *certificate) {
                needed.push(Needed {
                    ocsp_urls: certificate.ocsp_urls(),
                    crl_urls: certificate.crl_urls(),
                    certificate: certificate.clone(),
                    issuer: issuer.clone(),
                });
            }
        }
    }
    needed
}
