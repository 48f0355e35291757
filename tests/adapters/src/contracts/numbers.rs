//! Numbers that are given once.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use domain::ports::Numbers;
use futures::future::try_join_all;

use crate::contract::contract;
use crate::fixtures::organisation;

contract!(
    dyn Numbers: an_envelope_number_is_given_once_however_many_ask_at_once,
    what_one_organisation_sends_does_not_show_in_the_numbers_of_another,
    management_numbers_come_in_rows_that_do_not_overlap, later_numbers_of_an_organisation_are_larger,
);

async fn an_envelope_number_is_given_once_however_many_ask_at_once(numbers: &dyn Numbers) -> Result<()> {
    let organisation = organisation();
    let given = try_join_all((0..10).map(|_| numbers.next_envelope(&organisation))).await?;
    let different: BTreeSet<String> = given.iter().map(ToString::to_string).collect();
    ensure!(different.len() == given.len(), "{different:?}");
    Ok(())
}

async fn what_one_organisation_sends_does_not_show_in_the_numbers_of_another(numbers: &dyn Numbers) -> Result<()> {
    let (quiet, busy) = (organisation(), organisation());
    let before = numbers.next_envelope(&quiet).await?;
    for _ in 0..5 {
        numbers.next_envelope(&busy).await?;
    }
    let next: u64 = numbers.next_envelope(&quiet).await?.to_string().parse()?;
    ensure!(next == before.to_string().parse::<u64>()? + 1, "{before}, {next}");
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
