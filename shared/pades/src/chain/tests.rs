//! Paths through the certificates of `tests/fixtures`.

use proptest::prelude::*;

use super::*;
use crate::fixtures::{bytes, certificate, certificates};

fn path_with(name: &str, pool: &[&str], time: &str, algorithms: Algorithms) -> Result<Path, ChainError> {
    let (pool, anchors) = (certificates(pool), certificates(&["root"]));
    let search = Search { pool: &pool, anchors: &anchors, time: time.parse().unwrap(), algorithms };
    search.path(&certificate(name))
}

fn path(name: &str) -> Result<Path, ChainError> {
    let pool = ["deeper", "named", "weak", "deep", "policy", "rsa", "p256", "issuing"];
    path_with(name, &pool, "2026-06-01T00:00:00Z", Algorithms::Current)
}

#[test]
fn paths_are_found_in_any_order() {
    let found = path("rsa").unwrap();
    assert_eq!(found.certificates(), certificates(&["rsa", "issuing", "root"]));
    assert_eq!(found.anchor(), Some(&certificate("root")));
    assert_eq!(found.pairs().count(), 2);
    assert_eq!(found.not_after(), certificate("rsa").not_after());
    assert_eq!(path("root").unwrap().certificates(), certificates(&["root"]));
    for good in ["pss", "p521", "bp256", "mail-good", "policy-one"] {
        path(good).unwrap();
    }
}

#[test]
fn each_broken_rule_has_its_error() {
    let subject = |name: &str| certificate(name).subject();
    assert_eq!(path("critical"), Err(ChainError::CriticalExtension { subject: subject("critical") }));
    assert_eq!(path("too-deep"), Err(ChainError::NotAuthority { subject: subject("deep") }));
    assert_eq!(path("below-leaf"), Err(ChainError::NotAuthority { subject: subject("p256") }));
    for name in ["mail-bad", "dns-bad", "name-bad"] {
        assert_eq!(path(name), Err(ChainError::Name { subject: subject(name) }));
    }
    for name in ["policy-two", "policy-none"] {
        assert_eq!(path(name), Err(ChainError::Policy { subject: subject(name) }));
    }
    assert!(matches!(path("expired"), Err(ChainError::NotValid { .. })));
    path_with("expired", &["issuing"], "2020-06-01T00:00:00Z", Algorithms::Current).unwrap();
    assert!(matches!(
        path_with("rsa", &[], "2026-06-01T00:00:00Z", Algorithms::Current),
        Err(ChainError::NoAnchor { .. })
    ));
    let mut forged = bytes("rsa.der");
    *forged.last_mut().unwrap() ^= 1;
    let (pool, anchors) = (certificates(&["issuing"]), certificates(&["root"]));
    let time = "2026-06-01T00:00:00Z".parse().unwrap();
    let search = Search { pool: &pool, anchors: &anchors, time, algorithms: Algorithms::Legacy };
    let forged = Certificate::from_der(&forged).unwrap();
    assert_eq!(search.path(&forged), Err(ChainError::Signature { subject: forged.subject() }));
}

#[test]
fn what_is_weak_passes_only_for_what_is_old() {
    for name in ["by-weak", "by-sha1"] {
        assert_eq!(path(name), Err(ChainError::Algorithm { subject: certificate(name).subject() }));
        path_with(name, &["weak", "issuing"], "2026-06-01T00:00:00Z", Algorithms::Legacy).unwrap();
    }
}

#[test]
fn a_search_among_too_many_ends() {
    // Every certificate is a candidate for every other's issuer: none of them leads anywhere.
    let issuing = certificate("issuing");
    let pool: Vec<Certificate> = (0..500u16)
        .map(|number| {
            let mut der = issuing.der().to_vec();
            let at = der.len() - 2;
            der[at..].copy_from_slice(&number.to_be_bytes());
            Certificate::from_der(&der).unwrap()
        })
        .collect();
    let time = "2026-06-01T00:00:00Z".parse().unwrap();
    let search = Search { pool: &pool, anchors: &[], time, algorithms: Algorithms::Legacy };
    assert_eq!(search.path(&certificate("rsa")), Err(ChainError::TooMany));
}

#[test]
fn purposes() {
    use Purpose::{DocumentSigning, OcspSigning, TimeStamping};
    let check = |name, purpose| check_usage(&certificate(name), purpose);
    assert_eq!(check("rsa", DocumentSigning), Ok(()));
    assert_eq!(check("policy-one", DocumentSigning), Ok(())); // no keyUsage at all
    assert_eq!(check("encryption", DocumentSigning), Err(UsageFault::NotForSigning));
    assert_eq!(check("root", DocumentSigning), Err(UsageFault::NotForSigning));
    assert_eq!(check("responder", DocumentSigning), Err(UsageFault::NotForDocuments));
    assert_eq!(check("tsa", DocumentSigning), Err(UsageFault::NotForDocuments));
    assert_eq!(check("responder", OcspSigning), Ok(()));
    assert_eq!(check("rsa", OcspSigning), Err(UsageFault::NotForOcsp));
    assert_eq!(check("tsa", TimeStamping), Ok(()));
    assert_eq!(check("responder", TimeStamping), Err(UsageFault::NotForTimestamping));
}

#[test]
fn addresses_and_marks() {
    let leaf = certificate("rsa");
    assert_eq!(leaf.ocsp_urls(), ["http://ocsp.example/issuing"]);
    assert_eq!(leaf.issuer_urls(), ["http://ca.example/issuing.cer"]);
    assert_eq!(leaf.crl_urls(), ["http://crl.example/issuing.crl", "https://crl.example/other.crl"]);
    assert!(certificate("root").crl_urls().is_empty() && certificate("root").is_self_issued());
    assert!(certificate("responder").is_ocsp_no_check() && !certificate("responder-checked").is_ocsp_no_check());
    assert!(certificate("short").is_validity_assured_short_term() && !leaf.is_validity_assured_short_term());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_certificates(
        which in prop::sample::select(vec!["mail-good", "policy-one", "rsa", "named", "pss512", "bp256"]),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
    ) {
        let mut der = bytes(&format!("{which}.der"));
        for (at, byte) in flips {
            let at = at.index(der.len());
            der[at] = byte;
        }
        let Ok(changed) = Certificate::from_der(&der) else { return Ok(()) };
        let pool = [certificate("named"), certificate("policy"), certificate("issuing"), changed.clone()];
        let anchors = [certificate("root")];
        let time = "2026-06-01T00:00:00Z".parse().unwrap();
        let search = Search { pool: &pool, anchors: &anchors, time, algorithms: Algorithms::Legacy };
        let found = search.path(&changed);
        prop_assert!(found.is_err() || changed == certificate(which));
        let _ = search.path(&certificate("mail-good"));
        let _ = (changed.ocsp_urls(), changed.crl_urls(), changed.algorithms());
    }
}
