//! The ports of one invocation: each call is a point at which others may go on, at which the invocation may be killed, and
//! at which the answer may get lost, before the effect or after it.

mod contacts;
mod people;
mod seals;
mod services;
mod storage;
mod uploads;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{Clock, PortError, Randomness};
use jiff::{SignedDuration, Timestamp};

use crate::backend::Backend;
use crate::invocation::Invocation;
use crate::timeline::Turn;

/// What an invocation is given.
pub(crate) struct Ports {
    pub(crate) backend: Arc<Backend>,
    pub(crate) invocation: Arc<Invocation>,
}

impl Ports {
    /// Carries a call out.
    async fn call<T, E: From<PortError>>(
        &self,
        action: &'static str,
        effect: impl Future<Output = Result<T, E>> + Send,
    ) -> Result<T, E> {
        self.backend.watch.called(&self.backend.time, &self.invocation, action);
        Turn::of_others().await;
        if self.backend.loses_answer(&self.invocation) {
            return Err(PortError::new(action, "the request did not arrive (by intention)").into());
        }
        let answer = effect.await;
        Turn::of_others().await;
        if self.backend.loses_answer(&self.invocation) {
            return Err(PortError::new(action, "the answer was lost (by intention)").into());
        }
        answer
    }
}

#[async_trait]
impl Clock for Ports {
    fn now(&self) -> Timestamp {
        self.invocation.now()
    }

    async fn pause(&self, time: Duration) {
        if self.backend.case.faults.no_pauses {
            return Turn::of_others().await;
        }
        let time = SignedDuration::try_from(time).expect("a short time");
        self.backend.time.sleep(time).await;
    }
}

impl Randomness for Ports {
    fn fill(&self, buffer: &mut [u8]) {
        self.backend.secrets.fill(buffer);
    }
}
