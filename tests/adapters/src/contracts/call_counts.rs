//! How often callers have called.

use anyhow::{Result, ensure};
use domain::authorisation::Calls;
use domain::ports::CallCounts;
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::organisation;

contract!(dyn CallCounts: calls_are_counted_for_each_caller_and_for_all, calls_at_once_are_all_counted);

async fn calls_are_counted_for_each_caller_and_for_all(counts: &dyn CallCounts) -> Result<()> {
    let (one, other) = (organisation(), organisation());
    for (organisation, caller, minute, expected) in [
        (&one, "key-1", 7, Calls { caller: 1, organisation: 1 }),
        (&one, "key-1", 7, Calls { caller: 2, organisation: 2 }),
        (&one, "key-2", 7, Calls { caller: 1, organisation: 3 }),
        (&one, "key-1", 8, Calls { caller: 1, organisation: 1 }),
        (&other, "key-1", 7, Calls { caller: 1, organisation: 1 }),
    ] {
        let counted = counts.count(organisation, caller, minute).await?;
        ensure!(counted == expected, "{caller} in {minute}: {counted:?}");
    }
    Ok(())
}

async fn calls_at_once_are_all_counted(counts: &dyn CallCounts) -> Result<()> {
    let organisation = organisation();
    try_join_all((0..9).map(|_| counts.count(&organisation, "key", 7))).await?;
    ensure!(counts.count(&organisation, "key", 7).await?.caller == 10);
    Ok(())
}
