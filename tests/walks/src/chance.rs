//! Everything that is drawn: the same seed draws the same.

use std::sync::Mutex;

use domain::ports::Randomness;

/// A source of choices.
#[derive(Debug)]
pub(crate) struct Chance(Mutex<fastrand::Rng>);

impl Chance {
    /// The choices of this seed.
    pub(crate) fn of(seed: u64) -> Self {
        Self(Mutex::new(fastrand::Rng::with_seed(seed)))
    }

    /// A number from 0 that is smaller than this one, which is not 0.
    pub(crate) fn below(&self, limit: usize) -> usize {
        self.0.lock().unwrap().usize(..limit)
    }

    /// True with this probability, in percent.
    pub(crate) fn percent(&self, often: u32) -> bool {
        self.0.lock().unwrap().u32(..100) < often
    }

    /// One of these; nothing where there are none.
    pub(crate) fn one_of<T: Clone>(&self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[self.below(all.len())].clone()) }
    }

    /// Some of these, each as likely as not.
    pub(crate) fn some_of<T: Clone>(&self, all: &[T]) -> Vec<T> {
        all.iter().filter(|_| self.percent(50)).cloned().collect()
    }

    /// A UUID that nothing has.
    pub(crate) fn uuid(&self) -> String {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// So many random bytes, in hexadecimal digits.
    pub(crate) fn digits(&self, bytes: usize) -> String {
        (0..bytes).map(|_| format!("{:02x}", self.below(256))).collect()
    }
}

impl Randomness for Chance {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap().fill(buffer);
    }
}
