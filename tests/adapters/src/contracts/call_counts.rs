//! How often callers have called.

use anyhow::{Result, ensure};
use domain::ports::CallCounts;
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::organisation;

contract!(dyn CallCounts: calls_are_counted_for_each_caller_and_for_all, calls_at_once_are_all_counted);

async fn calls_are_counted_for_each_caller_and_for_all(counts: &dyn CallCounts) -> Result<()> {
    let (one, other) = (organisation(), organisation());
    for (organisation, caller, minute, expected) in [
        (&one, Some("key-1"), 7, 1),
        (&one, Some("key-1"), 7, 2),
        (&one, Some("key-2"), 7, 1),
        (&one, None, 7, 1),
        (&one, None, 7, 2),
        (&one, Some("key-1"), 8, 1),
        (&other, Some("key-1"), 7, 1),
    ] {
        let counted = counts.count(organisation, caller, minute).await?;
        ensure!(counted == expected, "{caller:?} in {minute}: {counted}");
    }
    Ok(())
}

async fn calls_at_once_are_all_counted(counts: &dyn CallCounts) -> Result<()> {
    let organisation = organisation();
    try_join_all((0..9).map(|_| counts.count(&organisation, None, 7))).await?;
    ensure!(counts.count(&organisation, None, 7).await? == 10);
    Ok(())
}
