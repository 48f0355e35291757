//! What the CMS of a signature must be like.

use pades::signatures::Fault;
use pades::verify::{Language, Reason, Report, Verdict};
use sha2::{Digest, Sha256};
use signing::der;
use signing::foreign::Foreign;
use signing::pki::PKI;
use signing::pki::cms::{self, Content, Oddities};

use super::signed_by;

/// A report on a signature whose CMS is made by `contents` from the document's digest.
fn report(foreign: Foreign<'_>, contents: &dyn Fn(&[u8]) -> Vec<u8>) -> Report {
    signed_by(&Foreign { contents: Some(contents), ..foreign })
}

fn odd(digest: &[u8], kind: &str, odd: &Oddities<'_>) -> Vec<u8> {
    cms::odd_signed_data(&PKI.p256, &PKI.chain(&PKI.p256), kind, &Content::Detached(digest.to_vec()), odd)
}

#[test]
fn a_signing_time_among_the_attributes_is_a_claim_too() {
    let at = "2001-01-02T03:04:05Z".parse().unwrap();
    let contents = |digest: &[u8]| {
        let attributes = vec![cms::attribute("1.2.840.113549.1.9.5", &der::time(at))];
        odd(digest, cms::DATA, &Oddities { attributes, ..Oddities::default() })
    };
    for (is_dated, claimed, said) in [
        (false, "D:20010102030405Z", "2001-01-02 03:04:05 UTC"),
        (true, "D:20261201003000Z", "2026-12-01 00:30:00 UTC"),
    ] {
        let report = report(Foreign { is_dated, ..Foreign::new(&PKI.p256, "Seal") }, &contents);
        assert!(report.is_valid());
        assert_eq!(report.signatures[0].claimed_time.as_deref(), Some(claimed));
        assert!(report.text(Language::English).contains(&format!("as the signer says: {said}")));
    }
    let silent = signed_by(&Foreign { is_dated: false, ..Foreign::new(&PKI.p256, "Seal") });
    assert_eq!(silent.signatures[0].claimed_time, None);
}

/// By RFC 5652 §5.4 such a signature is over its content, whoever put that in, and not over the document.
#[test]
fn a_detached_signature_holds_no_content() {
    for sub_filter in ["ETSI.CAdES.detached", "adbe.pkcs7.detached"] {
        let foreign = || Foreign { sub_filter, ..Foreign::new(&PKI.p256, "Seal") };
        assert!(signed_by(&foreign()).is_valid(), "{sub_filter}");
        let put_in =
            |digest: &[u8]| odd(digest, cms::DATA, &Oddities { inside: Some(b"hello"), ..Oddities::default() });
        let empty = |digest: &[u8]| odd(digest, cms::DATA, &Oddities { inside: Some(b""), ..Oddities::default() });
        let signed = |_: &[u8]| {
            let inside = Oddities { inside: Some(b"hello"), ..Oddities::default() };
            odd(&Sha256::digest(b"hello"), cms::DATA, &inside)
        };
        for contents in [&put_in as &dyn Fn(&[u8]) -> Vec<u8>, &empty, &signed] {
            let report = report(foreign(), contents);
            let signature = &report.signatures[0];
            assert_eq!(signature.verdict, Verdict::Invalid, "{sub_filter}");
            assert_eq!(signature.reasons, [Reason::Digest { fault: Fault::Content }]);
            assert!(report.text(Language::Japanese).contains("署名データの中に別の内容が入っています"));
        }
    }
}

#[test]
fn signatures_are_over_data_and_document_timestamps_over_tokens() {
    for kind in [cms::TST_INFO, "1.2.840.113549.1.7.2"] {
        let contents = |digest: &[u8]| odd(digest, kind, &Oddities::default());
        for sub_filter in ["ETSI.CAdES.detached", "adbe.pkcs7.detached"] {
            let report = report(Foreign { sub_filter, ..Foreign::new(&PKI.p256, "Seal") }, &contents);
            assert_eq!(report.signatures[0].verdict, Verdict::Invalid);
            assert_eq!(report.signatures[0].reasons, [Reason::Digest { fault: Fault::Attribute }]);
        }
    }
    let contents =
        |digest: &[u8]| cms::signed_data(&PKI.tsa, &PKI.chain(&PKI.tsa), cms::DATA, &Content::Attached(digest));
    let report = report(Foreign::timestamp("Archive"), &contents);
    assert_eq!(report.signatures[0].verdict, Verdict::Invalid);
    assert!(report.signatures[0].proved_time.is_none());
}
