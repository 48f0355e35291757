//! How much may still be done to judge a file: its size and no more decides what that costs.

use std::cell::Cell;

/// Values, references and entries looked at before a file is called too complex, besides one for each byte.
const LEAST: usize = 4_000_000;

/// Units of work that are left, each some ten to a hundred nanoseconds.
#[derive(Debug)]
pub(crate) struct Budget(Cell<usize>);

impl Budget {
    /// The budget for a file of so many bytes.
    pub(crate) fn for_length(bytes: usize) -> Self {
        Self(Cell::new(LEAST.saturating_add(bytes)))
    }

    /// Takes `units`; false if they are not there any more, now and ever after.
    pub(crate) fn spend(&self, units: usize) -> bool {
        match self.0.get().checked_sub(units) {
            Some(left) => {
                self.0.set(left);
                true
            }
            None => {
                self.0.set(0);
                false
            }
        }
    }

    #[cfg(test)]
    pub(crate) fn left(&self) -> usize {
        self.0.get()
    }

    /// Whether something was not looked at because of this.
    pub(crate) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}
