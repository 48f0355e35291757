//! Clocks: that of this machine, by which nothing in the local stack is judged, and one that is set by hand.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use domain::ports::Clock;
use jiff::{SignedDuration, Timestamp};

#[expect(clippy::disallowed_methods, reason = "this is the one place of this crate where the clock is read")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

pub(crate) fn timestamp() -> Timestamp {
    Timestamp::try_from(now()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// As people in Japan read it.
pub(crate) fn japanese(at: Timestamp) -> String {
    let offset = jiff::tz::offset(9);
    offset.to_datetime(at).strftime("%Y/%m/%d %H:%M:%S").to_string()
}

/// A clock that shows what it was set to: for what is done on the table as a function would have done it at that moment.
#[derive(Debug)]
pub struct SetClock(Mutex<Timestamp>);

impl SetClock {
    /// Shows this moment.
    pub const fn at(moment: Timestamp) -> Self {
        Self(Mutex::new(moment))
    }

    /// Goes on by this time.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now = now.saturating_add(by).unwrap_or(*now);
    }
}

#[async_trait]
impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    async fn pause(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
