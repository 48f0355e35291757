//! The wall clock.

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::Clock;
use jiff::Timestamp;

/// The machine's clock. In a development build, tests can move it through the file that `KEIIN_LOCAL_CLOCK` names: it
/// holds the seconds to add. That code is not compiled into a build for AWS, and a development build refuses to run there
/// (see [`crate::aws`]).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = MachineClock.now();
        #[cfg(debug_assertions)]
        let now = now.saturating_add(moved_by()).unwrap_or(now);
        now
    }

    async fn pause(&self, time: Duration) {
        MachineClock.pause(time).await;
    }
}

/// The machine's clock as it is, for comparing with other machines' clocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct MachineClock;

#[async_trait]
impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn pause(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

/// Seconds by which a test has moved the clock.
#[cfg(debug_assertions)]
fn moved_by() -> jiff::SignedDuration {
    let moved = crate::environment::read("KEIIN_LOCAL_CLOCK").and_then(|path| std::fs::read_to_string(path).ok());
    jiff::SignedDuration::from_secs(moved.and_then(|text| text.trim().parse().ok()).unwrap_or(0))
}
