//! One run of a function: its clock, and what it went through.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use domain::digest::Digest;
use domain::link::AccessLink;
use jiff::{SignedDuration, Timestamp};

use crate::chance::Chance;
use crate::timeline::Timeline;

/// A run of a function.
pub(crate) struct Invocation {
    /// Which one, from 1.
    pub(crate) number: u64,
    /// Of which function.
    pub(crate) function: &'static str,
    /// The link of the request, for whoever comes by one.
    pub(crate) link: Option<AccessLink>,
    /// What the seal log told this invocation to sign.
    pub(crate) to_sign: Mutex<BTreeSet<Digest>>,
    clock: Clock,
    /// What the clock said when it was asked last.
    read: Mutex<Timestamp>,
    disturbed: AtomicBool,
}

/// A clock that is wrong.
pub(crate) struct Clock {
    pub(crate) timeline: Arc<Timeline>,
    pub(crate) chance: Arc<Chance>,
    /// By so much, as long as it is the same machine's.
    pub(crate) offset: SignedDuration,
    /// And by so many milliseconds at most from one reading to the next.
    pub(crate) jitter: i64,
}

impl Invocation {
    pub(crate) fn new(number: u64, function: &'static str, link: Option<AccessLink>, clock: Clock) -> Self {
        let (to_sign, read) = (Mutex::new(BTreeSet::new()), Mutex::new(clock.timeline.now()));
        Self { number, function, link, to_sign, clock, read, disturbed: AtomicBool::new(false) }
    }

    /// What its clock says.
    pub(crate) fn now(&self) -> Timestamp {
        let jitter = self.clock.chance.between(-self.clock.jitter..=0);
        let now = self.clock.timeline.now() + self.clock.offset + SignedDuration::from_millis(jitter);
        *self.read.lock().unwrap() = now;
        now
    }

    /// What its clock said last.
    pub(crate) fn last_read(&self) -> Timestamp {
        *self.read.lock().unwrap()
    }

    /// Notes that it was killed, or got no answer: what becomes of it is not its own fault.
    pub(crate) fn disturb(&self) {
        self.disturbed.store(true, Ordering::Relaxed);
    }

    /// Whether it was.
    pub(crate) fn is_disturbed(&self) -> bool {
        self.disturbed.load(Ordering::Relaxed)
    }
}

impl fmt::Display for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.function, self.number)
    }
}
