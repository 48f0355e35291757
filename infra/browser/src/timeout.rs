//! Waiting for what comes by itself.

use std::fmt::Display;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use tokio::time::{Instant, sleep};

/// How long anything may take that should come by itself.
pub const TIMEOUT: Duration = Duration::from_secs(90);
const POLL: Duration = Duration::from_millis(50);

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
    let deadline = Instant::now() + limit;
    loop {
        let failure = match ask().await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => anyhow!("it did not come"),
            Err(error) => error,
        };
        if Instant::now() > deadline {
            return Err(failure).with_context(|| format!("waited {} s for {what}", limit.as_secs()));
        }
        sleep(POLL).await;
    }
}
