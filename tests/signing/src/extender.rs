//! Extending as the product does it: what `pades` says is missing is answered by the PKI of the tests instead of by
//! servers.

use jiff::Timestamp;
use pades::extend::{self, Missing, ValidationData};
use pades::revocation::{Crl, Needed, OcspRequest};
use pades::verify::Settings;

use crate::pki::{CertificateStatus, Entity, PKI, week};
use crate::signer::{anchors, document_timestamped_by};

/// How often may be asked until nothing is missing: once, and once more for what the answers need themselves.
const MAX_ROUNDS: usize = 2;

/// The file with everything that proves its signatures (B-LT), gathered at `at`; `None` if it holds all of that.
#[must_use]
pub fn extended(pdf: &[u8], at: Timestamp) -> Option<Vec<u8>> {
    let (extended, missing) = extended_as_far_as_possible(pdf, at);
    assert!(missing.is_empty() && missing.unproved.is_empty(), "{missing:?}");
    extended
}

/// The same for a file with signatures of others, for which nobody answers here; with what is missing in the end.
#[must_use]
pub fn extended_as_far_as_possible(pdf: &[u8], at: Timestamp) -> (Option<Vec<u8>>, Missing) {
    let anchors = anchors();
    let settings = Settings::new(&anchors, at);
    let mut gathered = ValidationData::new();
    let mut missing = extend::missing(pdf, &settings, &gathered).unwrap();
    for _ in 0..MAX_ROUNDS {
        if missing.revocation.is_empty() {
            break;
        }
        missing.revocation.iter().for_each(|needed| fetch(needed, at, &mut gathered));
        missing = extend::missing(pdf, &settings, &gathered).unwrap();
    }
    let revision = extend::append(pdf, &settings, &gathered).unwrap();
    (revision.map(|revision| revision.apply(pdf)), missing)
}

/// Extends, then timestamps the document (B-LTA). On a file that is B-LTA this renews it.
#[must_use]
pub fn archived(pdf: &[u8], field: &str, tsa: &Entity, at: Timestamp) -> Vec<u8> {
    let extended = extended(pdf, at);
    document_timestamped_by(tsa, extended.as_deref().unwrap_or(pdf), field, at)
}

/// Asks at the first address that is somebody's, OCSP before CRLs.
fn fetch(needed: &Needed, at: Timestamp, gathered: &mut ValidationData) {
    if needed.ocsp_urls.contains(&PKI.intermediate.ocsp_url()) {
        let request = OcspRequest::new(&needed.certificate, &needed.issuer, None).unwrap();
        let serial = u64::from_str_radix(&needed.certificate.serial_number(), 16).unwrap();
        let response = PKI.ocsp_on(serial, CertificateStatus::Good, week(at));
        gathered.add_ocsp_response(&request.check(&response, at).unwrap());
    } else if needed.crl_urls.contains(&PKI.root.crl_url()) {
        let crl = Crl::from_der(&PKI.root_crl(week(at))).unwrap();
        crl.check(&needed.certificate, &needed.issuer, at).unwrap();
        gathered.add_crl(&crl);
    }
}
