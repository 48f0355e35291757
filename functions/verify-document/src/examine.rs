//! The verifier on strangers' bytes: on a thread of its own, with room on its stack and a time limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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
use crate::{Dependencies, known, refusals};

/// The API gives up after 30 seconds; whoever waits is told before. Honest files of 50 MB take about one.
const PATIENCE: Duration = Duration::from_secs(17);
/// How long it may take to put a report into words: a file that is made for it has many changes to name.
const WORDS: Duration = Duration::from_secs(3);
/// So long it may take until a verifier that was stopped has ended: it looks at the flag many times a second.
const END: Duration = Duration::from_secs(5);
/// Documents nest; how deep is limited, and this is more than that takes (bytes).
const STACK: usize = 16 << 20;

/// What there is to say of a file.
pub(crate) async fn examine(deps: &Dependencies, bytes: Vec<u8>, language: Language) -> Result<Findings, Problem> {
    let anchors = anchors(deps).await?;
    // Whole seconds are what signatures and certificates know.
    let at = Timestamp::from_second(deps.clock.now().as_second()).unwrap_or_default();
    let work = move |stop: &Arc<AtomicBool>| {
        let report = verify(&bytes, &Settings::new(&anchors, at).with_stop(stop));
        report.map(|report| (report, Digest::of(&bytes)))
    };
    let (report, digest) = match ended(within(PATIENCE, work).await)? {
        Ok(found) => found,
        Err(error) => {
            tracing::info!(code = error.code(), "unreadable");
            return Err(Problem::of(refusals::kind_of(&error)));
        }
    };
    let holders = known::holders(&*deps.known_seals, &report).await;
    let words = move |_: &Arc<AtomicBool>| Findings::of(&report, digest, &holders, language);
    let findings = ended(within(WORDS, words).await)?;
    let (outcome, signatures) = (findings.outcome, findings.signatures.len());
    tracing::info!(?outcome, signatures, size = findings.size, "verified");
    Ok(findings)
}

/// What is answered where there is no result.
fn ended<T>(found: Result<T, Unfinished>) -> Result<T, Problem> {
    found.map_err(|unfinished| match unfinished {
        Unfinished::NoThread(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "no thread for the verifier");
            Problem::unavailable()
        }
        Unfinished::TooLong => {
            tracing::error!("the verifier came to no end in time, and was stopped");
            Problem::of(&kinds::NOT_VERIFIABLE)
        }
        Unfinished::Broken => {
            tracing::error!("the verifier came to no end");
            Problem::of(&kinds::NOT_VERIFIABLE)
        }
    })
}

/// Why there is no result.
enum Unfinished {
    /// There was no thread for it.
    NoThread(std::io::Error),
    /// It took too long, and was stopped.
    TooLong,
    /// It broke off.
    Broken,
}

/// Does the work on a thread of its own. When the time is up the flag that it was given is set, and the thread is waited for:
/// one that went on would take the processor from whoever comes next.
async fn within<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce(&Arc<AtomicBool>) -> T + Send + 'static,
) -> Result<T, Unfinished> {
    let stop = Arc::new(AtomicBool::new(false));
    let given_up = Arc::clone(&stop);
    let (tell, mut told) = oneshot::channel();
    let run = move || {
        // Nobody listens any more when it took too long.
        drop(tell.send(work(&stop)));
    };
    std::thread::Builder::new().stack_size(STACK).spawn(run).map_err(Unfinished::NoThread)?;
    if let Ok(told) = tokio::time::timeout(patience, &mut told).await {
        // A panic drops the sender.
        return told.map_err(|_| Unfinished::Broken);
    }
    given_up.store(true, Ordering::Relaxed);
    // What it says now is not believed: it has left things out.
    if tokio::time::timeout(END, told).await.is_err() {
        tracing::error!("the verifier goes on though it was stopped");
    }
    Err(Unfinished::TooLong)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_takes_too_long_is_stopped_and_its_thread_has_ended_before_the_answer() {
        let (ended, end) = std::sync::mpsc::channel();
        // Without the flag it would never end.
        let endless = move |stop: &Arc<AtomicBool>| {
            while !stop.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            ended.send(()).unwrap();
        };
        let found = within(Duration::from_millis(20), endless).await;
        assert!(matches!(found, Err(Unfinished::TooLong)));
        end.try_recv().expect("the thread came to its end");
    }

    #[tokio::test]
    async fn work_that_is_done_in_time_is_not_stopped() {
        let found = within(PATIENCE, |stop| stop.load(Ordering::Relaxed)).await;
        assert!(matches!(found, Ok(false)));
    }

    #[tokio::test]
    async fn work_that_breaks_off_is_no_result() {
        let found = within(PATIENCE, |_| panic!("a fault of the verifier")).await;
        assert!(matches!(found, Err::<(), _>(Unfinished::Broken)));
    }
}
