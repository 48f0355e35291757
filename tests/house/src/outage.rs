//! A time in which the authority does not answer.

use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

/// From the beginning until then, and what was seen of it.
pub(crate) struct Outage {
    end: Timestamp,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    asked_in_vain: u32,
    asked_after: Option<Timestamp>,
}

impl Outage {
    pub(crate) fn until(end: Timestamp) -> Self {
        Self { end, seen: Mutex::default() }
    }

    pub(crate) fn is_on(&self, now: Timestamp) -> bool {
        now < self.end
    }

    /// Somebody asks the authority. Whether it answers.
    pub(crate) fn answers(&self, now: Timestamp) -> bool {
        let mut seen = self.seen.lock().unwrap();
        if self.is_on(now) {
            seen.asked_in_vain += 1;
            return false;
        }
        seen.asked_after.get_or_insert(now);
        true
    }

    pub(crate) fn asked_in_vain(&self) -> u32 {
        self.seen.lock().unwrap().asked_in_vain
    }

    /// How long after its end the authority was asked again.
    pub(crate) fn recovered_after(&self) -> Option<SignedDuration> {
        self.seen.lock().unwrap().asked_after.map(|asked| asked.duration_since(self.end))
    }
}
