//! The wall clock.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

/// The wall clock.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Now. The clocks of two environments disagree, and one may be set back between two calls.
    fn now(&self) -> Timestamp;

    /// Comes back after this time.
    async fn pause(&self, time: Duration);
}
