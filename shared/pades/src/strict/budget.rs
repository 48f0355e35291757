//! How much may still be done to judge a file: its size and no more decides what that costs.

use std::cell::Cell;

use crate::stop::Stop;

/// Values, references and entries looked at before a file is called too complex, besides one for each byte.
const LEAST: usize = 4_000_000;

/// Units of work that are left, each some ten to a hundred nanoseconds.
#[derive(Debug)]
pub(crate) struct Budget {
    left: Cell<usize>,
    stop: Stop,
}

impl Budget {
    /// The budget for a file of so many bytes.
    pub(crate) fn for_length(bytes: usize) -> Self {
        Self { left: Cell::new(LEAST.saturating_add(bytes)), stop: Stop::default() }
    }

    /// The same, and nothing is left once this is set.
    pub(crate) fn with_stop(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// Takes `units`; false if they are not there any more, now and ever after.
    pub(crate) fn spend(&self, units: usize) -> bool {
        match self.left.get().checked_sub(units).filter(|_| !self.stop.is_set()) {
            Some(left) => {
                self.left.set(left);
                true
            }
            None => {
                self.left.set(0);
                false
            }
        }
    }

    #[cfg(test)]
    pub(crate) fn left(&self) -> usize {
        self.left.get()
    }

    /// Whether something was not looked at because of this.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn nothing_is_left_once_somebody_has_stopped_it() {
        let flag = Arc::new(AtomicBool::new(false));
        let budget = Budget::for_length(100).with_stop(Stop::on(Some(Arc::clone(&flag))));
        assert!(budget.spend(1) && !budget.is_spent());
        flag.store(true, Ordering::Relaxed);
        assert!(!budget.spend(1) && budget.is_spent());
    }
}
