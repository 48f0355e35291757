//! Numbers that are given once.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use domain::ports::Numbers;
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::organisation;

contract!(
    dyn Numbers: an_envelope_number_is_given_once_however_many_ask_at_once,
    management_numbers_come_in_rows_that_do_not_overlap, later_numbers_of_an_organisation_are_larger,
);

async fn an_envelope_number_is_given_once_however_many_ask_at_once(numbers: &dyn Numbers) -> Result<()> {
    let given = try_join_all((0..10).map(|_| numbers.next_envelope())).await?;
    let different: BTreeSet<String> = given.iter().map(ToString::to_string).collect();
    ensure!(different.len() == given.len(), "{different:?}");
    Ok(())
}

async fn management_numbers_come_in_rows_that_do_not_overlap(numbers: &dyn Numbers) -> Result<()> {
    let organisation = organisation();
    let rows = try_join_all((1..=8).map(|count| {
        let organisation = &organisation;
        async move { numbers.next_management(organisation, count).await.map(|first| (first.0, count)) }
    }))
    .await?;
    let given: Vec<u64> = rows.iter().flat_map(|(first, count)| *first..first + count).collect();
    let different: BTreeSet<&u64> = given.iter().collect();
    ensure!(different.len() == given.len() && !different.contains(&0), "{rows:?}");
    Ok(())
}

async fn later_numbers_of_an_organisation_are_larger(numbers: &dyn Numbers) -> Result<()> {
    let organisation = organisation();
    let first = numbers.next_management(&organisation, 3).await?;
    let second = numbers.next_management(&organisation, 1).await?;
    ensure!(second.0 >= first.0 + 3, "{first:?}, {second:?}");
    Ok(())
}
