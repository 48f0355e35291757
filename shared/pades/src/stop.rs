//! Whether whoever waits for an answer has given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that another thread sets, where there is one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop(Option<Arc<AtomicBool>>);

impl Stop {
    pub(crate) const fn on(flag: Option<Arc<AtomicBool>>) -> Self {
        Self(flag)
    }

    /// Once true it stays so: whoever sees it leaves things out, and nothing that was found is told.
    pub(crate) fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}
