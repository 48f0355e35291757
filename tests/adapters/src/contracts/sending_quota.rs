//! How many envelopes organisations send within a month.

use anyhow::{Result, ensure};
use domain::ports::SendingQuota;
use futures::future::try_join_all;
use jiff::civil::{Date, date};

use crate::contract::contract;
use crate::fixtures::{envelope_id, organisation};

const DAY: Date = date(2026, 11, 28);

contract!(
    dyn SendingQuota:
    an_organisation_sends_as_many_in_a_month_as_it_may,
    an_envelope_is_counted_once,
    of_those_who_send_at_once_no_more_get_through,
);

async fn an_organisation_sends_as_many_in_a_month_as_it_may(quota: &dyn SendingQuota) -> Result<()> {
    let (one, other) = (organisation(), organisation());
    for (organisation, day, most, expected) in [
        (&one, DAY, 2, true),
        (&one, date(2026, 11, 1), 2, true),
        (&one, DAY, 2, false),
        (&one, DAY, 3, true),
        (&one, date(2026, 12, 1), 1, true),
        (&one, date(2027, 11, 28), 1, true),
        (&other, DAY, 1, true),
        (&other, date(2026, 12, 1), 0, false),
    ] {
        let may = quota.take(organisation, envelope_id(), day, most).await?;
        ensure!(may == expected, "{most} on {day}: {may}");
    }
    Ok(())
}

async fn an_envelope_is_counted_once(quota: &dyn SendingQuota) -> Result<()> {
    let (organisation, id) = (organisation(), envelope_id());
    for _ in 0..3 {
        ensure!(quota.take(&organisation, id, DAY, 1).await?, "it was counted before");
    }
    ensure!(!quota.take(&organisation, envelope_id(), DAY, 1).await?, "another is too many");
    ensure!(quota.take(&organisation, id, DAY, 1).await?, "also after the month's last");
    Ok(())
}

async fn of_those_who_send_at_once_no_more_get_through(quota: &dyn SendingQuota) -> Result<()> {
    let organisation = organisation();
    let sent = try_join_all((0..6).map(|_| quota.take(&organisation, envelope_id(), DAY, 4))).await?;
    ensure!(sent.iter().filter(|may| **may).count() == 4, "{sent:?}");
    Ok(())
}
