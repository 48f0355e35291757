//! The sample events of this function reach its routes; their links are nobody's.

use std::sync::Arc;

use axum::http::StatusCode;
use collect_signature::{Dependencies, router};
use fakes::{
    CountingRandomness, MemoryCertificates, MemoryEnvelopes, MemoryFactors, MemoryLinks, MemoryOrganisations,
    PresignedDocuments, StoppedClock,
};
use tower::ServiceExt as _;

#[tokio::test]
async fn a_link_that_nobody_was_given_opens_nothing() {
    let factors = Arc::new(MemoryFactors::default());
    let world = router(Dependencies {
        factors: factors.clone(),
        sign_ins: factors,
        certificates: Arc::new(MemoryCertificates::default()),
        randomness: Arc::new(CountingRandomness::default()),
        envelopes: Arc::new(MemoryEnvelopes::default()),
        links: Arc::new(MemoryLinks::default()),
        link_rules: Arc::new(MemoryOrganisations::default()),
        documents: Arc::new(PresignedDocuments::default()),
        clock: Arc::new(StoppedClock::at("2026-11-22T09:00:00Z")),
        site: Arc::default(),
    });
    for event in [
        include_str!("../../../../events/collect-signature/page.json"),
        include_str!("../../../../events/collect-signature/page-by-mail-scanner.json"),
        include_str!("../../../../events/collect-signature/view.json"),
        include_str!("../../../../events/collect-signature/confirm.json"),
        include_str!("../../../../events/collect-signature/complete.json"),
        include_str!("../../../../events/collect-signature/decline.json"),
        include_str!("../../../../events/collect-signature/code.json"),
        include_str!("../../../../events/collect-signature/factor.json"),
        include_str!("../../../../events/collect-signature/forward.json"),
        include_str!("../../../../events/collect-signature/seal.json"),
        include_str!("../../../../events/collect-signature/seal-image.json"),
        include_str!("../../../../events/collect-signature/seal-upload.json"),
        include_str!("../../../../events/collect-signature/download.json"),
        include_str!("../../../../events/collect-signature/download-finished.json"),
        include_str!("../../../../events/collect-signature/source.json"),
    ] {
        let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
        let answer = world.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{event}");
    }
    // What another site sends is refused before anything is looked up.
    let event = include_str!("../../../../events/collect-signature/complete-from-another-site.json");
    let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
    assert_eq!(world.oneshot(request).await.expect("an answer").status(), StatusCode::FORBIDDEN);
}

#[test]
fn cookies_that_come_apart_from_the_headers_are_put_back() {
    let event = include_str!("../../../../events/collect-signature/forward.json");
    let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
    let device = web::cookie_of(request.headers(), "keiin_device");
    assert_eq!(device, Some("BBBBBBBBBBfakeTokenForTestsOnly-xxxxxxxxxxx"));
    assert!(web::cookie_of(request.headers(), "keiin_sign_in").is_some());
}
