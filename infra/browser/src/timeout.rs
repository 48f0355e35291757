//! Waiting for what comes by itself.

use std::fmt::Display;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use tokio::time::{Instant, sleep};

/// How long anything may take that should come by itself.
pub const TIMEOUT: Duration = Duration::from_secs(90);
/// The shortest pause and the longest between a question and the next.
const PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(1)];

/// How long to pause before asking again for what has been waited for since then: a fifth of the time waited, so that what comes
/// soon is seen soon, and what takes long, as on a busy machine, is not made slower by questions.
pub fn pause_since(start: Instant) -> Duration {
    let [least, most] = PAUSES;
    (start.elapsed() / 5).clamp(least, most)
}

/// Asks again and again until there is an answer. A question that fails is asked again too: pages come and go between a
/// question and its answer. The error tells the last failure.
pub async fn eventually<T>(what: impl Display, ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    within(TIMEOUT, what, ask).await
}

/// The same for so long.
pub(crate) async fn within<T>(
    limit: Duration,
    what: impl Display,
    mut ask: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        let failure = match ask().await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => anyhow!("it did not come"),
            Err(error) => error,
        };
        if start.elapsed() > limit {
            return Err(failure).with_context(|| format!("waited {} s for {what}", limit.as_secs()));
        }
        sleep(pause_since(start)).await;
    }
}
