//! Everything that is drawn: the same seed, or the same bytes, draw the same.

/// A source of choices.
#[derive(Clone, Debug)]
pub struct Chance {
    /// Choices that are given, two bytes for each; a fuzzer changes one without changing the others.
    given: Vec<u8>,
    at: usize,
    random: fastrand::Rng,
}

impl Chance {
    /// The choices of this seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self { given: Vec::new(), at: 0, random: fastrand::Rng::with_seed(seed) }
    }

    /// The choices that these bytes name; when they end, those of seed 0 follow.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self { given: bytes.to_vec(), at: 0, random: fastrand::Rng::with_seed(0) }
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        match self.given.get(self.at..self.at + 2) {
            Some(bytes) => {
                self.at += 2;
                usize::from(u16::from_be_bytes([bytes[0], bytes[1]])) % limit
            }
            None => self.random.usize(..limit),
        }
    }

    /// Whether something happens that happens so often in a hundred times.
    pub fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }

    /// One of these.
    pub fn one_of<'a, T: ?Sized>(&mut self, all: &'a [&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// One of these numbers.
    pub fn number(&mut self, all: &[i64]) -> i64 {
        all[self.below(all.len())]
    }
}
