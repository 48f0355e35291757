//! Everything that is drawn: the same seed draws the same.

use std::ops::RangeInclusive;
use std::sync::Mutex;

use domain::ports::Randomness;

/// A source of choices.
pub(crate) struct Chance(Mutex<fastrand::Rng>);

impl Chance {
    /// The choices of this seed.
    pub(crate) fn of(seed: u64) -> Self {
        Self(Mutex::new(fastrand::Rng::with_seed(seed)))
    }

    /// A number from this range.
    pub(crate) fn between(&self, range: RangeInclusive<i64>) -> i64 {
        self.0.lock().unwrap().i64(range)
    }

    /// A place in something of this length, which is not 0.
    pub(crate) fn below(&self, length: usize) -> usize {
        self.0.lock().unwrap().usize(..length)
    }

    /// Whether something happens that happens so often in a thousand times.
    pub(crate) fn per_mille(&self, often: u32) -> bool {
        often > 0 && self.0.lock().unwrap().u32(..1000) < often
    }

    /// One of these.
    pub(crate) fn one_of<'a, T>(&self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// 64 bits.
    pub(crate) fn bits(&self) -> u64 {
        self.0.lock().unwrap().u64(..)
    }
}

impl Randomness for Chance {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap().fill(buffer);
    }
}
