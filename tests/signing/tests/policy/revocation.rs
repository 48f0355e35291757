//! What OCSP responses and CRLs in a file may show.

use jiff::{SignedDuration, Timestamp, ToSpan};
use pades::revocation::{RevocationStatus, Source, UnknownReason};
use pades::verify::{Language, Reason, Report, Verdict};
use signing::document::contract::contract;
use signing::document::{Increment, Layout};
use signing::evidence::Evidence;
use signing::foreign::Foreign;
use signing::pki::revocation::{Listed, Single, crl_of, ocsp_of};
use signing::pki::{CertificateStatus, Entity, Key, Kind, PKI, Profile, Window, now, unknown_extension, week};

use super::judged;

const GOOD: CertificateStatus = CertificateStatus::Good;

/// A report on a signature of today without a timestamp, beside which these lie.
fn report(ocsp: Vec<Vec<u8>>, crls: Vec<Vec<u8>>) -> Report {
    let file = Foreign::new(&PKI.p256, "Seal").sign(&mut Increment::new(&contract(Layout::Table)));
    judged(&Evidence { ocsp, crls, ..Evidence::default() }.appended(&file))
}

/// What a report says of the signer's certificate.
fn status(report: &Report) -> &RevocationStatus {
    &report.signatures[0].signer.as_ref().unwrap().revocation[0]
}

fn unknown(reason: UnknownReason) -> RevocationStatus {
    RevocationStatus::Unknown { reasons: vec![reason] }
}

fn days_ago(days: i64) -> Timestamp {
    now() - SignedDuration::from_hours(24 * days)
}

fn revoked() -> CertificateStatus {
    CertificateStatus::Revoked(days_ago(20))
}

/// What is said of the signer, as known so many days ago.
fn said(status: CertificateStatus, days: i64) -> Single {
    let from = days_ago(days);
    let window = Window { produced: now(), from, until: from + (24 * 30).hours() };
    Single { serial: PKI.p256.serial, status, window, is_beyond_us: false }
}

fn answer(singles: &[Single]) -> Vec<u8> {
    ocsp_of(&PKI.intermediate, &PKI.responder, singles, false)
}

#[test]
fn of_several_statuses_in_one_response_revoked_wins() {
    for singles in [
        [said(revoked(), 1), said(GOOD, 1)],
        [said(GOOD, 1), said(revoked(), 1)],
        [said(revoked(), 2), said(GOOD, 1)],
        [said(revoked(), 1), said(GOOD, 2)],
    ] {
        let report = report(vec![answer(&singles)], vec![]);
        assert!(matches!(status(&report), RevocationStatus::Revoked { at, .. } if *at == days_ago(20)), "{singles:?}");
        assert_eq!(report.signatures[0].verdict, Verdict::Invalid);
    }
    let of = |singles: [Single; 2]| status(&report(vec![answer(&singles)], vec![])).clone();
    let not_known = |days| said(CertificateStatus::Unknown, days);
    assert!(matches!(of([not_known(2), said(GOOD, 1)]), RevocationStatus::Good { .. }));
    for doubtful in [[not_known(1), said(GOOD, 2)], [not_known(1), said(GOOD, 1)], [said(GOOD, 1), not_known(1)]] {
        assert_eq!(of(doubtful), unknown(UnknownReason::UnknownToResponder));
    }
}

#[test]
fn a_responder_with_an_unknown_critical_extension_is_not_believed() {
    let ask = |extensions: &[Vec<u8>]| {
        let profile = Profile::new("Odd Responder", Kind::OcspResponder);
        let responder: Entity = PKI.intermediate.issue_with(&profile, Key::p256("odd"), extensions);
        let response = ocsp_of(&PKI.intermediate, &responder, &[said(GOOD, 1)], false);
        status(&report(vec![response], vec![])).clone()
    };
    assert!(matches!(ask(&[]), RevocationStatus::Good { .. }));
    assert_eq!(ask(&[unknown_extension()]), unknown(UnknownReason::NotAuthorised));
}

#[test]
fn a_response_with_an_unknown_critical_extension_shows_nothing_good() {
    let ask = |status: CertificateStatus, (single, response): (bool, bool)| {
        let single = Single { is_beyond_us: single, ..said(status, 1) };
        ocsp_of(&PKI.intermediate, &PKI.responder, &[single], response)
    };
    for (place, is_understood) in [((false, false), true), ((true, false), false), ((false, true), false)] {
        let found = status(&report(vec![ask(GOOD, place)], vec![])).clone();
        match is_understood {
            true => assert!(matches!(found, RevocationStatus::Good { .. }), "{found:?}"),
            false => assert_eq!(found, unknown(UnknownReason::Unsupported), "{place:?}"),
        }
        let found = status(&report(vec![ask(revoked(), place)], vec![])).clone();
        assert!(matches!(found, RevocationStatus::Revoked { .. }), "{place:?}: {found:?}");
    }
}

