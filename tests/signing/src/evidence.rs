//! Validation data in the file: the document security store (EN 319 142-1 §5.4).

use std::fmt::Write as _;

use crate::document::{Increment, contract, read, stream};
use crate::pki::{CertificateStatus, Entity, PKI, now, week};

/// What goes into the store, each in DER.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Certificates.
    pub certificates: Vec<Vec<u8>>,
    /// OCSP responses.
    pub ocsp: Vec<Vec<u8>>,
    /// CRLs.
    pub crls: Vec<Vec<u8>>,
}

impl Evidence {
    /// All that the signatures of these and the timestamps need.
    #[must_use]
    pub fn of(signers: &[&Entity]) -> Self {
        let mut evidence = Self { crls: vec![PKI.crl(&[], week(now()))], ..Self::default() };
        evidence.certificates.extend([&PKI.root, &PKI.intermediate, &PKI.responder].map(|e| e.certificate.clone()));
        for entity in signers.iter().copied().chain([&PKI.tsa]) {
            evidence.certificates.push(entity.certificate.clone());
            evidence.ocsp.push(PKI.ocsp(entity, CertificateStatus::Good, week(now())));
        }
        evidence
    }

    /// Writes the streams and a `/DSS` with them, in place of an earlier one.
    pub fn put(&self, increment: &mut Increment) {
        let mut store = "<< /Type /DSS".to_owned();
        for (key, values) in [("Certs", &self.certificates), ("OCSPs", &self.ocsp), ("CRLs", &self.crls)] {
            let mut array = String::new();
            for value in values {
                let _ = write!(array, "{} 0 R ", increment.add(stream("", value)));
            }
            if !array.is_empty() {
                let _ = write!(store, " /{key} [{}]", array.trim_end());
            }
        }
        let number = increment.add(format!("{store} >>"));
        refer(increment, number);
    }

    /// The file with the store in a revision of its own.
    #[must_use]
    pub fn appended(&self, pdf: &[u8]) -> Vec<u8> {
        let mut increment = Increment::new(pdf);
        self.put(&mut increment);
        increment.finish()
    }
}

/// Lets the catalog's `/DSS` be object `number`.
pub fn refer(increment: &mut Increment, number: u32) {
    let mut catalog = increment.text(contract::CATALOG);
    if let Some(at) = catalog.find("/DSS ") {
        let end = at + catalog[at..].find('R').unwrap() + 1;
        catalog.replace_range(at..end, "");
    }
    increment.set(contract::CATALOG, read::with_entry(&catalog, &format!("/DSS {number} 0 R")));
}
