//! The time that really is, which nobody in the house can read: everybody has a clock of their own.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use jiff::{SignedDuration, Timestamp};

/// The true time. It goes on only when it is moved.
pub(crate) struct Timeline(Mutex<State>);

struct State {
    now: Timestamp,
    /// Who is woken when. The number keeps two of the same moment apart.
    timers: BTreeMap<(Timestamp, u64), Waker>,
    last: u64,
}

impl Timeline {
    /// Starts at this moment.
    pub(crate) fn at(now: Timestamp) -> Self {
        Self(Mutex::new(State { now, timers: BTreeMap::new(), last: 0 }))
    }

    /// The true time.
    pub(crate) fn now(&self) -> Timestamp {
        self.0.lock().unwrap().now
    }

    /// Goes on to this moment, and wakes whoever slept until then.
    pub(crate) fn advance_to(&self, moment: Timestamp) {
        let mut state = self.0.lock().unwrap();
        state.now = state.now.max(moment);
        while let Some(entry) = state.timers.first_entry().filter(|entry| entry.key().0 <= moment) {
            entry.remove().wake();
        }
    }

    /// When the next sleeper wakes.
    pub(crate) fn next_timer(&self) -> Option<Timestamp> {
        self.0.lock().unwrap().timers.keys().next().map(|(at, _)| *at)
    }

    /// Ends after this time.
    pub(crate) fn sleep(self: &Arc<Self>, time: SignedDuration) -> Sleep {
        Sleep { until: self.now() + time, timeline: self.clone(), timer: None }
    }
}

/// See [`Timeline::sleep`].
pub(crate) struct Sleep {
    until: Timestamp,
    timeline: Arc<Timeline>,
    timer: Option<(Timestamp, u64)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let timeline = self.timeline.clone();
        let mut state = timeline.0.lock().unwrap();
        if state.now >= self.until {
            return Poll::Ready(());
        }
        state.last += 1;
        let timer = (self.until, state.last);
        state.timers.insert(timer, context.waker().clone());
        if let Some(earlier) = self.timer.replace(timer) {
            state.timers.remove(&earlier);
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(timer) = self.timer {
            self.timeline.0.lock().unwrap().timers.remove(&timer);
        }
    }
}

/// Lets whoever is ready go on, once.
pub(crate) struct Turn(bool);

impl Turn {
    /// A point at which others may go on.
    pub(crate) const fn of_others() -> Self {
        Self(false)
    }
}

impl Future for Turn {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
