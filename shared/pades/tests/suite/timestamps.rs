//! Every rule that an authority's answer must fulfil, and what goes into the file.

use pades::timestamp::{
    ChainError, ObjectIdentifier, ResponseError, TimeStampRequest, TimeStampToken, TimestampPolicy, check_response,
};
use pades::timestamping::{self, TimestampingError};
use pades::{Certificate, sign};

use crate::support::pdf::{self, Layout};
use crate::support::tsa::{Algorithm, Ess, POLICY, Tsa};
use crate::support::{Signer, certificate, document_timestamped, names, timestamp, timestamped, token};

fn check_with(
    tsa: &Tsa,
    anchors: &[Certificate],
    policy: Option<ObjectIdentifier>,
) -> Result<TimeStampToken, ResponseError> {
    let request = TimeStampRequest::new([7; 32], &[0, 0, 1, 2, 3, 4, 5, 6, 0x87], None).unwrap();
    check_response(&tsa.respond(&request), &request, &TimestampPolicy::new(anchors, timestamp()).with_policy(policy))
}

fn check(tsa: &Tsa) -> Result<TimeStampToken, ResponseError> {
    check_with(tsa, &[certificate("other-root"), certificate("root")], Some(POLICY))
}

#[test]
fn good_answers() {
    let token = check(&Tsa::default()).unwrap();
    assert_eq!(token.time(), timestamp());
    assert_eq!(token.serial_number(), "1234");
    assert_eq!(token.policy(), POLICY);
    assert_eq!(token.authority(), "CN=Test Time Stamping Authority,O=Keiin Test,C=JP");
    assert_eq!(TimeStampToken::from_der(token.der()).unwrap(), token);
    check(&Tsa { status: 1, ..Tsa::default() }).unwrap();
    check(&Tsa::elliptic()).unwrap();
    check(&Tsa { algorithm: Algorithm::RsaPssSha256, ..Tsa::default() }).unwrap();
    check(&Tsa { more_certificates: vec!["root", "other-root", "intermediate"], ..Tsa::default() }).unwrap();
    let token = check(&Tsa { fraction: "25", ..Tsa::default() }).unwrap();
    assert_eq!(token.time().subsec_millisecond(), 250);
}

#[test]
fn each_broken_rule_has_its_error() {
    let good = Tsa::default;
    let cases = [
        (Tsa { omit_token: true, ..good() }, ResponseError::NoToken),
        (Tsa { wrong_imprint: true, ..good() }, ResponseError::Imprint),
        (Tsa { wrong_nonce: true, ..good() }, ResponseError::Nonce),
        (Tsa { omit_nonce: true, ..good() }, ResponseError::Nonce),
        (Tsa { two_signers: true, ..good() }, ResponseError::SignerCount),
        (Tsa { omit_certificates: true, ..good() }, ResponseError::NoCertificate),
        (Tsa { ess: Ess::None, ..good() }, ResponseError::SigningCertificate),
        (Tsa { ess: Ess::OtherCertificate, ..good() }, ResponseError::SigningCertificate),
        (Tsa { certificate: "tsa-no-eku", ..good() }, ResponseError::NotForTimestamping),
        (Tsa { certificate: "tsa-eku-more", ..good() }, ResponseError::NotForTimestamping),
        (Tsa { certificate: "tsa-eku-not-critical", ..good() }, ResponseError::UsageNotCritical),
        (Tsa { wrong_message_digest: true, ..good() }, ResponseError::MessageDigest),
        (Tsa { wrong_signature: true, ..good() }, ResponseError::Signature),
    ];
    for (tsa, expected) in cases {
        assert_eq!(check(&tsa).unwrap_err(), expected);
    }
    let refused = check(&Tsa { status: 2, status_text: Some("busy"), omit_token: true, ..good() }).unwrap_err();
    assert_eq!(refused.to_string(), "the authority refused: status 2, busy (failure bit 2)");
    let policy = ObjectIdentifier::new_unwrap("1.2.3");
    let error = check_with(&good(), &[certificate("root")], Some(policy)).unwrap_err();
    assert_eq!(error, ResponseError::Policy { expected: policy, found: POLICY });
    for skew in [-301, 301] {
        assert!(matches!(check(&Tsa { skew, ..good() }), Err(ResponseError::Time { .. })));
    }
    check(&Tsa { skew: 299, ..good() }).unwrap();
    let garbage = TimeStampRequest::new([7; 32], &[1; 8], None).unwrap();
    let policy = TimestampPolicy::new(&[], timestamp());
    assert_eq!(check_response(b"<html>", &garbage, &policy).unwrap_err(), ResponseError::Malformed);
}

