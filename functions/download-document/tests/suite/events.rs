//! The sample events of this function reach its routes; their links are nobody's.

use std::sync::Arc;

use axum::http::StatusCode;
use download_document::{Dependencies, router};
use fakes::{MemoryEnvelopes, MemoryLinks, MemoryOrganisations, PresignedDocuments, StoppedClock};
use tower::ServiceExt as _;

#[tokio::test]
async fn a_link_that_nobody_was_given_opens_nothing() {
    let world = router(Dependencies {
        envelopes: Arc::new(MemoryEnvelopes::default()),
        links: Arc::new(MemoryLinks::default()),
        link_rules: Arc::new(MemoryOrganisations::default()),
        documents: Arc::new(PresignedDocuments::default()),
        clock: Arc::new(StoppedClock::at("2026-11-22T09:00:00Z")),
        site: Arc::default(),
    });
    for event in [
        include_str!("../../../../events/download-document/page.json"),
        include_str!("../../../../events/download-document/page-of-a-malformed-link.json"),
        include_str!("../../../../events/download-document/download.json"),
        include_str!("../../../../events/download-document/any-other-url.json"),
    ] {
        let request = lambda_http::request::from_str(event).expect("an event of the HTTP API");
        let answer = world.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{event}");
    }
}
