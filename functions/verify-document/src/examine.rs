//! The verifier on strangers' bytes: on a thread of its own, with room on its stack and a time limit.

use std::time::Duration;

use api::problem::{Problem, kinds};
use domain::digest::Digest;
use jiff::Timestamp;
use pades::Certificate;
use pades::certificate::certificates_from_pem;
use pades::verify::{Settings, verify};
use tokio::sync::oneshot;
use web::Language;

use crate::findings::Findings;
use crate::{Dependencies, refusals};

/// The API gives up after 30 seconds; whoever waits is told before. Honest files of 50 MB take about one.
const PATIENCE: Duration = Duration::from_secs(20);
/// Documents nest; how deep is limited, and this is more than that takes (bytes).
const STACK: usize = 16 << 20;

/// What there is to say of a file.
pub(crate) async fn examine(deps: &Dependencies, bytes: Vec<u8>, language: Language) -> Result<Findings, Problem> {
    let anchors = anchors(deps).await?;
    // Whole seconds are what signatures and certificates know.
    let at = Timestamp::from_second(deps.clock.now().as_second()).unwrap_or_default();
    let (tell, told) = oneshot::channel();
    let work = move || {
        let report = verify(&bytes, &Settings::new(&anchors, at));
        let found = report.map(|report| Findings::of(&report, Digest::of(&bytes), language));
        // Nobody listens any more when it took too long.
        drop(tell.send(found));
    };
    std::thread::Builder::new().stack_size(STACK).spawn(work).map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "no thread for the verifier");
        Problem::unavailable()
    })?;
    // A panic drops the sender: that is the other error.
    let Ok(Ok(found)) = tokio::time::timeout(PATIENCE, told).await else {
        tracing::error!("the verifier came to no end");
        return Err(Problem::of(&kinds::NOT_VERIFIABLE));
    };
    match found {
        Ok(findings) => {
            let (outcome, signatures) = (findings.outcome, findings.signatures.len());
            tracing::info!(?outcome, signatures, size = findings.size, "verified");
            Ok(findings)
        }
        Err(error) => {
            tracing::info!(code = error.code(), "unreadable");
            Err(Problem::of(refusals::kind_of(&error)))
        }
    }
}

async fn anchors(deps: &Dependencies) -> Result<Vec<Certificate>, Problem> {
    let mut anchors = Vec::new();
    for pem in deps.anchors.list().await? {
        anchors.extend(certificates_from_pem(&pem).map_err(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "the setting TRUST_ANCHORS cannot be read");
            Problem::unavailable()
        })?);
    }
    Ok(anchors)
}
