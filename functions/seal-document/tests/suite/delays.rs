//! Why a seal is not made, as the envelope tells it: each failure as what it is, and none for a hiccup.

use std::sync::Arc;

use async_trait::async_trait;
use domain::digest::Digest;
use domain::document::Sealer;
use domain::evidence::EventKind;
use domain::ports::{PortError, SealIntent, SealLog, SealProgress, SealingAlgorithm, SealingKeys};
use domain::seal_use::SealUseEntry;
use domain::waiting::{Cause, CauseKind};
use seal_document::SealError;
use signing::pki::{PKI, pem};

use crate::world::{FIRST, Keys, World, certificate};

/// Whom the city's certificate names.
const PERSON: &str = "sato@example.jp";
/// Within the first minute after the approval.
const SOON: &str = "2026-12-01T01:00:59Z";
/// A minute after it.
const LATER: &str = "2026-12-01T01:01:00Z";
/// When the certificates of the tests have expired.
const EXPIRED: &str = "2035-01-01T00:00:00Z";

/// A key service that is out of order.
struct BrokenKeys;

#[async_trait]
impl SealingKeys for BrokenKeys {
    async fn sign(&self, _: &str, _: SealingAlgorithm, _: Digest) -> Result<Vec<u8>, PortError> {
        Err(PortError::new("sign", "KMSInternalException"))
    }
}

/// A key service in which another key lies under the name.
struct OtherKeys;

#[async_trait]
impl SealingKeys for OtherKeys {
    async fn sign(&self, _: &str, _: SealingAlgorithm, digest: Digest) -> Result<Vec<u8>, PortError> {
        Ok(PKI.tsa.key.sign_digest(digest.as_bytes()))
    }
}

/// A table that cannot be reached.
struct BrokenLog;

#[async_trait]
impl SealLog for BrokenLog {
    async fn begin(&self, _: &SealIntent) -> Result<SealProgress, PortError> {
        Err(PortError::new("note what is about to be signed", "no answer"))
    }

    async fn finish(&self, _: &SealIntent, _: &[u8], _: Option<&SealUseEntry>) -> Result<Vec<u8>, PortError> {
        Err(PortError::new("store the signature", "no answer"))
    }
}

/// Somebody has approved, and this is wrong.
async fn world(fault: Fault) -> World {
    let w = World::with_registered_seal().await;
    w.approve(FIRST);
    match fault {
        Fault::NoCertificate => w.certificates.put(Some("takikawa"), None),
        Fault::NotACertificate => w.certificates.change("takikawa", |row| row.chain_pem = "nonsense".into()),
        Fault::NotASigner => w.certificates.change("takikawa", |row| {
            let operator = certificate("operator", &[], &[]).chain_pem;
            row.chain_pem = operator + &pem(&PKI.other_root.certificate);
        }),
        Fault::NotAllowed => w.certificates.change("takikawa", |row| row.persons.clear()),
        Fault::OtherFile => w.replace_file(b"another file", false).await,
        Fault::NotADocument => w.replace_file(b"not a PDF", true).await,
        Fault::Expired | Fault::Keys | Fault::OtherKey | Fault::Table => {}
    }
    w
}

#[derive(Clone, Copy, Debug)]
enum Fault {
    NoCertificate,
    NotACertificate,
    NotASigner,
    Expired,
    NotAllowed,
    Keys,
    OtherKey,
    OtherFile,
    NotADocument,
    Table,
}

/// Each, as those are told of it who wait.
const ALL: [(Fault, CauseKind); 10] = [
    (Fault::NoCertificate, CauseKind::NoCertificate),
    (Fault::NotACertificate, CauseKind::CertificateUnusable),
    (Fault::NotASigner, CauseKind::CertificateUnusable),
    (Fault::Expired, CauseKind::CertificateUnusable),
    (Fault::NotAllowed, CauseKind::SealNotAllowed),
    (Fault::Keys, CauseKind::KeyService),
    (Fault::OtherKey, CauseKind::CertificateUnusable),
    (Fault::OtherFile, CauseKind::DocumentStore),
    (Fault::NotADocument, CauseKind::Document),
    (Fault::Table, CauseKind::Service),
];