#[test]
fn a_list_with_an_unknown_critical_extension_shows_nothing_good() {
    let other = Listed { serial: 99, at: days_ago(20), is_beyond_us: false };
    let own = Listed { serial: PKI.p256.serial, ..other };
    let ask = |listed: &[Listed], is_beyond_us| {
        let crl = crl_of(&PKI.intermediate, listed, week(days_ago(1)), is_beyond_us);
        status(&report(vec![], vec![crl])).clone()
    };
    let odd = Listed { is_beyond_us: true, ..other };
    assert!(matches!(ask(&[other], false), RevocationStatus::Good { .. }));
    assert_eq!(ask(&[other], true), unknown(UnknownReason::Unsupported));
    assert_eq!(ask(&[other, odd], false), unknown(UnknownReason::Unsupported));
    // What it lists is revoked all the same.
    for listed in [[odd, own], [own, odd], [other, Listed { is_beyond_us: true, ..own }]] {
        assert!(matches!(ask(&listed, false), RevocationStatus::Revoked { .. }), "{listed:?}");
    }
}

#[test]
fn what_is_known_to_be_revoked_is_so_from_then_on_whatever_later_date_is_named() {
    let (soon, yesterday) = (now() + 72.hours(), days_ago(1));
    let later = CertificateStatus::Revoked(soon);
    let response = answer(&[said(later, 1)]);
    let listed = Listed { serial: PKI.p256.serial, at: soon, is_beyond_us: false };
    let list = crl_of(&PKI.intermediate, &[listed], week(yesterday), false);
    for (ocsp, crls) in [(vec![response.clone()], vec![]), (vec![], vec![list])] {
        let report = report(ocsp, crls);
        let subject = "CN=P-256 Signer,O=Tests,C=JP".to_owned();
        assert_eq!(report.signatures[0].reasons, [Reason::Revoked { subject, at: yesterday }]);
    }
    // A signature that is proved to be older stays valid, and the report names no time that is still to come.
    let timestamped = super::timestamps::signed_with(&super::timestamps::sha_256(), days_ago(10));
    let report = judged(&Evidence { ocsp: vec![response], ..Evidence::default() }.appended(&timestamped));
    assert!(report.is_valid(), "{:?}", report.signatures[0].reasons);
    assert!(matches!(status(&report), RevocationStatus::Good { revoked_later: Some(at), .. } if *at == yesterday));
    assert!(report.text(Language::English).contains("revoked afterwards, at 2026-11-30 00:30:00 UTC"));
}

/// A list that is not processed whole shows of nobody that he is good, but whom it lists the issuer has revoked.
#[test]
fn a_list_of_an_unknown_kind_revokes_whom_it_names() {
    let list = |serial| {
        let listed = [Listed { serial, at: days_ago(20), is_beyond_us: false }];
        crl_of(&PKI.intermediate, &listed, week(now()), true)
    };
    let good = answer(&[said(GOOD, 1)]);
    let report_of = |serial| report(vec![good.clone()], vec![list(serial)]);
    let named = report_of(PKI.p256.serial);
    assert!(matches!(status(&named), RevocationStatus::Revoked { at, .. } if *at == days_ago(20)), "{named:?}");
    assert_eq!(named.signatures[0].verdict, Verdict::Invalid);
    assert!(matches!(status(&report_of(PKI.p256.serial + 1)), RevocationStatus::Good { .. }));
    let alone = report(vec![], vec![list(PKI.p256.serial + 1)]);
    assert_eq!(*status(&alone), unknown(UnknownReason::Unsupported));
}

/// Though nobody is asked about it (RFC 6960 §4.2.2.2.1), a list may name it.
#[test]
fn a_responder_that_need_not_be_checked_is_not_believed_once_it_is_revoked() {
    let revoked = [(PKI.responder.serial, days_ago(20))];
    let revoked = report(vec![answer(&[said(GOOD, 1)])], vec![PKI.crl(&revoked, week(now()))]);
    assert!(matches!(status(&revoked), RevocationStatus::Good { by: Source::Crl(_), .. }), "{:?}", status(&revoked));
    let others = [(PKI.responder.serial + 1, days_ago(20))];
    let others = report(vec![answer(&[said(GOOD, 1)])], vec![PKI.crl(&others, week(now()))]);
    assert!(matches!(status(&others), RevocationStatus::Good { by: Source::Ocsp(_), .. }));
}
