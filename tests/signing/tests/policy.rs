//! Whose signatures count, and by which algorithms.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use pades::algorithms::Table;
use pades::verify::{Reason, Report, Settings, Verdict, verify};
use signing::document::contract::{CATALOG, contract};
use signing::document::{Increment, Layout, read, stream};
use signing::foreign::Foreign;
use signing::pki::{CertificateStatus, Entity, Key, Kind, PKI, Profile, now, week};
use signing::signer::anchors;

fn judged(file: &[u8]) -> Report {
    verify(&file.to_vec(), &Settings { anchors: &anchors(), at: now(), table: Table::default() }).unwrap()
}

fn signed_by(foreign: &Foreign<'_>) -> Report {
    judged(&foreign.sign(&mut Increment::new(&contract(Layout::Table))))
}

#[test]
fn certificates_for_something_else_sign_no_documents() {
    assert!(signed_by(&Foreign::new(&PKI.p256, "Seal")).is_valid());
    let issued = |name: &str, kind: Kind| PKI.intermediate.issue(&Profile::new(name, kind), Key::p256(name));
    let server = issued("A Server", Kind::Server);
    let others: [(&str, &Entity); 5] = [
        ("a TLS server", &server),
        ("a timestamp authority", &PKI.tsa),
        ("an OCSP responder", &PKI.responder),
        ("an authority", &PKI.intermediate),
        ("the root", &PKI.root),
    ];
    for (name, who) in others {
        let report = signed_by(&Foreign::new(who, "Seal"));
        let signature = &report.signatures[0];
        assert_ne!(signature.verdict, Verdict::Valid, "{name}: {:?}", signature.reasons);
        let is_named = signature.reasons.iter().any(|reason| matches!(reason, Reason::NotForSigning { .. }));
        assert!(is_named, "{name}: {:?}", signature.reasons);
    }
}

#[test]
fn a_signature_over_a_sha1_digest_of_the_document_proves_nothing() {
    for who in [&PKI.rsa, &PKI.p256] {
        let report = signed_by(&Foreign { is_sha1: true, ..Foreign::new(who, "Seal") });
        let reasons = &report.signatures[0].reasons;
        assert!(reasons.iter().any(|reason| matches!(reason, Reason::WeakAlgorithm { .. })), "{reasons:?}");
        assert_eq!(report.signatures[0].verdict, Verdict::Indeterminate);
    }
}

/// A certificate that is missing in a later signature, whatever that one shows, says nothing against the earlier one.
#[test]
fn a_later_signature_that_cannot_be_checked_does_not_forge_the_earlier_one() {
    let first = Foreign::new(&PKI.p256, "Seal").sign(&mut Increment::new(&contract(Layout::Table)));
    for (rect, expected) in [("[0 0 0 0]", Verdict::Valid), ("[400 60 560 120]", Verdict::Indeterminate)] {
        let second = Foreign { rect, ..Foreign::new(&PKI.rsa, "Other") };
        let file = without_certificate(&second.sign(&mut Increment::new(&first)));
        let report = judged(&file);
        assert_eq!(report.signatures[0].verdict, expected, "{:?}", report.signatures[0].reasons);
        assert_eq!(report.signatures[1].verdict, Verdict::Indeterminate, "{:?}", report.signatures[1].reasons);
    }
}

/// The file with another serial number in its last signature: the signer's certificate is not to be found.
fn without_certificate(file: &[u8]) -> Vec<u8> {
    let issuer = hex::encode(&PKI.rsa.issuer);
    // In the signer's own entry, which comes last, behind tag and length.
    let serial = read::rfind(file, issuer.as_bytes()).unwrap() + issuer.len() + 4;
    let mut changed = file.to_vec();
    let digit = &mut changed[serial + 5];
    *digit = if *digit == b'0' { b'1' } else { b'0' };
    changed
}

#[test]
fn what_was_revoked_stays_so_when_a_later_revision_drops_the_evidence() {
    let first = Foreign::new(&PKI.p256, "Seal").sign(&mut Increment::new(&contract(Layout::Table)));
    let revoked = CertificateStatus::Revoked("2026-11-01T00:00:00Z".parse().unwrap());
    let answer = PKI.ocsp(&PKI.p256, revoked, week(now()));
    let mut increment = Increment::new(&first);
    let item = increment.add(stream("", &answer));
    let with_store = read::with_entry(&increment.text(CATALOG), &format!("/DSS << /OCSPs [{item} 0 R] >>"));
    let known = increment.set(CATALOG, with_store).finish();
    let mut increment = Increment::new(&known);
    let without = increment.text(CATALOG).replace(&format!("/DSS << /OCSPs [{item} 0 R] >>"), "");
    let dropped = increment.set(CATALOG, without).finish();
    for file in [known, dropped] {
        let report = judged(&file);
        let reasons = &report.signatures[0].reasons;
        assert!(reasons.iter().any(|reason| matches!(reason, Reason::Revoked { .. })), "{reasons:?}");
    }
}