async fn try_at(w: &World, now: &str, fault: Fault) -> SealError {
    w.clock.set(if matches!(fault, Fault::Expired) { EXPIRED } else { now });
    let tried = match fault {
        Fault::Keys => w.seal(BrokenKeys).await,
        Fault::OtherKey => w.seal(OtherKeys).await,
        Fault::Table => w.seal_with(Keys, Arc::new(BrokenLog)).await,
        _ => w.seal(Keys).await,
    };
    tried.expect_err("it is not sealed")
}

fn causes(w: &World) -> Vec<Cause> {
    let evidence = w.story.envelopes.evidence(w.story.id).into_iter();
    let of_this = evidence.filter_map(|kind| match kind {
        EventKind::Delayed { by: Sealer::Recipient(FIRST), cause, .. } => Some(cause),
        _ => None,
    });
    of_this.collect()
}

#[tokio::test]
async fn every_failure_is_told_as_what_it_is() {
    for (fault, kind) in ALL {
        let w = world(fault).await;
        for _ in 0..2 {
            try_at(&w, LATER, fault).await;
        }
        let [cause] = &causes(&w)[..] else { panic!("{fault:?}: {:?}", causes(&w)) };
        assert_eq!(cause.kind, kind, "{fault:?}: {}", cause.detail);
        assert!(!cause.detail.is_empty(), "{fault:?}");
        assert_eq!(w.story.envelope().wait().unwrap().cause.as_ref(), Some(cause), "{fault:?}");
    }
}

#[tokio::test]
async fn within_the_first_minute_no_failure_is_told() {
    for (fault, _) in ALL.into_iter().filter(|(fault, _)| !matches!(fault, Fault::Expired)) {
        let w = world(fault).await;
        try_at(&w, SOON, fault).await;
        assert_eq!(causes(&w), [], "{fault:?}");
    }
}

#[tokio::test]
async fn an_expired_certificate_seals_nothing() {
    let w = world(Fault::Expired).await;
    let before = w.story.envelope().documents;
    let error = try_at(&w, EXPIRED, Fault::Expired).await;
    assert!(matches!(error, SealError::CertificateOutOfDate { by: Sealer::Recipient(FIRST), .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("P-256 Signer") && text.contains("2034-12-31T23:59:59Z"), "{text}");
    assert_eq!(w.story.envelope().documents, before);
    assert_eq!(w.signed_by(FIRST), None);
}

#[tokio::test]
async fn a_seal_that_is_made_in_the_end_leaves_no_cause() {
    let w = world(Fault::Keys).await;
    try_at(&w, LATER, Fault::Keys).await;
    w.seal(Keys).await.unwrap();
    let wait = w.story.envelope().wait().expect("its timestamp");
    assert_eq!((wait.cause, causes(&w).len()), (None, 1));
}

#[tokio::test]
async fn what_was_mended_is_sealed() {
    let is_lost = |fault| matches!(fault, Fault::OtherFile | Fault::NotADocument);
    for (fault, _) in ALL.into_iter().filter(|(fault, _)| !is_lost(*fault)) {
        let w = world(fault).await;
        try_at(&w, LATER, fault).await;
        w.clock.set(LATER);
        w.certificates.put(Some("takikawa"), Some(certificate("city", &[PERSON], &[])));
        w.seal(Keys).await.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
        assert_eq!(w.signed_by(FIRST).as_deref(), Some("CN=P-256 Signer,O=Tests,C=JP"), "{fault:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_replaced_after_its_key_failed_makes_the_seal() {
    for fault in [Fault::Keys, Fault::OtherKey] {
        let w = world(fault).await;
        try_at(&w, LATER, fault).await;
        w.certificates.put(Some("takikawa"), Some(certificate("operator", &[PERSON], &[])));
        w.seal(Keys).await.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
        assert_eq!(w.signed_by(FIRST).as_deref(), Some("CN=RSA Signer,O=Tests,C=JP"), "{fault:?}");
    }
}

#[tokio::test]
async fn a_key_that_was_named_wrongly_and_is_named_rightly_makes_the_seal() {
    let w = world(Fault::OtherKey).await;
    w.certificates.change("takikawa", |row| row.key_id = "operator".into());
    try_at(&w, LATER, Fault::OtherKey).await;
    w.certificates.change("takikawa", |row| row.key_id = "city".into());
    w.seal(Keys).await.unwrap();
    assert_eq!(w.signed_by(FIRST).as_deref(), Some("CN=P-256 Signer,O=Tests,C=JP"));
}
