//! What the unit tests read from `tests/fixtures`; `make.sh` there has made it.

use crate::certificate::Certificate;

pub(crate) fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub(crate) fn certificate(name: &str) -> Certificate {
    Certificate::from_der(&bytes(&format!("{name}.der"))).unwrap()
}

pub(crate) fn certificates(names: &[&str]) -> Vec<Certificate> {
    names.iter().map(|name| certificate(name)).collect()
}

/// PDFs written by hand.
#[path = "../tests/support/pdf.rs"]
#[allow(dead_code, reason = "the builder serves the tests beside this crate too")]
pub(crate) mod pdf;