#[test]
fn answers_in_ber_are_taken() {
    let request = TimeStampRequest::new([7; 32], &[1; 9], None).unwrap();
    let anchors = [certificate("root")];
    let policy = TimestampPolicy::new(&anchors, timestamp());
    let granted = Tsa::default().respond(&request);
    let in_der = check_response(&granted, &request, &policy).unwrap();
    // The response, the token, its content and its SignedData, without what is signed.
    let in_ber = indefinite(&granted, 4);
    assert!(in_ber.starts_with(&[0x30, 0x80]) && in_ber != granted);
    assert_eq!(check_response(&in_ber, &request, &policy).unwrap().der(), in_der.der());
    let with_more = [&granted[..], b"\r\n"].concat();
    assert_eq!(check_response(&with_more, &request, &policy).unwrap(), in_der);
    // A token that was changed is as wrong in BER as it is in DER.
    let forged = Tsa { wrong_signature: true, ..Tsa::default() }.respond(&request);
    assert_eq!(check_response(&indefinite(&forged, 4), &request, &policy).unwrap_err(), ResponseError::Signature);
    // Status 2 with failure bit 2, in a BIT STRING of more octets than it needs.
    let refused = check_response(&[0x30, 10, 0x30, 8, 2, 1, 2, 3, 3, 0, 0x20, 0], &request, &policy).unwrap_err();
    assert_eq!(refused.to_string(), "the authority refused: status 2, (failure bit 2)");
}

/// The outermost constructed elements, so many levels of them, with indefinite lengths (X.690 §8.1.3.6).
fn indefinite(der: &[u8], levels: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = der;
    while let [tag, first, ..] = *rest {
        let digits = if first < 0x80 { 0 } else { usize::from(first & 0x7F) };
        let length = match digits {
            0 => usize::from(first),
            _ => rest[2..2 + digits].iter().fold(0, |length, &digit| length << 8 | usize::from(digit)),
        };
        let (whole, content) = (&rest[..2 + digits + length], &rest[2 + digits..2 + digits + length]);
        match tag & 0x20 != 0 && levels > 0 {
            true => out.extend([&[tag, 0x80][..], &indefinite(content, levels - 1), &[0, 0]].concat()),
            false => out.extend_from_slice(whole),
        }
        rest = &rest[whole.len()..];
    }
    out
}

#[test]
fn chains() {
    let chain = |tsa: &Tsa, anchors: &[&str]| {
        let anchors: Vec<Certificate> = anchors.iter().map(|name| certificate(name)).collect();
        match check_with(tsa, &anchors, None) {
            Err(ResponseError::Chain(error)) => error,
            other => panic!("{other:?}"),
        }
    };
    assert!(matches!(chain(&Tsa::default(), &[]), ChainError::NoAnchor { .. }));
    assert!(matches!(chain(&Tsa::default(), &["other-root"]), ChainError::NoAnchor { .. }));
    // The root in the token is no anchor by being there.
    let own_root = Tsa { more_certificates: vec!["root"], ..Tsa::default() };
    assert!(matches!(chain(&own_root, &["other-root"]), ChainError::NoAnchor { .. }));
    let below = Tsa {
        certificate: "tsa-below-signer",
        more_certificates: vec!["signer-p256", "intermediate"],
        ..Tsa::default()
    };
    assert!(matches!(chain(&below, &["root"]), ChainError::NotAuthority { .. }));
    let expired = Tsa { skew: 80 * 366 * 86_400, ..Tsa::default() };
    assert!(matches!(chain(&expired, &["root"]), ChainError::NotValid { .. }));
}

#[test]
fn nonces() {
    for nonce in [&[1; 7][..], &[1; 17], &[0; 8]] {
        assert!(TimeStampRequest::new([0; 32], nonce, None).is_err());
    }
}

#[test]
fn a_token_is_never_cut() {
    // Signatures of this key are always of the same length.
    let signer = Signer::rsa();
    let original = pdf::simple(Layout::Table);
    let field = &names(&["A"])[0];
    let small = signer.request("A").with_reserve(100);
    let signed = signer.finish(&original, sign::begin(&original, &small).unwrap());
    let pending = timestamping::pending(&signed, field).unwrap();
    let timestamp = token(pending.imprint());
    let Err(TimestampingError::GapTooSmall { reserved, needed }) = pending.attach(&timestamp) else { panic!() };
    assert!(needed > reserved);
    // What is missing is what to reserve more.
    let enough = signer.request("A").with_reserve(100 + needed - reserved);
    let signed = signer.finish(&original, sign::begin(&original, &enough).unwrap());
    timestamped(&signed, "A");

    let prepared = timestamping::begin_document_timestamp(&original, field, 10).unwrap();
    let timestamp = token(prepared.imprint());
    assert!(matches!(prepared.attach(&timestamp), Err(TimestampingError::GapTooSmall { reserved: 10, .. })));
}

#[test]
fn timestamps_that_do_not_belong() {
    let signer = Signer::p256();
    let field = &names(&["A"])[0];
    let signed = signer.sign(&pdf::simple(Layout::Table), "A");
    let wrong = token([1; 32]);
    assert_eq!(timestamping::pending(&signed, field).unwrap().attach(&wrong), Err(TimestampingError::WrongImprint));
    let done = timestamped(&signed, "A");
    assert_eq!(timestamping::pending(&done, field).unwrap_err(), TimestampingError::AlreadyTimestamped(field.clone()));
    assert_eq!(done.len(), signed.len());
    let later = signer.sign(&signed, "B");
    assert_eq!(timestamping::pending(&later, field).unwrap_err(), TimestampingError::NotLast(field.clone()));
    let missing = &names(&["None"])[0];
    assert_eq!(timestamping::pending(&signed, missing).unwrap_err(), TimestampingError::NoSignature(missing.clone()));
    let document = document_timestamped(&signed, "C");
    let field = &names(&["C"])[0];
    assert_eq!(
        timestamping::pending(&document, field).unwrap_err(),
        TimestampingError::NotTimestampable(field.clone())
    );
}
