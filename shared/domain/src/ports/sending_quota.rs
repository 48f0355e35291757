//! How many envelopes organisations send within a month, where the operator has limited that.

use std::collections::BTreeSet;

use async_trait::async_trait;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::PortError;
use crate::ids::{EnvelopeId, OrganisationId};

/// For longer than this no envelope is being sent before its documents are refused.
const MAX_SENDING: SignedDuration = SignedDuration::from_hours(7 * 24);
/// It is tomorrow somewhere: days are an organisation's.
const TOMORROW: SignedDuration = SignedDuration::from_hours(24);

/// How many envelopes organisations send within a month.
#[async_trait]
pub trait SendingQuota: Send + Sync {
    /// Counts the sending of an envelope in the month of this day, if the organisation has sent fewer than `quota` in it. Gives
    /// whether it may be sent: one that was counted in that month and not given back may, and is not counted again. `seen` is the place in
    /// the evidence of the draft's last event: what is refused before it gives this sending back no more.
    async fn take(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        quota: u32,
        seen: u64,
    ) -> Result<bool, PortError>;

    /// Takes an envelope out of the count of this day's month, if it was counted there for a sending that was asked for before this
    /// event of its evidence, and was not given back. However often that is done, it is given back once.
    async fn give_back(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        refusal: u64,
    ) -> Result<(), PortError>;
}

/// A day of each month in which a sending may have been counted that was refused at this moment: the month of the organisation's day
/// on which it was asked for.
pub fn days_of_refused_sending(refused_at: Timestamp) -> Vec<Date> {
    let day_after = |time: SignedDuration| {
        let moment = refused_at.checked_add(time).unwrap_or(refused_at);
        moment.to_zoned(jiff::tz::TimeZone::UTC).date().first_of_month()
    };
    BTreeSet::from([day_after(-MAX_SENDING), day_after(TOMORROW)]).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_sending_is_looked_for_in_its_month_and_in_the_ones_in_which_it_may_have_been_asked_for() {
        let months = |at: &str| {
            let days = days_of_refused_sending(at.parse().expect("a time"));
            days.iter().map(|day| day.month()).collect::<Vec<_>>()
        };
        assert_eq!(months("2026-11-15T12:00:00Z"), [11]);
        assert_eq!(months("2026-12-01T00:00:01Z"), [11, 12], "it was asked for yesterday");
        assert_eq!(months("2026-11-30T15:00:01Z"), [11, 12], "it is December in Japan");
    }
}
