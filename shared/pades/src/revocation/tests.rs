//! Evidence that openssl has made: `tests/fixtures/make.sh`. Times are taken from the fixtures.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::asn1;
use crate::chain::{Algorithms, Search};
use crate::fixtures::{bytes, certificate, certificates};

fn ocsp(name: &str) -> OcspResponse {
    OcspResponse::from_der(&bytes(&format!("ocsp-{name}.der"))).unwrap()
}

fn crl(name: &str) -> Crl {
    Crl::from_der(&bytes(&format!("crl-{name}.der"))).unwrap()
}

fn evidence(ocsps: &[&str], crls: &[&str]) -> Evidence {
    let ocsps = ocsps.iter().map(|name| ocsp(name)).collect();
    Evidence { ocsps, crls: crls.iter().map(|name| crl(name)).collect(), certificates: Vec::new() }
}

/// When the fixtures were made.
fn made() -> Timestamp {
    ocsp("good").produced_at()
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// The status of a certificate `after` days from when the fixtures were made.
fn ask(name: &str, after: i64, evidence: &Evidence) -> RevocationStatus {
    let (certificate, issuer) = (certificate(name), certificate("issuing"));
    let at = made() + days(after);
    judge(&Question { certificate: &certificate, issuer: &issuer, at, until: made() + days(10_000) }, evidence)
}

fn unknown(name: &str, after: i64, evidence: &Evidence) -> Vec<UnknownReason> {
    match ask(name, after, evidence) {
        RevocationStatus::Unknown { reasons } => reasons,
        other => panic!("{other:?}"),
    }
}

fn is_good(name: &str, after: i64, evidence: &Evidence) -> bool {
    matches!(ask(name, after, evidence), RevocationStatus::Good { revoked_later: None, .. })
}

#[test]
fn good_by_each_kind_of_responder() {
    for name in ["good", "delegated", "by-key", "sha256-id", "nonce"] {
        let evidence = evidence(&[name], &[]);
        assert!(is_good("p256", -100, &evidence), "{name}: evidence from later");
        assert!(is_good("p256", 29, &evidence), "{name}: within nextUpdate");
        assert_eq!(unknown("p256", 31, &evidence), [UnknownReason::Outdated]);
        assert_eq!(unknown("rsa", 0, &evidence), [UnknownReason::NoEvidence]);
    }
}

#[test]
fn responders_must_be_authorised_and_not_revoked() {
    assert_eq!(unknown("p256", 0, &evidence(&["unauthorised"], &[])), [UnknownReason::NotAuthorised]);
    assert_eq!(unknown("p256", 0, &evidence(&["unknown"], &[])), [UnknownReason::UnknownToResponder]);
    assert_eq!(unknown("p256", 0, &evidence(&["checked"], &[])), [UnknownReason::Responder]);
    assert!(is_good("p256", 0, &evidence(&["checked", "responder"], &[])));
    assert!(matches!(
        ask("p256", 0, &evidence(&["checked"], &["plain"])),
        RevocationStatus::Good { by: Source::Ocsp(0) | Source::Crl(0), .. }
    ));
    let mut forged = bytes("ocsp-good.der");
    let basic = only_child(only_child(Element::only(&forged).unwrap(), 1), 0);
    let basic = Element::only(basic.children().unwrap()[1].content).unwrap();
    let signature = basic.children().unwrap()[2].content;
    let last = signature.as_ptr().addr() + signature.len() - 1 - forged.as_ptr().addr();
    forged[last] ^= 1;
    let forged = Evidence { ocsps: OcspResponse::from_der(&forged).into_iter().collect(), ..Evidence::default() };
    assert_eq!(unknown("p256", 0, &forged), [UnknownReason::Signature]);
}

fn only_child(element: Element<'_>, index: usize) -> Element<'_> {
    element.children().unwrap()[index]
}

#[test]
fn revocation_counts_from_its_date() {
    for evidence in [evidence(&["revoked"], &[]), evidence(&[], &["plain"])] {
        let RevocationStatus::Revoked { at, reason, .. } = ask("revoked", 100, &evidence) else { panic!() };
        assert_eq!(reason, RevocationReason::KeyCompromise);
        assert!(made().duration_since(at).abs() < days(1));
        let RevocationStatus::Good { revoked_later, .. } = ask("revoked", -5, &evidence) else { panic!() };
        assert_eq!(revoked_later, Some(at));
    }
    // One that says good from before does not help.
    assert!(matches!(ask("revoked", 0, &evidence(&["revoked"], &["old"])), RevocationStatus::Revoked { .. }));
    let RevocationStatus::Revoked { reason, .. } = ask("held", 1, &evidence(&[], &["plain"])) else { panic!() };
    assert_eq!(reason, RevocationReason::CertificateHold);
}

#[test]
fn lists_and_their_scopes() {
    for name in ["plain", "point", "users", "keeps"] {
        assert!(is_good("p256", 0, &evidence(&[], &[name])), "{name}");
        let mut forged = bytes(&format!("crl-{name}.der"));
        *forged.last_mut().unwrap() ^= 1;
        let forged = Evidence { crls: vec![Crl::from_der(&forged).unwrap()], ..Evidence::default() };
        assert_eq!(unknown("p256", 0, &forged), [UnknownReason::Signature]);
    }
    assert_eq!(unknown("p256", 0, &evidence(&[], &["other-point"])), [UnknownReason::Scope]);
    assert_eq!(unknown("p256", 0, &evidence(&[], &["authorities"])), [UnknownReason::Scope]);
    assert_eq!(unknown("p256", 0, &evidence(&[], &["delta"])), [UnknownReason::Unsupported]);
    assert_eq!(unknown("p256", 0, &evidence(&[], &["old"])), [UnknownReason::Outdated]);
    // What has expired must still be on the list.
    assert_eq!(unknown("expired", -3000, &evidence(&[], &["plain"])), [UnknownReason::AfterExpiry]);
    assert!(is_good("expired", -3000, &evidence(&[], &["keeps"])));
}

#[test]
fn evidence_from_after_what_covers_it_does_not_count() {
    let (p256, issuer) = (certificate("p256"), certificate("issuing"));
    let at = made() - days(3);
    let question = Question { certificate: &p256, issuer: &issuer, at, until: made() - days(2) };
    let expected = RevocationStatus::Unknown { reasons: vec![UnknownReason::TooNew, UnknownReason::TooNew] };
    assert_eq!(judge(&question, &evidence(&["good"], &["plain"])), expected);
}

#[test]
fn some_certificates_need_no_evidence() {
    let none = Evidence::default();
    assert_eq!(ask("short", 0, &none), RevocationStatus::NotNeeded { why: NotNeeded::ShortTerm });
    assert_eq!(ask("responder", 0, &none), RevocationStatus::NotNeeded { why: NotNeeded::NoCheck });
}

#[test]
fn ocsp_goes_before_lists() {
    let status = ask("p256", 0, &evidence(&["delegated"], &["plain"]));
    assert_eq!(status.source(), Some(Source::Ocsp(0)));
    let RevocationStatus::Good { this_update, .. } = status else { panic!() };
    assert!(this_update.duration_since(made()).abs() < days(1));
}

#[test]
fn what_to_fetch() {
    let (pool, anchors) = (certificates(&["issuing"]), certificates(&["root"]));
    let search = Search { pool: &pool, anchors: &anchors, time: made(), algorithms: Algorithms::Current };
    let path = search.path(&certificate("p256")).unwrap();
    let subjects = |evidence: &Evidence| -> Vec<(String, Vec<String>, Vec<String>)> {
        let needed = needed(&path, evidence, made(), made() + days(1));
        needed.into_iter().map(|one| (one.certificate.subject(), one.ocsp_urls, one.crl_urls)).collect()
    };
    let all = subjects(&Evidence::default());
    assert_eq!(all[0].0, certificate("p256").subject());
    assert_eq!(all[0].1, ["http://ocsp.example/issuing"]);
    assert_eq!(all[1].0, certificate("issuing").subject());
    assert_eq!(all[1].2, ["http://crl.example/root.crl"]);
    assert_eq!(all.len(), 2);
    assert_eq!(subjects(&evidence(&["good"], &[])), all[1..]);
    // The responder stands in for the certificate until its own status is there.
    let with_responder = subjects(&evidence(&["checked"], &[]));
    assert_eq!(with_responder[0].0, certificate("responder-checked").subject());
    assert_eq!(with_responder[0].2, ["http://crl.example/issuing.crl"]);
    assert_eq!(subjects(&evidence(&["checked"], &["plain"])), all[1..]);
}

#[test]
fn requests_and_fresh_answers() {
    let (p256, issuer) = (certificate("p256"), certificate("issuing"));
    let plain = OcspRequest::new(&p256, &issuer, None).unwrap();
    let now = made() + SignedDuration::from_secs(30);
    for name in ["good", "delegated", "by-key", "sha256-id", "nonce"] {
        assert_eq!(plain.check(&bytes(&format!("ocsp-{name}.der")), now).unwrap(), ocsp(name));
    }
    // The same bytes as openssl asks with, but for the nonce, which is ours to choose.
    let asked = bytes("ocsp-nonce.req");
    let nonce = &asked[asked.len() - 16..];
    let request = OcspRequest::new(&p256, &issuer, Some(nonce)).unwrap();
    assert_eq!(request.to_der(), asked);
    request.check(&bytes("ocsp-nonce.der"), now).unwrap();
    request.check(&bytes("ocsp-good.der"), now).unwrap(); // answers from a store have none
    let other = OcspRequest::new(&p256, &issuer, Some(&[1; 16])).unwrap();
    assert_eq!(other.check(&bytes("ocsp-nonce.der"), now), Err(OcspError::Nonce));
    assert_eq!(plain.check(&bytes("ocsp-unauthorised.der"), now), Err(OcspError::NotAuthorised));
    assert_eq!(plain.check(&bytes("ocsp-unknown.der"), now), Err(OcspError::UnknownCertificate));
    assert_eq!(plain.check(&bytes("ocsp-revoked.der"), now), Err(OcspError::OtherCertificate));
    for away in [-1, 31] {
        let error = plain.check(&bytes("ocsp-good.der"), made() + days(away)).unwrap_err();
        assert!(matches!(error, OcspError::NotCurrent { .. }), "{error}");
    }
    assert_eq!(plain.check(&[0x30, 0x03, 0x0A, 0x01, 0x06], now), Err(OcspError::Refused { status: 6 }));
    assert_eq!(plain.check(b"<html>", now), Err(OcspError::Malformed));
    assert_eq!(OcspRequest::new(&p256, &issuer, Some(&[1; 33])), Err(NonceLengthError(33)));
}

#[test]
fn fresh_lists() {
    let (p256, issuer) = (certificate("p256"), certificate("issuing"));
    assert_eq!(crl("point").check(&p256, &issuer, made()), Ok(()));
    assert_eq!(crl("point").check(&issuer, &certificate("root"), made()), Err(CrlError::OtherIssuer));
    assert_eq!(crl("delta").check(&p256, &issuer, made()), Err(CrlError::Unusable(UnknownReason::Unsupported)));
    assert!(matches!(crl("old").check(&p256, &issuer, made()), Err(CrlError::NotCurrent { .. })));
    assert_eq!(crl("plain").issuer(), issuer.subject());
    assert!(crl("plain").next_update().unwrap() > crl("plain").this_update());
}

#[test]
fn bare_responses_are_wrapped() {
    let whole = bytes("ocsp-delegated.der");
    let parts = Element::only(&whole).unwrap().children().unwrap();
    let bytes = Element::only(parts[1].content).unwrap().children().unwrap();
    assert_eq!(OcspResponse::from_der(bytes[1].content).unwrap().der(), whole);
}

/// A list of `entries` serial numbers of 17 bytes, signed by the fixtures' issuer.
fn large_crl(entries: u32) -> Vec<u8> {
    use p256::pkcs8::DecodePrivateKey;
    use signature::hazmat::PrehashSigner;

    let time = |time: Timestamp| {
        let text = time.strftime("%Y%m%d%H%M%SZ").to_string();
        asn1::encode(asn1::GENERALIZED_TIME, &[text.as_bytes()])
    };
    let revoked = time(made());
    let mut list = Vec::new();
    for number in 0..entries {
        let serial = [&[0x02, 17, 0x40][..], &[7; 12], &number.to_be_bytes()].concat();
        list.extend(asn1::encode(asn1::SEQUENCE, &[&serial, &revoked]));
    }
    let issuer = certificate("issuing");
    let algorithm = crate::key::SignatureAlgorithm::EcdsaP256Sha256.identifier();
    let parts: [&[u8]; 6] = [
        &[0x02, 1, 1],
        &algorithm,
        issuer.subject_der(),
        &revoked,
        &time(made() + days(30)),
        &asn1::encode(asn1::SEQUENCE, &[&list]),
    ];
    let tbs = asn1::encode(asn1::SEQUENCE, &parts);
    let key = String::from_utf8(bytes("issuing.key")).unwrap();
    let key = p256::ecdsa::SigningKey::from_pkcs8_pem(&key).unwrap();
    let digest = crate::key::Hash::Sha256.digest(&[&tbs]);
    let signature: p256::ecdsa::Signature = key.sign_prehash(&digest).unwrap();
    let bits = asn1::encode(asn1::BIT_STRING, &[&[0], signature.to_der().as_bytes()]);
    asn1::encode(asn1::SEQUENCE, &[&tbs, &algorithm, &bits])
}

#[test]
fn large_lists_are_searched_where_they_lie() {
    let der = large_crl(140_000);
    assert!(der.len() > 5_000_000);
    let large = Evidence { crls: vec![Crl::from_der(&der).unwrap()], ..Evidence::default() };
    for _ in 0..20 {
        assert!(is_good("p256", 0, &large));
    }
    // One that is listed, the last: its certificate with the last entry's serial number.
    let listed = [&[0x02, 17, 0x40][..], &[7; 12], &139_999u32.to_be_bytes()].concat();
    assert!(matches!(large.crls[0].find(&listed), Some(CertificateStatus::Revoked { .. })));
    let unlisted = [&[0x02, 17, 0x40][..], &[7; 12], &140_000u32.to_be_bytes()].concat();
    assert_eq!(large.crls[0].find(&unlisted), Some(CertificateStatus::Good));
}

#[test]
fn a_list_that_cannot_be_read_to_its_end_says_nothing() {
    let mut der = large_crl(3);
    let at = der.windows(3).rposition(|window| window == [0x02, 17, 0x40]).unwrap();
    der[at - 1] = 0x7F; // the last entry claims to be longer than the list
    let crl = Crl::from_der(&der).unwrap();
    assert_eq!(crl.find(&[0x02, 1, 1]), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_evidence_never_shows_more(
        which in prop::sample::select(vec!["ocsp-delegated.der", "ocsp-good.der", "crl-point.der", "crl-keeps.der"]),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
    ) {
        let original = bytes(which);
        let mut der = original.clone();
        for (at, byte) in flips {
            let at = at.index(der.len());
            der[at] = byte;
        }
        let evidence = Evidence {
            ocsps: OcspResponse::from_der(&der).into_iter().collect(),
            crls: Crl::from_der(&der).into_iter().collect(),
            certificates: Vec::new(),
        };
        let status = ask("revoked", 1, &evidence);
        let listed = which.starts_with("crl");
        let still = matches!(status, RevocationStatus::Revoked { .. } | RevocationStatus::Unknown { .. });
        prop_assert!(still || !listed, "{status:?}");
        let request = OcspRequest::new(&certificate("p256"), &certificate("issuing"), None).unwrap();
        let _ = request.check(&der, made());
    }
}
