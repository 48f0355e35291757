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
    what_could_not_be_sent_is_given_back_once_however_often_that_is_asked_for,
    what_is_sent_again_is_counted_again_and_an_earlier_refusal_does_not_give_it_back,
    nothing_is_given_back_that_was_not_counted,
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
        let may = quota.take(organisation, envelope_id(), day, most, 1).await?;
        ensure!(may == expected, "{most} on {day}: {may}");
    }
    Ok(())
}

async fn an_envelope_is_counted_once(quota: &dyn SendingQuota) -> Result<()> {
    let (organisation, id) = (organisation(), envelope_id());
    for _ in 0..3 {
        ensure!(quota.take(&organisation, id, DAY, 1, 1).await?, "it was counted before");
    }
    ensure!(!quota.take(&organisation, envelope_id(), DAY, 1, 1).await?, "another is too many");
    ensure!(quota.take(&organisation, id, DAY, 1, 1).await?, "also after the month's last");
    Ok(())
}

async fn of_those_who_send_at_once_no_more_get_through(quota: &dyn SendingQuota) -> Result<()> {
    let organisation = organisation();
    let sent = try_join_all((0..6).map(|_| quota.take(&organisation, envelope_id(), DAY, 4, 1))).await?;
    ensure!(sent.iter().filter(|may| **may).count() == 4, "{sent:?}");
    Ok(())
}

async fn what_could_not_be_sent_is_given_back_once_however_often_that_is_asked_for(
    quota: &dyn SendingQuota,
) -> Result<()> {
    let (organisation, refused) = (organisation(), envelope_id());
    ensure!(quota.take(&organisation, refused, DAY, 2, 1).await?);
    ensure!(quota.take(&organisation, envelope_id(), DAY, 2, 1).await?);
    ensure!(!quota.take(&organisation, envelope_id(), DAY, 2, 1).await?, "as many as there may be");
    for _ in 0..3 {
        quota.give_back(&organisation, refused, DAY, 3).await?;
    }
    ensure!(quota.take(&organisation, envelope_id(), DAY, 2, 1).await?, "one was given back");
    ensure!(!quota.take(&organisation, envelope_id(), DAY, 2, 1).await?, "and no more than one");
    ensure!(!quota.take(&organisation, refused, DAY, 2, 3).await?, "another has taken its place");
    Ok(())
}

async fn what_is_sent_again_is_counted_again_and_an_earlier_refusal_does_not_give_it_back(
    quota: &dyn SendingQuota,
) -> Result<()> {
    for is_given_back_before in [true, false] {
        let (organisation, id) = (organisation(), envelope_id());
        ensure!(quota.take(&organisation, id, DAY, 1, 1).await?);
        if is_given_back_before {
            quota.give_back(&organisation, id, DAY, 3).await?;
        }
        // The refusal is event 3, and the sender has seen it.
        ensure!(quota.take(&organisation, id, DAY, 1, 3).await?, "it is sent again");
        quota.give_back(&organisation, id, DAY, 3).await?;
        ensure!(!quota.take(&organisation, envelope_id(), DAY, 1, 1).await?, "it is counted still");
        quota.give_back(&organisation, id, DAY, 5).await?;
        ensure!(quota.take(&organisation, envelope_id(), DAY, 1, 1).await?, "the second refusal gives it back");
    }
    Ok(())
}

async fn nothing_is_given_back_that_was_not_counted(quota: &dyn SendingQuota) -> Result<()> {
    let (organisation, id) = (organisation(), envelope_id());
    quota.give_back(&organisation, id, DAY, 3).await?;
    ensure!(quota.take(&organisation, envelope_id(), DAY, 1, 1).await?);
    quota.give_back(&organisation, id, DAY, 3).await?;
    quota.give_back(&organisation, id, date(2026, 12, 1), 3).await?;
    ensure!(!quota.take(&organisation, envelope_id(), DAY, 1, 1).await?, "the other's is counted still");
    Ok(())
}
