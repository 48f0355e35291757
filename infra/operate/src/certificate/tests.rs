//! Each refusal, by the certificates of the tests of `pades`.

use super::*;

const RSA: &str = include_str!("../../../../shared/pades/tests/keys/signer-rsa.pem");
const P256: &str = include_str!("../../../../shared/pades/tests/keys/signer-p256.pem");
const INTERMEDIATE: &str = include_str!("../../../../shared/pades/tests/keys/intermediate.pem");
const ROOT: &str = include_str!("../../../../shared/pades/tests/keys/root.pem");
const OTHER_ROOT: &str = include_str!("../../../../shared/pades/tests/keys/other-root.pem");
const TSA: &str = include_str!("../../../../shared/pades/tests/keys/tsa-rsa.pem");

fn one(pem: &str) -> Certificate {
    certificates_from_pem(pem).unwrap().remove(0)
}

fn now() -> Timestamp {
    "2026-12-01T00:00:00Z".parse().unwrap()
}

/// Judged for the key of the first certificate.
fn judge_own(pems: &[&str], now: Timestamp) -> Result<Issued, ChainRefusal> {
    judge(&pems.concat(), one(pems[0]).spki(), now)
}

#[test]
fn a_chain_in_order_is_taken_without_its_root() {
    for signer in [RSA, P256] {
        let with_root = judge_own(&[signer, INTERMEDIATE, ROOT], now()).unwrap();
        let texts = ["text before\n", signer, "text between\n", INTERMEDIATE].concat();
        let without = judge(&texts, one(signer).spki(), now()).unwrap();
        assert_eq!(with_root, without);
        assert_eq!(certificates_from_pem(&with_root.chain_pem).unwrap(), [one(signer), one(INTERMEDIATE)]);
        assert_eq!(with_root.valid_until, one(signer).not_after().min(one(INTERMEDIATE).not_after()));
    }
}

#[test]
fn what_does_not_belong_to_the_key_or_is_in_no_order_is_refused() {
    let error = judge(&[RSA, INTERMEDIATE].concat(), one(P256).spki(), now()).unwrap_err();
    assert!(matches!(error, ChainRefusal::OtherKey { .. }), "{error}");
    let error = judge(&[INTERMEDIATE, RSA].concat(), one(RSA).spki(), now()).unwrap_err();
    assert!(error.to_string().contains("put the certificate that was issued for the key first"), "{error}");
    let error = judge_own(&[RSA, ROOT, INTERMEDIATE], now()).unwrap_err();
    assert!(matches!(error, ChainRefusal::Chain(CertificateError::OutOfOrder { .. })), "{error}");
    let error = judge_own(&[RSA], now()).unwrap_err();
    assert!(matches!(error, ChainRefusal::NoIssuer { .. }), "{error}");
    let error = judge("no certificate", one(RSA).spki(), now()).unwrap_err();
    assert!(error.to_string().contains("PEM"), "{error}");
}

#[test]
fn what_cannot_make_seals_is_refused() {
    let error = judge_own(&[ROOT], now()).unwrap_err();
    assert!(matches!(error, ChainRefusal::SelfIssued { .. }), "{error}");
    let error = judge_own(&[TSA, ROOT], now()).unwrap_err();
    assert!(matches!(error, ChainRefusal::Usage { .. }), "{error}");
    let second = jiff::SignedDuration::from_secs(1);
    for time in [one(RSA).not_before() - second, one(RSA).not_after() + second] {
        let error = judge_own(&[RSA, INTERMEDIATE], time).unwrap_err();
        assert!(matches!(error, ChainRefusal::OutOfDate { .. }), "{error}");
    }
}

#[test]
fn what_its_issuer_has_not_signed_is_refused() {
    let mut der = one(RSA).der().to_vec();
    *der.last_mut().unwrap() ^= 1;
    let forged = to_pem(&Certificate::from_der(&der).unwrap());
    let error = judge_own(&[&forged, INTERMEDIATE], now()).unwrap_err();
    assert!(matches!(error, ChainRefusal::NotIssued(ChainError::Signature { .. })), "{error}");
}

#[test]
fn a_chain_leads_to_the_root_that_issued_it_and_to_no_other() {
    let chain = judge_own(&[RSA, INTERMEDIATE], now()).unwrap().chain_pem;
    assert!(leads_to(&chain, &[OTHER_ROOT.to_owned(), ROOT.to_owned()], now()));
    assert!(!leads_to(&chain, &[OTHER_ROOT.to_owned()], now()));
    assert!(!leads_to(&chain, &[], now()));
}
