//! Whose signatures count, and by which algorithms.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "policy/forms.rs"]
mod forms;
#[path = "policy/revocation.rs"]
mod revocation;
#[path = "policy/timestamps.rs"]
mod timestamps;

use pades::verify::{Reason, Report, Settings, Verdict, verify};
use signing::document::contract::{CATALOG, contract};
use signing::document::{Increment, Layout, read, stream};
use signing::foreign::Foreign;
use signing::pki::cms::{self, Content};
use signing::pki::{CertificateStatus, Entity, Key, Kind, PKI, Profile, now, week};
use signing::signer::anchors;

fn judged(file: &[u8]) -> Report {
    verify(&file.to_vec(), &Settings::new(&anchors(), now())).unwrap()
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
fn an_authority_for_something_else_vouches_for_no_signer_of_documents() {
    for (kind, holds) in [(Kind::Authority, true), (Kind::ServerAuthority, false)] {
        let authority = PKI.root.issue(&Profile::new("An Authority", kind), Key::p256("authority"));
        let signer = authority.issue(&Profile::new("A Signer", Kind::Signer), Key::p256("below it"));
        let chain = [signer.certificate.clone(), authority.certificate];
        let contents =
            |digest: &[u8]| cms::signed_data(&signer, &chain, cms::DATA, &Content::Detached(digest.to_vec()));
        let report = signed_by(&Foreign { contents: Some(&contents), ..Foreign::new(&signer, "Seal") });
        let reasons = &report.signatures[0].reasons;
        assert_eq!(report.is_valid(), holds, "{reasons:?}");
        let names =
            |reason: &Reason| matches!(reason, Reason::NotForSigning { subject } if subject.contains("An Authority"));
        assert_eq!(reasons.iter().any(names), !holds, "{reasons:?}");
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

/// The leaf's certificate counts as much as what the leaf signs, however good its own key is.
#[test]
fn a_chain_signed_by_a_short_key_and_sha1_proves_nothing() {
    let issued = |issuer: Key| {
        let issuer = PKI.root.issue(&Profile::new("Old Intermediate", Kind::Authority), issuer);
        let leaf = issuer.issue(&Profile::new("Old Signer", Kind::Signer), Key::p256("old signer"));
        let chain = [leaf.certificate.clone(), issuer.certificate];
        let contents = |digest: &[u8]| cms::signed_data(&leaf, &chain, cms::DATA, &Content::Detached(digest.to_vec()));
        signed_by(&Foreign { contents: Some(&contents), ..Foreign::new(&leaf, "Seal") })
    };
    assert!(issued(Key::p256("old intermediate")).is_valid());
    let report = issued(Key::weak());
    let signature = &report.signatures[0];
    assert_eq!(signature.verdict, Verdict::Indeterminate);
    let named = Reason::WeakAlgorithm { algorithm: "RSA 1024 / SHA-1".to_owned() };
    assert_eq!(signature.reasons, [named]);
    assert!(report.text(pades::verify::Language::English).contains("RSA 1024 / SHA-1 was no longer secure"));
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
