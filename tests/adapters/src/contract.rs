//! Contracts, and where something is known not to keep one.

use std::panic::AssertUnwindSafe;

use anyhow::{Result, anyhow};
use futures::FutureExt as _;
use futures::future::BoxFuture;

/// What a port promises.
pub type Contract<P> = &'static [Promise<P>];

/// One thing that a port promises.
#[derive(Debug)]
pub struct Promise<P: ?Sized + 'static> {
    /// It, as a sentence.
    pub sentence: &'static str,
    /// Whether it is kept.
    pub check: for<'p> fn(&'p P) -> BoxFuture<'p, Result<()>>,
}

/// A promise that an emulator is known not to keep, and AWS does.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// The promise.
    pub sentence: &'static str,
    /// What the emulator does instead.
    pub instead: &'static str,
}

/// Makes a contract of functions: `contract!(dyn Port: first_promise, second_promise)`.
macro_rules! contract {
    ($port:ty: $($promise:ident),+ $(,)?) => {
        /// What is promised.
        pub const CONTRACT: $crate::Contract<$port> = &[$($crate::Promise {
            sentence: stringify!($promise),
            check: |port| Box::pin($promise(port)),
        }),+];
    };
}
pub(crate) use contract;

/// Checks every promise, all of them at once: they share what stands behind the port, as callers do.
///
/// # Panics
///
/// Where one is broken, or where one is kept that is listed as a difference: such a list tells what is so today.
pub async fn keeps<P: ?Sized + Sync>(port: &P, contract: Contract<P>, differences: &[Difference]) {
    let unknown: Vec<_> =
        differences.iter().filter(|d| !contract.iter().any(|p| p.sentence == d.sentence)).map(|d| d.sentence).collect();
    assert!(unknown.is_empty(), "no such promises: {unknown:?}");
    let checks = contract.iter().map(|promise| async {
        let outcome = AssertUnwindSafe((promise.check)(port)).catch_unwind().await;
        let outcome = outcome.unwrap_or_else(|_| Err(anyhow!("it panicked")));
        match (outcome, differences.iter().find(|d| d.sentence == promise.sentence)) {
            (Ok(()), None) | (Err(_), Some(_)) => None,
            (Err(error), None) => Some(format!("{}: {error:#}", promise.sentence)),
            (Ok(()), Some(d)) => Some(format!("{}: is kept, though it is listed as {:?}", promise.sentence, d.instead)),
        }
    });
    let broken: Vec<String> = futures::future::join_all(checks).await.into_iter().flatten().collect();
    assert!(broken.is_empty(), "{} of {} promises:\n{}", broken.len(), contract.len(), broken.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(unreachable_pub, reason = "contracts are public where ports have them")]
    mod small {
        use super::*;

        contract!(u32: it_is_even, it_is_small);

        async fn it_is_even(number: &u32) -> Result<()> {
            anyhow::ensure!(number.is_multiple_of(2), "{number} is odd");
            Ok(())
        }

        async fn it_is_small(number: &u32) -> Result<()> {
            assert!(*number < 10, "{number} is large");
            Ok(())
        }
    }

    const ODD: Difference = Difference { sentence: "it_is_even", instead: "odd" };

    async fn is_found_broken(number: u32, differences: &[Difference]) -> bool {
        AssertUnwindSafe(keeps(&number, small::CONTRACT, differences)).catch_unwind().await.is_err()
    }

    #[tokio::test]
    async fn a_broken_promise_and_a_difference_that_is_none_any_more_fail_the_test() {
        keeps(&2, small::CONTRACT, &[]).await;
        assert!(is_found_broken(3, &[]).await);
        assert!(is_found_broken(12, &[]).await);
        keeps(&3, small::CONTRACT, &[ODD]).await;
        assert!(is_found_broken(2, &[ODD]).await);
        assert!(is_found_broken(2, &[Difference { sentence: "it_is_odd", instead: "" }]).await);
    }
}
